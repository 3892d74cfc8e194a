"""A procedure running on a dossier: steps, approvals, clocks."""
