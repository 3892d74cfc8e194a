"""The site's role on PostgreSQL has no right to touch an opening; what a list names loses its salt all the same."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from mingjing import clock, guarding
from mingjing.cases.actions import disposal
from mingjing.cases.queries.keeping import due_in
from mingjing.demo.bureau import Bureau
from mingjing.demo.people import COLLEAGUES
from mingjing.records.models import Opening
from telling import OFF_THE_CATALOGUE
from telling import decided as tell

pytestmark = pytest.mark.django_db
ROLE = "mingjing_site"


def test_the_salt_goes_with_the_row_and_by_no_right_of_the_role(settings: object) -> None:
    settings.MINGJING_SITE_ROLE = ROLE  # type: ignore[attr-defined]
    with clock.at(dt.date(2026, 1, 5)):
        bureau = Bureau.make()
        bureau.add([each for each in COLLEAGUES if each.username == "archivist"], dt.date(2026, 1, 1))
    with clock.at(dt.date(2026, 9, 15)):
        tell(bureau, matter=OFF_THE_CATALOGUE).served().performed().scanned().closed()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
        guarding.create()
        cursor.execute(f"SET ROLE {ROLE}")
    day = dt.date(2057, 3, 1)
    with clock.at(day):
        content = due_in(bureau.agency, day)[0].content
        row = disposal.propose(user=bureau.users["archivist"], contents=[content], appraisal="期满。")
        disposal.decide(user=bureau.users["principal"], disposal=row, agreed=True, opinion="同意。")
        disposal.carry_out(user=bureau.users["archivist"], disposal=row, watched_by=bureau.people["section"])
    openings = Opening.objects.filter(sha256=content)
    assert openings
    assert not any(bytes(each.salt) for each in openings)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Opening.objects.exclude(sha256="").update(salt=b"")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
