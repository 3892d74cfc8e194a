"""Visits: on-site tasks and the codes that identify who carries them out; ratings; complaints and reports."""
