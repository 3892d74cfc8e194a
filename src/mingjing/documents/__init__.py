"""Statutory documents (文书): numbered without gaps, rendered once, kept."""
