"""行政处罚法48; 个人信息保护法34; reference §11.5, §11.6 no. 3: a person is public as 何某某 or not at all."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.test import Client

from mingjing.cases.models import Case, Decision
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import Firm
from mingjing.disclosure.actions import agree_withholding, forward, withhold
from mingjing.disclosure.models import Publication
from mingjing.disclosure.naming import hidden_name, hidden_names, was_minor, without_names
from mingjing.records import consumers, log
from mingjing.search.models import Entry
from mingjing.storage.store import read
from telling import FIRM, TWO, decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

pytestmark = pytest.mark.typeset

State, Ground = Publication.State, Publication.Ground
IDENTITY, PHONE, HOME = "150999198506150023", "13900000000", "云岭县云川镇柳树巷（示例）"
PERSON = Firm(
    "何小雨（示例）", party_kind="01", identity_number=IDENTITY, address=HOME, phone=PHONE, capacity="经营者"
)
FACTS = "当事人何小雨未取得施工许可证，在居民楼内擅自施工，造成墙体开裂。"
IMPACT = "造成居民楼墙体开裂，居民多次反映，涉及公共安全。"


def born(day: str) -> str:
    """Return a valid identity number of somebody born on a day."""
    digits = f"150999{day}002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def collected(bureau: Bureau, person: Firm = PERSON, facts: str = FACTS) -> Publication:
    decided(bureau, firms=(person,), facts=facts).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    return Publication.objects.get(kind="decision")


def public(bureau: Bureau) -> Publication:
    seen = collected(bureau)
    forward(user=bureau.users["publisher"], publication=seen, impact=IMPACT)
    return bureau.release(Publication.objects.get(pk=seen.pk))


def test_without_social_impact_in_words_nothing_is_proposed(bureau: Bureau) -> None:
    """行政处罚法48: 具有一定社会影响, judged by a person, with reasons."""
    seen = collected(bureau)
    assert (seen.state, seen.natural) == (State.COLLECTED, True)
    with refusal("publication.no_impact"):
        forward(user=bureau.users["publisher"], publication=seen)
    made = forward(user=bureau.users["publisher"], publication=seen, impact=IMPACT)
    assert (made.state, made.impact, made.proposed_by) == (
        State.PROPOSED, IMPACT, bureau.people["publisher"],
    )  # fmt: skip


def test_the_public_reads_a_surname_and_nothing_of_where_and_who(bureau: Bureau) -> None:
    """244号10: neither page nor copy holds name, number, address, telephone."""
    made = public(bureau)
    assert made.title.startswith("何某某")
    page = Client().get(f"/decisions/{made.ref}/")
    assert made.pdf is not None
    words = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(read(made.pdf)))
    kept = json.dumps([made.content, made.masks, made.title, made.party_name], ensure_ascii=False)
    for said in (page.content.decode(), re.sub(r"\s", "", words), kept):
        for secret in ("何小雨", IDENTITY, PHONE, HOME.partition("（")[0]):
            assert secret not in said, secret
        assert "何某某" in said
    original = Decision.objects.get().document.original
    whole = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(read(original)))
    assert "何小雨" in re.sub(r"\s", "", whole)
    assert {mask["field"] for mask in made.masks} >= {"name", "identity_number", "address", "phone"}


def of_an_unlisted_matter(bureau: Bureau, person: Firm = PERSON) -> Publication:
    """Collect a decision whose matter the list lacks, the person's name in the case's title."""
    told = decided(bureau, firms=(person,), facts=FACTS, title="何小雨擅自施工案").served()
    Case.objects.filter(pk=told.case.pk).update(matter=None)
    log.integrate_all()
    while consumers.run_all():
        pass
    return Publication.objects.get(kind="decision")


def test_an_unlisted_matter_is_named_after_the_case_without_the_persons_name(bureau: Bureau) -> None:
    """244号10: the public list sorts by matter, and the title of the case stands there."""
    made = of_an_unlisted_matter(bureau)
    assert (made.matter_code, made.matter_name) == ("", "何某某擅自施工案")
    assert made.title.endswith("何某某擅自施工案行政处罚决定")
    assert "何小雨" not in made.title


def test_an_unlisted_matter_of_what_is_kept_back_is_not_named(bureau: Bureau) -> None:
    made = of_an_unlisted_matter(bureau, replace(PERSON, identity_number=born("20090601")))
    assert (made.state, made.matter_name) == (State.WITHHELD, "")
    assert "何小雨" not in made.title


def test_the_page_is_kept_from_indexes_feeds_files_and_searches(bureau: Bureau) -> None:
    """§11.5: noindex, not in open data, not in the feed, not found by name."""
    made = public(bureau)
    client, address = Client(), f"/decisions/{made.ref}/"
    answer = client.get(address)
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.content.decode()
    assert "noindex" in client.get(f"/decisions/{made.ref}.pdf")["X-Robots-Tag"]
    assert client.get(f"/decisions/{made.ref}.json").status_code == 404
    for elsewhere in (
        "/", "/decisions/feed/", "/decisions.csv", "/decisions.json", "/decisions/?firm=何", "/decisions/?q=何某某",
        "/search?q=何某某",
    ):  # fmt: skip
        said = client.get(elsewhere)
        data = b"".join(said.streaming_content) if said.streaming else said.content  # type: ignore[arg-type]
        assert made.ref.encode() not in data, elsewhere
        assert made.number not in data.decode(errors="replace"), elsewhere
    assert not Entry.objects.filter(ref=made.ref).exists()
    assert made.ref in client.get("/decisions/").content.decode()


def test_a_firms_decision_stays_in_all_of_them(bureau: Bureau) -> None:
    """The other side: what is kept out is kept out because it is a person's."""
    decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    made = bureau.release(Publication.objects.get(kind="decision"))
    assert "X-Robots-Tag" not in Client().get(f"/decisions/{made.ref}/")
    assert made.ref in Client().get("/decisions/feed/").content.decode()
    assert Entry.objects.filter(ref=made.ref).exists()


def test_a_minor_is_never_public(bureau: Bureau) -> None:
    """244号11(一): the age on the day of the act, by the identity number; the desk says why, and holds no name."""
    seen = collected(bureau, replace(PERSON, identity_number=born("20090601")))
    assert (seen.state, seen.ground) == (State.WITHHELD, Ground.MINOR)
    assert "何" not in f"{seen.title}{seen.content}{seen.party_name}"
    with refusal("publication.kept_back"):
        forward(user=bureau.users["publisher"], publication=seen, impact=IMPACT)
    assert Client().get(f"/decisions/{seen.ref}/").status_code == 404
    client = Client()
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    page = client.get("/workbench/publications/?tab=withheld").content.decode()
    assert "当事人是未成年人" in page
    assert "确认并提交审核" not in client.get(f"/workbench/publications/{seen.ref}/").content.decode()


@pytest.mark.parametrize(
    ("birthday", "minor"),
    [("20080914", False), ("20080915", True), ("20090101", True), ("19850615", False)],
)
def test_eighteen_years_are_full_on_the_day_after_the_birthday(birthday: str, minor: bool) -> None:
    assert was_minor(born(birthday), dt.date(2026, 9, 15)) is minor


def test_a_number_that_does_not_check_says_nothing_of_age() -> None:
    assert was_minor("150999198506150024", dt.date(2026, 9, 15)) is None


def test_of_two_parties_the_firms_decision_shows_the_persons_name_nowhere(bureau: Bureau) -> None:
    """§11.5: third persons are hidden."""
    facts = "施工单位违法施工，何小雨直接负责。"
    decided(bureau, firms=(FIRM, PERSON), plans=TWO["plans"], facts=facts).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    seen = Publication.objects.get(kind="decision", natural=False)
    assert "何小雨" not in json.dumps(seen.content, ensure_ascii=False)
    assert dict(seen.content["fields"])["案件事实"] == "施工单位违法施工，何某某直接负责。"
    assert "案件事实中的姓名" in {mask["label"] for mask in seen.masks}


def test_a_person_without_social_impact_is_kept_back_by_two_people(bureau: Bureau) -> None:
    """The publisher proposes it with reasons, the checker agrees; the desk shows rule and ground."""
    seen = collected(bureau)
    publisher, checker = bureau.users["publisher"], bureau.users["checker"]
    with refusal("publication.no_ground"):
        withhold(user=publisher, publication=seen, ground="minor", reason="机器才能认定的情形。")
    made = withhold(
        user=publisher, publication=seen, ground=Ground.NO_IMPACT, reason="住宅内部装修，没有影响他人。"
    )
    assert made.state == State.PROPOSED
    with refusal("publication.to_be_withheld"):
        bureau.release(made)
    kept = agree_withholding(user=checker, publication=made)
    assert (kept.state, kept.checked_by, kept.rule) == (
        State.WITHHELD, bureau.people["checker"], seen.rule,
    )  # fmt: skip
    again = forward(user=publisher, publication=kept, impact=IMPACT)
    assert (again.version, again.state) == (2, State.PROPOSED)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("何小雨", "何某某"),
        ("何雨", "何某某"),
        ("欧阳一明", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("阿依古丽·买买提", "阿某某"),
        ("司马·库尔班", "司某某"),
        ("John Smith", "J某某"),
        ("何小雨（示例）", "何某某"),
    ],
)
def test_names_are_hidden_as_the_courts_do_it(name: str, shown: str) -> None:
    assert hidden_name(name) == shown


def test_two_who_would_be_called_alike_are_told_apart() -> None:
    names = hidden_names(["何小雨", "何大江", "宋建平"])
    assert names == {"何小雨": "何某某1", "何大江": "何某某2", "宋建平": "宋某某"}
    assert without_names("何大江与何小雨", names) == "何某某2与何某某1"
