"""The record's own guards."""

from mingjing.guarding import Guard, append_only, register, revoke
from mingjing.records.models import Checkpoint, Cosignature, Leaf, Opening, Pending, Record, Timestamp


def _enqueue() -> list[Guard]:
    """Every record, however it was inserted, waits for the log: the trigger leaves no way round."""
    record, pending = Record._meta.db_table, Pending._meta.db_table  # noqa: SLF001
    insert = f"INSERT INTO {pending} (record_id) VALUES (NEW.id);"  # noqa: S608 - names of ours
    return [
        Guard(
            f"{record}_enqueue",
            record,
            f"AFTER INSERT ON {record} BEGIN {insert} END",
            f"BEGIN {insert} RETURN NULL; END",
            "AFTER INSERT",
        )
    ]


for model in (Record, Opening, Leaf, Checkpoint, Cosignature, Timestamp):
    append_only(model)
revoke(Pending, "INSERT, UPDATE, TRUNCATE")
register(_enqueue)
