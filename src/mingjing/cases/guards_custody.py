"""No content is destroyed that no approved list names, that somebody holds, or that was found wrong when hashed."""

from collections.abc import Callable

from mingjing.cases.models import Checked, Disposal, DisposalItem, LegalHold
from mingjing.guarding import Guard, refuse_postgres, register
from mingjing.records.models import Destruction
from mingjing.storage.models import Hold

DESTROYED = "档案法: 没有列入经批准的销毁清册、正在保全或者复核不符的，不得销毁"


def _listed(digits: Callable[[str], str]) -> str:
    """Return the query that finds the approved list which names a content; nothing may hold the content back."""
    item, held = DisposalItem._meta.db_table, LegalHold._meta.db_table  # noqa: SLF001
    of_list = "i.disposal_id = d.id AND i.blob_id = NEW.blob_id"
    return f"""SELECT 1 FROM {Disposal._meta.db_table} d
 WHERE NEW.listed_in = 'cases.disposal:' || {digits("d.id")} AND d.agreed AND d.decided_on IS NOT NULL
 AND EXISTS (SELECT 1 FROM {item} i WHERE {of_list})
 AND NOT EXISTS (SELECT 1 FROM {item} i JOIN {held} h ON h.dossier_id = i.dossier_id
   WHERE {of_list} AND h.lifted_on IS NULL AND h.thing IN ('', i.thing))
 AND NOT EXISTS (SELECT 1 FROM {Hold._meta.db_table} k WHERE k.blob_id = NEW.blob_id)
 AND NOT EXISTS (SELECT 1 FROM {Checked._meta.db_table} c WHERE c.blob_id = NEW.blob_id AND c.fault <> '')"""  # noqa: S608, SLF001 - constants of this module


def _disposal() -> list[Guard]:
    """Whoever takes the same content into use at this moment waits for the row, or the row for them."""
    table = Destruction._meta.db_table  # noqa: SLF001
    refuse = f"BEGIN SELECT RAISE(ABORT, '{DESTROYED}'); END"
    postgres = (
        "BEGIN PERFORM 1 FROM storage_blob WHERE sha256 = NEW.blob_id FOR UPDATE;"
        " IF NOT EXISTS ("
        + _listed(lambda column: f"replace({column}::text, '-', '')")
        + f") THEN {refuse_postgres(DESTROYED)} END IF;"
        " RETURN NEW; END"
    )
    return [
        Guard(
            f"{table}_listed",
            table,
            f"BEFORE INSERT ON {table} WHEN NOT EXISTS ({_listed(str)}) {refuse}",
            postgres,
            "BEFORE INSERT",
        )
    ]


register(_disposal)
