"""The agency whose lists are kept, and another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_office import Office, make_office

from mingjing.law.actions import load_outlines
from mingjing.records.actors import SYSTEM

if TYPE_CHECKING:
    from mingjing.registry.models import User


@pytest.fixture
def office(db: None) -> Office:
    """Return the agency whose lists are kept."""
    del db
    load_outlines(actor=SYSTEM)
    return make_office("云岭县住房和城乡建设局", "云建")


@pytest.fixture
def stranger(office: Office) -> User:
    """外局人员: return a publisher of another agency."""
    del office
    return make_office("云岭县城市管理局", "云城").publisher
