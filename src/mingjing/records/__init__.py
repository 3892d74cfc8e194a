"""Dossiers, acts, the append-only record and its Merkle log. No act without its record (无记录不成事)."""
