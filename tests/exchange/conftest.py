"""The bureau is made once a module; one decision of it is public."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bureau_once import bureau, founded
from mingjing import clock
from mingjing.demo.guides import publish_guides
from mingjing.disclosure.models import Publication
from mingjing.records import consumers, log
from telling import decided

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

__all__ = ["bureau", "founded"]


@pytest.fixture
def public(bureau: Bureau) -> Publication:
    with clock.at(clock.today() - dt.timedelta(days=5)):
        publish_guides(bureau)
    decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    return bureau.release(Publication.objects.get(kind="decision"))
