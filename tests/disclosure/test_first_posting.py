"""国办发〔2017〕47号; 244号12、13; reference §11.5: without a site of its own, public is what was put up elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure.actions import post, remove_posting, withdraw
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import appeared_on, late, unposted
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.queries import roles_of
from mingjing.workbench.desk import desk_of
from mingjing.workbench.publishing_desk import late_words
from mingjing.workflow.models import Clock
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.disclosure.models import Posting

DUE = dt.date(2026, 9, 23)
REASON = "县政府平台停机检修，恢复后立即发布。"


def released(bureau: Bureau) -> Publication:
    decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    return bureau.release(Publication.objects.select_related("agency").get(kind="decision"))


def put_up(bureau: Bureau, publication: Publication, late_reason: str = "") -> Posting:
    return post(
        user=bureau.users["publisher"], publication=publication, channel="board", place="局公示栏",
        posted_at=clock.now(), late_reason=late_reason,
    )  # fmt: skip


def told(bureau: Bureau, username: str) -> str:
    user = bureau.users[username]
    items = desk_of(user, roles_of(user)).mine
    return "\n".join(item.sentence for item in items if "行政处罚决定" in item.about)


def met() -> set[dt.date | None]:
    return {each.met_on for each in Clock.objects.filter(rule="nm.publish7")}


def test_the_clock_of_publication_stops_at_the_first_posting_and_lateness_climbs(bureau: Bureau) -> None:
    """One life: checked in time, put up late with its reason, withdrawn, taken down there."""
    registry.change_agency(actor=SYSTEM, agency=bureau.agency, posts_elsewhere=True)
    publication = released(bureau)
    assert publication.due_on == DUE
    assert (met(), appeared_on(publication)) == ({None}, None)
    assert list(unposted(bureau.agency).filter(kind="decision")) == [publication]
    assert "在别处发布并登记" in told(bureau, "publisher")
    assert "督促公开" not in told(bureau, "supervisor")
    early = late_words(bureau.agency)

    with clock.at(DUE + dt.timedelta(days=1)):
        climbed = told(bureau, "supervisor")
        assert "督促公开，已逾期：已审核，待在别处发布，在公示员" in climbed
        assert bureau.people["publisher"].name in climbed
        assert "督促公开" not in told(bureau, "publisher")
        assert late_words(bureau.agency) not in {"", early}
        with refusal("publication.late"):
            put_up(bureau, publication)
        posting = put_up(bureau, publication, REASON)
        assert met() == {DUE + dt.timedelta(days=1)} == {appeared_on(publication)}
        assert late(bureau.agency, clock.today()).get(kind="decision").late_reason == REASON
        assert "督促公开" not in told(bureau, "supervisor")
        assert "在别处发布并登记" not in told(bureau, "publisher")

        withdraw(user=bureau.users["checker"], publication=publication, situation="revoked")
        assert "立即撤除：公示栏·局公示栏" in told(bureau, "publisher")
        remove_posting(user=bureau.users["publisher"], posting=posting, removed_on=clock.today())
        assert "立即撤除" not in told(bureau, "publisher")


def test_with_a_site_of_its_own_the_check_is_what_counts(bureau: Bureau) -> None:
    """The gate the other way: a posting elsewhere adds nothing to the clock."""
    publication = released(bureau)
    today = clock.today()
    assert (met(), appeared_on(publication)) == ({today}, today)
    assert not unposted(bureau.agency).exists()
    with clock.at(DUE + dt.timedelta(days=1)):
        put_up(bureau, publication)
        assert met() == {today} == {appeared_on(publication)}
        assert not late(bureau.agency, clock.today()).filter(kind="decision").exists()
