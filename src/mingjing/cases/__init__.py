"""Cases, their parties, their decisions: from the lead to the archive."""
