"""种子 C0. The gate: no decision unless it is the newest, passed draft (行政处罚法58; engineering.md §1).

The trigger checks identity, party, edition and record; thresholds lie in the draft's core and are judged again by
`verify`.
"""

from collections.abc import Callable

from mingjing.cases.models import Decision, SealedReporter, SealOpening
from mingjing.guarding import Guard, append_only, refuse_postgres, register

MESSAGE = "行政处罚法58: 未经法制审核或者审核未通过的，不得作出决定"


def _passed(digits: Callable[[str], str]) -> str:
    """Return the query that finds the passed draft; `digits` turns a key's column into its 32 digits."""
    return f"""SELECT 1 FROM review_opinion o
 JOIN review_draft d ON d.id = o.draft_id
 JOIN records_dossier f ON f.id = d.dossier_id
 JOIN records_record r ON r.id = o.record_id
 JOIN catalog_edition e ON e.id = o.catalogue_id
 WHERE o.draft_id = NEW.draft_id
 AND d.party = {digits("NEW.party_id")}
 AND ((o.result = '同意' AND r.act = 'review.agreed')
   OR (o.result = '不在目录' AND r.act = 'review.outside_catalogue'
     AND e.list_kind = 'review' AND NOT e.discarded AND {digits("e.agency_id")} = f.agency))
 AND r.subject = 'review.draft:' || {digits("d.id")}
 AND r.dossier_id = d.dossier_id
 AND NOT EXISTS (SELECT 1 FROM review_draft n
   WHERE n.dossier_id = d.dossier_id AND n.party = d.party AND n.revision > d.revision)"""  # noqa: S608 - constants of this module


def _gate() -> list[Guard]:
    table = Decision._meta.db_table  # noqa: SLF001
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    postgres = (
        "BEGIN PERFORM 1 FROM records_dossier"  # noqa: S608 - constants of this module
        " WHERE id = (SELECT dossier_id FROM review_draft WHERE id = NEW.draft_id) FOR NO KEY UPDATE;"
        " IF NOT EXISTS ("
        + _passed(lambda column: f"replace({column}::text, '-', '')")
        + f") THEN {refuse_postgres(MESSAGE)} END IF;"
        " RETURN NEW; END"
    )
    return [
        Guard(
            f"{table}_gate",
            table,
            f"BEFORE INSERT ON {table} WHEN NOT EXISTS ({_passed(str)}) {refuse}",
            postgres,
            "BEFORE INSERT",
        )
    ]


append_only(Decision)
append_only(SealedReporter)
append_only(SealOpening)
register(_gate)
