"""Keeping statutes on behalf of a person: the verbs of `actions`, after the role table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.law import actions
from mingjing.registry.queries import require

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.law.actions import Imported
    from mingjing.law.models import StatuteVersion
    from mingjing.registry.models import User

MANAGE = "law.import"


def import_statute(*, user: User, name: str, content: bytes) -> Imported:
    """Import a statute's text from a file's name and bytes; see `actions.import_statute`."""
    require(user, MANAGE)
    return actions.import_statute(actor=user.actor(), name=name, content=content)


def set_effective_date(*, user: User, version: StatuteVersion, effective_from: dt.date) -> StatuteVersion:
    """Establish from when a version is in force (施行日期待核)."""
    require(user, MANAGE)
    return actions.set_effective_date(actor=user.actor(), version=version, effective_from=effective_from)
