"""An act without a meaning, for tests of what holds of every act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.records.actions import append
from mingjing.records.actors import SYSTEM
from mingjing.records.vocabulary import act

if TYPE_CHECKING:
    from mingjing.records.models import Dossier, Record

PROBED = act("probe.done", "试办", "{actor}试办。")


def probe(dossier: Dossier, times: int = 1) -> list[Record]:
    """Make some acts on a dossier in one transaction."""
    with transaction.atomic():
        return [append(dossier=dossier, act=PROBED, actor=SYSTEM, facts={"n": n}) for n in range(times)]
