"""行政处罚法64(三); 民事诉讼法95; reference §11.6 no. 18: notices are publications with ends of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.test import Client

from mingjing import clock
from mingjing.cases.actions import hearings
from mingjing.demo import hearings as told
from mingjing.demo.stories import Plan
from mingjing.disclosure import surfaces
from mingjing.disclosure.actions import expire_due, publish
from mingjing.disclosure.models import Publication
from mingjing.records import consumers, log
from telling import FIRM, noticed, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Hearing
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

State = Publication.State
LARGE = {"plans": (Plan(468_000_00),), "facts": "合同价款 3120 万元，未取得施工许可证即开工。"}
FEEDS = ("/notices/", "/feeds/all.atom", "/feeds/notice-hearing.json", "/embed/all/", "/search?q=听证公告")


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


def arranged(bureau: Bureau, **changed: object) -> tuple[CaseStory, Hearing]:
    story = noticed(bureau, **LARGE)
    told.asked(story)
    hearing = told.arrange(story, **changed)
    follow()
    return story, hearing


def now(hearing: Hearing) -> Publication:
    rows = Publication.objects.select_related("agency").filter(about=hearing.ref)
    return rows.order_by("-version")[0]


def read(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    return answer.status_code, b"".join(answer).decode(errors="replace")


def _is_gone(public: Publication) -> None:
    status, said = read(f"/notices/{public.ref}/")
    assert status == 410
    assert public.title not in said
    for surface in surfaces.every():
        for address in surface.addresses(public):
            shown = read(address)[1].replace(address, "").replace(quote(address, safe=""), "")
            assert public.ref not in shown, address
    for address in FEEDS[:4]:
        assert public.ref not in read(address)[1], address


def test_a_public_hearing_is_announced_by_itself_until_its_day(bureau: Bureau) -> None:
    """Collected, checked by a second person, on every surface; down on the day after, by itself."""
    _, hearing = arranged(bureau)
    notice = now(hearing)
    assert (notice.kind, notice.state) == ("notice.hearing", State.COLLECTED)
    assert notice.expires_on == hearing.held_on
    with refusal("publication.not_waiting"):
        publish(user=bureau.users["checker"], publication=notice, secrecy_checked=True)
    public = bureau.release(notice)
    for address in FEEDS:
        assert public.ref in read(address)[1], address
    status, shown = read(f"/notices/{public.ref}/")
    assert status == 200
    assert "三楼会议室" in shown
    assert FIRM.name not in shown
    with clock.at(hearing.held_on):
        assert expire_due() == 0
    with clock.at(hearing.held_on + dt.timedelta(days=1)):
        assert expire_due() == 1
        _is_gone(public)


def test_a_hearing_that_is_put_off_takes_its_notice_with_it(bureau: Bureau) -> None:
    """What waits goes back; what is public comes down at once and says why; what was held is not announced."""
    story, hearing = arranged(bureau)
    waiting = now(hearing)
    hearings.call_off(
        user=story.as_("deputy"), case=story.refresh(), hearing=hearing, reason="主持人因公出差，另行安排。"
    )
    with refusal("publication.hearing_over"):
        bureau.release(waiting)
    follow()
    assert now(hearing).state == State.RETURNED
    again = told.arrange(story)
    follow()
    public = bureau.release(now(again))
    hearings.call_off(
        user=story.as_("deputy"), case=story.refresh(), hearing=again, reason="当事人申请延期，准许。"
    )
    follow()
    assert now(again).state == State.WITHDRAWN
    assert "听证已经取消或者改期" in read(f"/notices/{public.ref}/")[1]
    _is_gone(public)


def test_a_hearing_that_is_not_public_is_not_announced(bureau: Bureau) -> None:
    """行政处罚法64(三)."""
    _, hearing = arranged(bureau, public=False, closed_reason="涉及商业秘密，当事人书面申请不公开举行")
    assert not Publication.objects.filter(about=hearing.ref).exists()
