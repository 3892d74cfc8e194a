"""The ledger: an append-only Merkle log in the formats of C2SP, and what a stranger needs to verify it.

Pure Python, no Django, no network, no database. Whoever reads only this room can check a bundle.
"""
