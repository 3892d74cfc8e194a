"""种子 A1; reference §11.5, §11.6 no. 25: corrected by two people, old beside new, but never what must not be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import correct, publish, withdraw
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of
from mingjing.records import consumers, log
from telling import FIRM, decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

State, Kind = Publication.State, Publication.Correction
REASON = "住所登记不全，依营业执照补全。"
NEW = "云岭县云川镇青禾路 6 号（示例）"
PHONE = "13912345678"
OTHER = "云岭县清和置业有限公司（示例）"


@pytest.fixture
def public(bureau: Bureau) -> Publication:
    decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    return release(bureau, bureau.confirm(Publication.objects.get(kind="decision")))


def release(bureau: Bureau, publication: Publication) -> Publication:
    return publish(
        user=bureau.users["checker"], publication=publication, secrecy_checked=True, confirmed=[PHONE]
    )


def mend(
    bureau: Bureau,
    publication: Publication,
    kind: str = Kind.WRONG,
    reason: str = REASON,
    **fields: str,
) -> Publication:
    return correct(
        user=bureau.users["publisher"],
        publication=publication,
        fields=fields,
        correction=kind,
        reason=reason,
    )


def page(publication: Publication, tail: str = "/") -> str:
    said = Client().get(f"/decisions/{publication.ref}{tail}").content.decode()
    return re.sub("</?(?:span|wbr)[^>]*>", "", said)


def test_old_and_new_stand_side_by_side_with_the_reason(bureau: Bureau, public: Publication) -> None:
    """种子 A1: corrected in the open."""
    old = dict(fields_of(public))["住所"]
    made = release(bureau, mend(bureau, public, 住所=NEW))
    said = page(made)
    assert f"<del>更正前：{old}</del>" in said
    assert f"<ins>更正后：{NEW}</ins>" in said
    for words in ("已更正", REASON, "第 1 版", "更正日期", "公开日期"):
        assert words in said
    assert (made.version, made.pdf) == (2, public.pdf)
    assert Publication.objects.get(pk=public.pk).state == State.REPLACED


def test_a_second_person_makes_it_public(bureau: Bureau, public: Publication) -> None:
    """A1: until then the public reads what it read."""
    made = mend(bureau, public, 住所=NEW)
    assert (made.state, made.proposed_by) == (State.PROPOSED, bureau.people["publisher"])
    assert NEW not in page(public)
    with refusal("role.not_allowed"):
        publish(user=bureau.users["publisher"], publication=made, secrecy_checked=True)


def test_leaked_particulars_are_not_shown_again(bureau: Bureau, public: Publication) -> None:
    """§11.5: neither the page, nor its data, nor the copy as a file holds the old words."""
    facts = dict(fields_of(public))["案件事实"]
    leaked = release(bureau, mend(bureau, public, 案件事实=f"{facts}电话 {PHONE}。"))
    made = release(bureau, mend(bureau, leaked, Kind.LEAKED, "误公开了个人信息，予以更正。", 案件事实=facts))
    for tail in ("/", ".json"):
        assert PHONE not in page(made, tail)
    assert "更正前的内容不再显示" in page(made)
    assert made.pdf is None
    assert Client().get(f"/decisions/{made.ref}.pdf").status_code == 404
    assert Client().get(f"/decisions/{public.ref}/").headers["Location"] == f"/decisions/{made.ref}/"


def test_another_firms_name_is_not_shown_again(bureau: Bureau, public: Publication) -> None:
    """§11.6 no. 25: the old name belongs to somebody else."""
    wrong = release(bureau, mend(bureau, public, 当事人=OTHER))
    assert (wrong.party_name, OTHER in wrong.title) == (OTHER, True)
    made = release(
        bureau, mend(bureau, wrong, Kind.OTHER_NAME, "当事人名称书写有误，予以更正。", 当事人=FIRM.name)
    )
    assert FIRM.name in page(made)
    for address in (
        f"/decisions/{made.ref}/",
        f"/decisions/{made.ref}.json",
        "/decisions/",
        "/",
        "/decisions/feed/",
    ):
        assert OTHER not in Client().get(address).content.decode(), address


@pytest.mark.parametrize(
    ("kind", "told", "code"),
    [
        ("whatever", {"住所": NEW}, "publication.no_correction"),
        (Kind.WRONG, {"住所": NEW, "reason": "改"}, "publication.no_reason"),
        (Kind.WRONG, {}, "publication.nothing_changed"),
        (Kind.WRONG, {"住所": " "}, "publication.emptied"),
    ],
)
def test_a_correction_without_kind_reason_or_change_is_refused(
    bureau: Bureau, public: Publication, kind: str, told: dict[str, str], code: str
) -> None:
    with refusal(code):
        mend(bureau, public, kind, **told)


def test_a_leak_is_taken_out_everywhere_or_not_at_all(bureau: Bureau, public: Publication) -> None:
    """个人信息保护法47: what is left elsewhere is named."""
    old = dict(fields_of(public))
    leaked = release(
        bureau,
        mend(
            bureau, public, 案件事实=f"{old['案件事实']}电话 {PHONE}。", 裁量=f"{old['裁量']}电话 {PHONE}。"
        ),
    )
    with refusal("publication.old_words_left"):
        mend(bureau, leaked, Kind.LEAKED, "误公开了个人信息，予以更正。", 案件事实=old["案件事实"])


def test_what_was_withdrawn_for_a_leak_comes_back_corrected_and_nothing_else(
    bureau: Bureau, public: Publication
) -> None:
    """§11.5: first down, then mended."""
    withdraw(user=bureau.users["checker"], publication=public, situation="leaked")
    public.refresh_from_db()
    made = release(bureau, mend(bureau, public, Kind.LEAKED, "误公开了个人信息，予以更正。", 住所="已隐去"))
    assert Client().get(f"/decisions/{made.ref}/").status_code == 200
    withdraw(user=bureau.users["checker"], publication=made, situation="revoked")
    made.refresh_from_db()
    with refusal("publication.not_correctable"):
        mend(bureau, made, 住所=NEW)


LEAK = "误公开了个人信息，予以更正。"


def offered(publication: Publication) -> bool:
    client, address = Client(), f"/workbench/publications/{publication.ref}/"
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    return f"{address}correct/" in client.get(address).content.decode()


def test_after_a_leak_no_correction_brings_the_leak_back(bureau: Bureau, public: Publication) -> None:
    """244号13: what shows its old words, or keeps the old copy, is refused; without the leak it returns."""
    facts = dict(fields_of(public))["案件事实"]
    leaked = release(bureau, mend(bureau, public, 案件事实=f"{facts}电话 {PHONE}。"))
    withdraw(user=bureau.users["checker"], publication=leaked, situation="leaked")
    leaked.refresh_from_db()
    assert offered(leaked)
    with refusal("publication.leak_to_be_removed"):
        mend(bureau, leaked, Kind.WRONG, LEAK, 住所=NEW)
    made = release(bureau, mend(bureau, leaked, Kind.LEAKED, LEAK, 案件事实=facts))
    for tail in ("/", ".json"):
        assert PHONE not in page(made, tail)
    for each in (public, leaked, made):
        assert Client().get(f"/decisions/{each.ref}.pdf").status_code != 200


def test_an_older_version_is_not_corrected_beside_a_newer_one(bureau: Bureau, public: Publication) -> None:
    """The leak was withdrawn with the first version; the second one is what is public and what is corrected."""
    withdraw(user=bureau.users["checker"], publication=public, situation="leaked")
    public.refresh_from_db()
    made = release(bureau, mend(bureau, public, Kind.LEAKED, LEAK, 住所="已隐去"))
    assert (offered(public), offered(made)) == (False, True)
    with refusal("publication.not_correctable"):
        mend(bureau, public, Kind.LEAKED, LEAK, 住所="又已隐去")
    assert mend(bureau, made, 裁量="从轻。").version == made.version + 1


def test_of_what_only_the_copy_leaked_the_copy_goes_and_the_text_stays(
    bureau: Bureau, public: Publication
) -> None:
    """§11.5: no field is rewritten for the sake of a file; a second time there is nothing left to take away."""
    assert public.pdf is not None
    withdraw(user=bureau.users["checker"], publication=public, situation="leaked")
    public.refresh_from_db()
    made = release(bureau, mend(bureau, public, Kind.LEAKED, LEAK))
    assert (made.pdf, fields_of(made)) == (None, fields_of(public))
    assert Client().get(f"/decisions/{made.ref}/").status_code == 200
    for each in (public, made):
        assert Client().get(f"/decisions/{each.ref}.pdf").status_code != 200
    with refusal("publication.nothing_changed"):
        mend(bureau, made, Kind.LEAKED, LEAK)


@pytest.mark.usefixtures("bureau")
def test_it_is_done_by_clicking(public: Publication) -> None:
    """The publisher's page shows each field as it stands."""
    client = Client()
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    address = f"/workbench/publications/{public.ref}/correct/"
    assert address in client.get(f"/workbench/publications/{public.ref}/").content.decode()
    shown = client.get(address).content.decode()
    typed = dict(re.findall(r'name="(version|once)" value="([^"]*)"', shown))
    texts = [text for _, text in fields_of(public)]
    place = [label for label, _ in fields_of(public)].index("住所")
    typed |= {f"f{number}": text for number, text in enumerate(texts)} | {f"f{place}": NEW}
    answer = client.post(address, {**typed, "correction": "wrong", "reason": REASON})
    assert answer.status_code == 303, answer.content.decode()
    made = Publication.objects.get(about=public.about, state=State.PROPOSED)
    assert [
        label for (label, a), (_, b) in zip(fields_of(public), fields_of(made), strict=True) if a != b
    ] == ["住所"]
