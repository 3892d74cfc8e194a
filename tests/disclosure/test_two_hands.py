"""种子 A1; 118号二; 244号6、10–12: what the system collects is confirmed by one person and checked by another."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.test import Client

from mingjing import clock
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import agree_withholding, forward, publish, send_back, withhold
from mingjing.disclosure.leaks import HIDDEN, suspects
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of, late
from mingjing.portal import provenance
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.storage.store import read
from telling import FIRM, OTHER_FIRM, TWO, decided, presented, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.storage.models import Blob

pytestmark = pytest.mark.typeset

State = Publication.State
HOME, WORKER = "3栋2单元501室", "梁志远"
FACTS = f"当事人未取得施工许可证即开工。现场负责人{WORKER}（住{HOME}）在场。"
LATE = "送达回证邮寄途中遗失，登记送达迟了，已补办。"


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


def collected(bureau: Bureau, facts: str = FACTS) -> Publication:
    decided(bureau, facts=facts).served()
    follow()
    return Publication.objects.get(kind="decision")


def words_of(blob: Blob) -> str:
    pages = pypdfium2.PdfDocument(read(blob))
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def test_the_checker_alone_publishes_nothing(bureau: Bureau) -> None:
    """A1: what the system collected waits for the publisher; two people always act."""
    seen = collected(bureau)
    with refusal("publication.not_waiting"):
        publish(user=bureau.users["checker"], publication=seen, secrecy_checked=True)
    with refusal("role.not_allowed"):
        forward(user=bureau.users["checker"], publication=seen)
    assert Publication.objects.get(pk=seen.pk).state == State.COLLECTED


def test_who_confirmed_does_not_check(bureau: Bureau) -> None:
    publisher = bureau.users["publisher"]
    registry.grant_role(actor=SYSTEM, user=publisher, role=Role.CHECKER, valid_from=clock.today())
    made = bureau.confirm(collected(bureau))
    with refusal("publication.same_person"):
        publish(user=publisher, publication=made, secrecy_checked=True, confirmed=[HOME, WORKER])


def test_who_proposed_to_withhold_does_not_agree_to_it(bureau: Bureau) -> None:
    """244号6、11: not to make public is checked by a second person as well."""
    publisher = bureau.users["publisher"]
    registry.grant_role(actor=SYSTEM, user=publisher, role=Role.CHECKER, valid_from=clock.today())
    made = withhold(
        user=publisher, publication=collected(bureau), ground="inquiry", reason="同案另一当事人尚在调查。"
    )
    with refusal("publication.same_person"):
        agree_withholding(user=publisher, publication=made)
    assert agree_withholding(user=bureau.users["checker"], publication=made).state == State.WITHHELD


def test_the_machine_suspects_names_and_homes_in_free_text() -> None:
    found = {each.text: each.word for each in suspects([("案件事实", FACTS)])}
    assert found == {HOME: "家庭住址", WORKER: "他人姓名"}
    assert not suspects([("案件事实", "工地负责人梁某（示例）在场，施工单位负责人高度重视。")])


def test_a_mask_that_the_clerk_overlooked_is_refused_and_nothing_is_lost(bureau: Bureau) -> None:
    """Bad input of the issue: refusal with clause and next step."""
    seen = collected(bureau)
    for confirmed in ((), [HOME]):
        with refusal("publication.leak"):
            forward(user=bureau.users["publisher"], publication=seen, confirmed=confirmed)
    assert Publication.objects.get(pk=seen.pk).state == State.COLLECTED


def test_what_a_person_hides_is_in_neither_page_nor_file(bureau: Bureau) -> None:
    """The copy as a file is set anew; the record commits to its bytes, and the page can be checked."""
    seen = collected(bureau)
    assert seen.pdf is not None
    assert WORKER in words_of(seen.pdf)
    forward(user=bureau.users["publisher"], publication=seen, hidden=[WORKER, HOME])
    made = bureau.release(Publication.objects.get(pk=seen.pk))
    assert made.pdf not in {None, seen.pdf}
    assert made.pdf is not None
    kept = json.dumps(made.content, ensure_ascii=False)
    for secret in (WORKER, HOME):
        assert secret not in kept
        assert secret not in words_of(made.pdf)
    assert kept.count(HIDDEN) == 2
    assert "案件事实中经人工确认的内容" in {mask["label"] for mask in made.masks}
    found = provenance.of_bytes(made.pdf.sha256)
    assert found is not None
    assert found.holds()


def test_what_is_not_in_the_text_cannot_be_hidden(bureau: Bureau) -> None:
    with refusal("publication.not_found_in_text"):
        forward(user=bureau.users["publisher"], publication=collected(bureau), hidden=["没有的话"])


def test_what_its_title_says_cannot_be_hidden(bureau: Bureau) -> None:
    """The title stays as it is: to hide in the text what the title says would hide nothing."""
    seen = collected(bureau)
    Publication.objects.filter(pk=seen.pk).update(
        content={**seen.content, "fields": [*map(list, fields_of(seen)), ["案由", seen.title]]}
    )
    with refusal("publication.in_title"):
        forward(
            user=bureau.users["publisher"], publication=seen, hidden=[seen.title], confirmed=[HOME, WORKER]
        )
    assert Publication.objects.get(pk=seen.pk).state == State.COLLECTED


def test_only_what_waits_to_be_confirmed_is_confirmed_or_withheld(bureau: Bureau) -> None:
    """What lies with the checker, or is public, is not proposed a second time past them."""
    publisher, reason = bureau.users["publisher"], "同案另一当事人尚在调查。"
    waiting = bureau.confirm(collected(bureau))
    for step in (lambda: waiting, lambda: bureau.release(waiting)):
        made = step()
        with refusal("publication.not_collected"):
            withhold(user=publisher, publication=made, ground="inquiry", reason=reason)
        with refusal("publication.not_collected"):
            forward(user=publisher, publication=made, confirmed=[HOME, WORKER])
    assert Publication.objects.get(pk=waiting.pk).state == State.PUBLISHED


def test_what_was_sent_back_is_collected_afresh_with_all_its_words(bureau: Bureau) -> None:
    """Hidden once is not hidden for ever: the publisher decides on the whole text again."""
    publisher = bureau.users["publisher"]
    made = forward(user=publisher, publication=collected(bureau), hidden=[WORKER, HOME])
    back = send_back(
        user=bureau.users["checker"], publication=made, reason="住址已经隐去，姓名没有必要隐去。"
    )
    with refusal("publication.leak"):
        forward(user=publisher, publication=back, hidden=[HOME])
    again = forward(user=publisher, publication=back, hidden=[HOME], confirmed=[WORKER])
    assert (again.version, again.state) == (2, State.PROPOSED)
    assert WORKER in dict(fields_of(again))["案件事实"]
    assert again.pdf is not None
    assert HOME not in words_of(again.pdf)
    with refusal("publication.waiting"):
        forward(user=publisher, publication=back, hidden=[HOME], confirmed=[WORKER])


def test_a_late_publication_says_why_and_the_supervisor_sees_it(bureau: Bureau) -> None:
    """244号12: seven working days; late is published all the same, and visible."""
    made = bureau.confirm(collected(bureau, "当事人未取得施工许可证即开工。"))
    assert made.due_on is not None
    after = made.due_on + dt.timedelta(days=1)
    assert not late(bureau.agency, made.due_on).exists()
    with clock.at(after):
        assert list(late(bureau.agency, clock.today())) == [made]
        client = Client()
        client.post("/login/", {"username": "supervisor", "password": PASSWORD})
        assert "督促公开，已逾期" in client.get("/workbench/").content.decode()
        with refusal("publication.late"):
            bureau.release(made)
        done = bureau.release(made, late_reason=LATE)
        assert (done.state, done.late_reason) == (State.PUBLISHED, LATE)
        assert list(late(bureau.agency, clock.today())) == [done]
        assert "督促公开，已逾期" not in client.get("/workbench/").content.decode()
        page = client.get("/workbench/publications/?tab=late").content.decode()
    assert LATE in page
    assert LATE not in Client().get(f"/decisions/{done.ref}/").content.decode()


def test_in_time_no_reason_is_kept(bureau: Bureau) -> None:
    done = bureau.release(collected(bureau), late_reason="多余的理由，不应当留下。")
    assert done.late_reason == ""


def test_it_waits_for_the_other_party_no_longer_than_the_sixth_working_day(bureau: Bureau) -> None:
    """§11.5 同案人未结的公示等待; 244号12 keeps the seventh day; what hinders is withheld on 244号11(四)."""
    story = presented(bureau, firms=(FIRM, OTHER_FIRM), plans=TWO["plans"])
    first, second = story.parties
    with_one(story, first)
    follow()
    made = bureau.confirm(Publication.objects.get(kind="decision"))
    with refusal("publication.co_party"):
        bureau.release(made)
    with clock.at(made.due_on):
        assert bureau.release(made).state == State.PUBLISHED
    assert not second.decisions.exists()


def with_one(story: object, party: object) -> None:
    """Decide and serve for one party only."""
    kept = type(story).parties
    try:
        type(story).parties = property(lambda _: [party])  # type: ignore[method-assign, assignment]
        story.decided()  # type: ignore[attr-defined]
    finally:
        type(story).parties = kept  # type: ignore[method-assign]


def test_a_decision_that_hinders_another_investigation_is_kept_back_with_reasons(bureau: Bureau) -> None:
    seen = collected(bureau)
    with refusal("publication.no_reason"):
        withhold(user=bureau.users["publisher"], publication=seen, ground="inquiry", reason="影响")
    made = withhold(
        user=bureau.users["publisher"], publication=seen, ground="inquiry", reason="同案另一当事人尚在调查。"
    )  # fmt: skip
    back = send_back(user=bureau.users["checker"], publication=made, reason="已不影响调查，请公开。")
    assert back.state == State.RETURNED


def test_what_was_sent_back_can_be_proposed_to_be_kept_back(bureau: Bureau) -> None:
    """244号11: the checker who returns a decision because it hinders an inquiry gets it back to be withheld."""
    publisher, checker, reason = (
        bureau.users["publisher"],
        bureau.users["checker"],
        "同案另一当事人尚在调查。",
    )
    made = forward(user=publisher, publication=collected(bureau), confirmed=[HOME, WORKER])
    back = send_back(user=checker, publication=made, reason="影响另案调查，请提请不公开。")
    client, address = Client(), f"/workbench/publications/{back.ref}/"
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    assert f"{address}withhold/" in client.get(address).content.decode()
    again = withhold(user=publisher, publication=back, ground="inquiry", reason=reason)
    assert (again.version, again.state, again.ground) == (2, State.PROPOSED, "inquiry")
    with refusal("publication.waiting"):
        withhold(user=publisher, publication=back, ground="inquiry", reason=reason)
    assert f"{address}withhold/" not in client.get(address).content.decode()
    kept = agree_withholding(user=checker, publication=again)
    assert kept.state == State.WITHHELD
    with refusal("publication.not_collected"):
        withhold(user=publisher, publication=kept, ground="crime", reason=reason)
    address = f"/workbench/publications/{kept.ref}/"
    assert f"{address}withhold/" not in client.get(address).content.decode()


@pytest.mark.usefixtures("bureau")
def test_it_is_done_by_clicking(bureau: Bureau) -> None:
    """The publisher answers each suspicion; nothing is chosen beforehand."""
    seen = collected(bureau)
    client, address = Client(), f"/workbench/publications/{seen.ref}/"
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    shown = client.get(address).content.decode()
    assert " checked" not in shown
    assert "确认并提交审核" in client.get("/workbench/").content.decode()
    for typed, status in (({}, 422), ({"suspect0": "hide", "suspect1": "show"}, 303)):
        form = client.get(address).content.decode()
        form = form[form.index(f'action="{address}"') :]
        keys = dict(reversed(re.findall(r'name="(version|once)" value="([^"]*)"', form)))
        assert client.post(address, {**keys, "hidden": "", **typed}).status_code == status
    made = Publication.objects.get(pk=seen.pk)
    assert made.state == State.PROPOSED
    assert HOME not in json.dumps(made.content, ensure_ascii=False)
    assert "提请不公开" not in client.get(address).content.decode()
