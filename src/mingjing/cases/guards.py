"""种子 C0. The gate: no decision unless it is the newest, passed draft (行政处罚法58; engineering.md §1).

The trigger checks identity, party, edition and record; thresholds lie in the draft's core and are judged again by
`verify`. A second way leads through an opinion on paper, for the first draft of a case that was filed and reviewed
before the agency began to work here, confirmed by somebody who did not enter it (ADR-016).
"""

from collections.abc import Callable

from mingjing.cases.models import Decision, SealedReporter, SealOpening
from mingjing.cases.rules.taken import REVIEWED
from mingjing.guarding import Guard, append_only, refuse_postgres, register
from mingjing.registry.models import Agency
from mingjing.review.acts import PRIOR_CONFIRMED
from mingjing.workflow.acts import ADOPTED

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


def _confirmed(digits: Callable[[str], str], day: Callable[[str], str]) -> str:
    """Return the query that finds the draft reviewed on paper; `day` turns a moment's column into the day here.

    The first day is that of the agency, or of the one that entrusts it (行政处罚法20): whichever came first.
    """
    adopted = f"""SELECT 1 FROM records_record a JOIN records_dossier g ON g.id = a.dossier_id
   WHERE a.act = '{ADOPTED.name}' AND (g.agency = f.agency OR g.agency = (SELECT {digits("y.parent_id")}
     FROM registry_agency y WHERE {digits("y.id")} = f.agency AND y.agency_kind = '{Agency.Kind.DELEGATED}'))"""  # noqa: S608 - constants of this module
    return f"""SELECT 1 FROM review_prioropinion p
 JOIN review_draft d ON d.id = p.draft_id
 JOIN records_dossier f ON f.id = d.dossier_id
 JOIN records_record r ON r.id = p.record_id
 JOIN cases_case c ON c.dossier_id = d.dossier_id
 JOIN cases_takeover t ON t.case_id = c.id
 WHERE p.draft_id = NEW.draft_id
 AND d.party = {digits("NEW.party_id")}
 AND d.revision = 1
 AND t.step = '{REVIEWED}'
 AND p.entered_by_id <> p.confirmed_by_id
 AND r.act = '{PRIOR_CONFIRMED.name}'
 AND r.subject = 'review.draft:' || {digits("d.id")}
 AND r.dossier_id = d.dossier_id
 AND EXISTS ({adopted})
 AND NOT EXISTS ({adopted}
   AND ({day("a.recorded_at")} <= p.signed_on OR {day("a.recorded_at")} <= c.filed_on))
 AND NOT EXISTS (SELECT 1 FROM review_draft n
   WHERE n.dossier_id = d.dossier_id AND n.party = d.party AND n.revision > d.revision)"""  # noqa: S608 - constants of this module


def _gate() -> list[Guard]:
    table = Decision._meta.db_table  # noqa: SLF001
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    postgres = (
        "BEGIN PERFORM 1 FROM records_dossier"  # noqa: S608 - constants of this module
        " WHERE id = (SELECT dossier_id FROM review_draft WHERE id = NEW.draft_id) FOR NO KEY UPDATE;"
        " IF NOT EXISTS ("
        + _passed(_digits_postgres)
        + ") AND NOT EXISTS ("
        + _confirmed(_digits_postgres, lambda column: f"({column} AT TIME ZONE 'Asia/Shanghai')::date")
        + f") THEN {refuse_postgres(MESSAGE)} END IF;"
        " RETURN NEW; END"
    )
    return [
        Guard(
            f"{table}_gate",
            table,
            f"BEFORE INSERT ON {table} WHEN NOT EXISTS ({_passed(str)})"
            f" AND NOT EXISTS ({_confirmed(str, lambda column: f"date({column}, '+8 hours')")}) {refuse}",
            postgres,
            "BEFORE INSERT",
        )
    ]


def _digits_postgres(column: str) -> str:
    return f"replace({column}::text, '-', '')"


append_only(Decision)
append_only(SealedReporter)
append_only(SealOpening)
register(_gate)
