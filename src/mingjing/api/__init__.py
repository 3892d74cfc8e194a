"""The inbound interface: the HTTP face on which other systems push. No session, no cookies, no pages."""
