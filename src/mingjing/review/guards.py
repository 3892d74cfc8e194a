"""Drafts and opinions are append-only, and a draft waits for its dossier's lock (engineering.md §1)."""

from mingjing.guarding import Guard, append_only, register
from mingjing.review.models import Draft, Opinion, PriorOpinion


def _lock_dossier() -> list[Guard]:
    """Without this a decision slips past a newer draft that is being committed (PostgreSQL, 20 of 20 tries)."""
    table = Draft._meta.db_table  # noqa: SLF001
    return [
        Guard(
            f"{table}_lock",
            table,
            "",
            "BEGIN PERFORM 1 FROM records_dossier WHERE id = NEW.dossier_id FOR NO KEY UPDATE; RETURN NEW; END",
            "BEFORE INSERT",
        )
    ]


append_only(Draft)
append_only(Opinion)
append_only(PriorOpinion)
register(_lock_dossier)
