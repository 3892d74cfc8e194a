"""行政处罚法64(三); 民事诉讼法95; reference §11.6 no. 18: notices are publications with ends of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.test import Client

from mingjing import clock
from mingjing.cases.actions import decision, hearings
from mingjing.cases.actions.announcing import announce
from mingjing.cases.models import Service
from mingjing.demo import hearings as told
from mingjing.demo.stories import Firm, Plan
from mingjing.disclosure import surfaces
from mingjing.disclosure.actions import expire_due, publish
from mingjing.disclosure.models import Publication
from mingjing.records import consumers, log
from telling import FIRM, decided, noticed, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Hearing
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

State = Publication.State
LARGE = {"plans": (Plan(468_000_00),), "facts": "合同价款 3120 万元，未取得施工许可证即开工。"}
PERSON = Firm(
    "何小雨（示例）", party_kind="01", identity_number="150999198506150023", phone="13900000000", capacity="经营者",
    address="云岭县云川镇柳树巷（示例）",
)  # fmt: skip
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


# ── service by public notice ──


def serve(story: CaseStory, announced_on: dt.date, served_on: dt.date) -> None:
    decision.serve(
        user=story.user, case=story.refresh(), decision=story.decisions[0], method="05", served_on=served_on,
        announced_on=announced_on, place="公示网站", receiver="公告", officers=story.officers,
        proof="公示网站公告页截屏",
    )  # fmt: skip


def test_a_service_by_public_notice_is_proved_by_the_notice_that_was_public(bureau: Bureau) -> None:
    """民事诉讼法95: it counts thirty days from the day on which the public could read it, and ends with them."""
    story = decided(bureau)
    party, paper = story.parties[0], story.decisions[0].document
    told_ = {
        "user": story.user,
        "party": party,
        "paper": paper,
        "why": "邮寄退回，住所无人，手机 13900000000 停机。",
    }
    row = announce(case=story.refresh(), **told_)
    with refusal("announcement.nothing"):
        announce(case=story.refresh(), **told_)
    follow()
    notice = Publication.objects.select_related("agency").get(about=row.ref)
    assert (notice.kind, notice.state, notice.expires_on) == ("notice.service", State.COLLECTED, None)
    assert "13900000000" not in str(notice.content)
    assert [mask["label"] for mask in notice.masks] == ["原因经过中的手机号码"]
    first = clock.today()
    with clock.at(first + dt.timedelta(days=60)), refusal("service.not_public"):
        serve(story, first, first + dt.timedelta(days=30))

    with clock.at(first + dt.timedelta(days=2)):
        public = bureau.release(notice)
        day = clock.today()
    assert public.expires_on == day + dt.timedelta(days=30)
    assert public.ref in read("/notices/")[1]
    with clock.at(day + dt.timedelta(days=29)), refusal("service.other_day"):
        serve(story, first, first + dt.timedelta(days=30))
    with clock.at(day + dt.timedelta(days=31)):
        assert expire_due() == 1
        _is_gone(public)
        serve(story, day, day + dt.timedelta(days=30))
        assert Service.objects.get().announced_on == day


def test_a_natural_person_is_announced_by_the_surname_and_found_by_nobody(bureau: Bureau) -> None:
    """§11.5: the page is kept from robots, and no search, feed or front page leads to it."""
    story = decided(bureau, firms=(PERSON,))
    row = announce(
        user=story.user, case=story.refresh(), party=story.parties[0], paper=story.decisions[0].document,
        why=f"多次联系{PERSON.name}未果，下落不明。",
    )  # fmt: skip
    follow()
    public = bureau.release(Publication.objects.select_related("agency").get(about=row.ref))
    answer = Client().get(f"/notices/{public.ref}/")
    shown = answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "何某某" in shown
    assert "何小雨" not in shown
    assert public.ref in read("/notices/")[1]
    for address in ("/feeds/all.atom", "/", "/search?q=公告送达"):
        assert public.ref not in read(address)[1], address
