"""Agencies, departments, people, certificates, roles, accounts."""
