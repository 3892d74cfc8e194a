"""The record's own guards."""

from mingjing.guarding import Guard, append_only, register, revoke
from mingjing.records.models import (
    Checkpoint,
    Cosignature,
    Destruction,
    Leaf,
    LostEntry,
    Opening,
    Pending,
    Record,
    Timestamp,
)


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


OPENING, DESTRUCTION = Opening._meta.db_table, Destruction._meta.db_table  # noqa: SLF001
KEPT = ("id", "record_id", "position", "kind", "ref", "written", "value", "sha256", "sm3")
"""What of an opening stays when its content was destroyed: everything but the salt."""
LISTED = f"EXISTS (SELECT 1 FROM {DESTRUCTION} d WHERE d.blob_id = OLD.sha256)"  # noqa: S608 - names of ours
SALT_DESTROYED = " AND ".join(
    ["length(NEW.salt) = 0", "OLD.sha256 <> ''", *(f"NEW.{column} = OLD.{column}" for column in KEPT), LISTED]
)


def _destroy_salts() -> list[Guard]:
    """The row that says a content was destroyed destroys the salts of its commitments: neither without the other."""
    salts = f"UPDATE {OPENING} SET salt = {{}} WHERE sha256 = NEW.blob_id AND length(salt) > 0;"  # noqa: S608 - names of ours
    return [
        Guard(
            f"{DESTRUCTION}_salts",
            DESTRUCTION,
            f"AFTER INSERT ON {DESTRUCTION} BEGIN {salts.format("X''")} END",
            f"BEGIN {salts.format("''::bytea")} RETURN NULL; END",
            "AFTER INSERT",
        )
    ]


for model in (Record, Leaf, LostEntry, Checkpoint, Cosignature, Timestamp, Destruction):
    append_only(model)
append_only(Opening, unless=SALT_DESTROYED)
register(_destroy_salts)
revoke(Pending, "INSERT, UPDATE, TRUNCATE")
register(_enqueue)
