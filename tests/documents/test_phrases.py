"""种子 A3.3: 说理用语 are offered where a text is typed; 告知用语 come after what the law asks of a letter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from mingjing import clock
from mingjing.cases import acts
from mingjing.demo.people import PASSWORD
from mingjing.demo.phrases import keep_phrases
from mingjing.demo.stories import CaseStory
from mingjing.documents import phrasing
from mingjing.documents.actions import issue
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.models import Document, Phrase
from mingjing.documents.phrases import ITEM, LETTERS, PLACES, STANDARD, in_force, offered
from mingjing.records.deeds import deed
from mingjing.registry.models import agency_dossier
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

DAY = dt.date(2026, 6, 22)
WORDS = {"title": "停工", "clause": "行政处罚法 第二十八条", "text": "责令立即停止施工。"}


def letter(bureau: Bureau, code: str) -> list[list[str]]:
    """Return the items of a letter of this form, as it was issued."""
    form = FORMS[code]
    dossier = agency_dossier(bureau.agency)
    with deed(dossier=dossier, act=acts.NOTIFIED, actor=bureau.users["officer1"].actor()) as work:
        work.facts |= {"party": "x", "number": "x"}
        data: dict[str, object] = dict.fromkeys(form.elements, "示例")
        made = issue(work, form=form, agency=bureau.agency, made_on=DAY, data=data)
    return Document.objects.get(pk=made.pk).data


def test_what_is_kept_is_the_legal_departments_and_old_words_stay(bureau: Bureau) -> None:
    """Gate shut: another role, an unknown place, the same name twice, no change; gate open: reworded, ended."""
    user = bureau.users["legalhead"]
    with refusal("role.not_allowed"):
        phrasing.add_phrase(user=bureau.users["officer1"], place="draft.orders", **WORDS)
    with refusal("phrase.place"):
        phrasing.add_phrase(user=user, place="nowhere", **WORDS)
    phrase = phrasing.add_phrase(user=user, place="draft.orders", **WORDS)
    with refusal("phrase.exists"):
        phrasing.add_phrase(user=user, place="draft.orders", **WORDS)
    with refusal("phrase.unchanged"):
        phrasing.reword_phrase(user=user, phrase=phrase, **WORDS)
    new = phrasing.reword_phrase(user=user, phrase=phrase, **WORDS | {"text": "责令停工。"})
    with refusal("phrase.ended"):
        phrasing.reword_phrase(user=user, phrase=phrase, **WORDS)
    assert [each.text for each in offered(bureau.agency, {"draft.orders"})["draft.orders"]] == ["责令停工。"]
    assert Phrase.objects.get(pk=phrase.pk).text == "责令立即停止施工。"
    made = phrasing.adopt_standard(user=user)
    assert "draft.orders" not in {each.place for each in made}
    assert len(made) == len(STANDARD) - 1
    with refusal("phrase.all_there"):
        phrasing.adopt_standard(user=user)
    phrasing.end_phrase(user=user, phrase=new)
    assert not in_force(bureau.agency).filter(place="draft.orders").exists()


def test_every_standard_sentence_has_a_place_and_a_clause() -> None:
    assert {place for place, *_ in STANDARD} <= set(PLACES)
    assert all(clause and text for _, _, clause, text in STANDARD)


def test_an_announcement_follows_what_the_law_asks_and_no_decision_bears_one(bureau: Bureau) -> None:
    plain = letter(bureau, "GZ01")
    assert ITEM not in dict(plain)
    keep_phrases(bureau)
    said = letter(bureau, "GZ01")
    assert said[:-1] == plain
    assert said[-1][0] == ITEM
    assert said[-1][1].startswith("陈述、申辩可以当面口头提出")
    assert "4 号窗口" in said[-1][1]
    assert not {code for code in LETTERS if code.startswith("JD")}
    assert ITEM not in dict(letter(bureau, "TZ03"))


def test_words_are_offered_beside_the_field_and_copied_without_script(bureau: Bureau) -> None:
    keep_phrases(bureau)
    client = Client()
    with clock.at(DAY):
        client.post("/login/", {"username": "legalhead", "password": PASSWORD})
        desk = client.get("/workbench/phrases/").content.decode()
        for words in ("陈述申辩：复核意见", "曾用（1）", "不采纳", "增加用语"):
            assert words in desk
        new = client.get("/workbench/phrases/new/").content.decode()
        assert "告知用语：行政处罚意见告知书" in new
        once = new.split('name="once" value="')[1].split('"')[0]
        typed = {"once": once, "place": "draft.facts", **WORDS, "text": ""}
        shut = client.post("/workbench/phrases/new/", typed)
        assert shut.status_code == 422
        assert 'value="停工"' in shut.content.decode()
        assert client.post("/workbench/phrases/new/", typed | {"text": "字"}).status_code == 303
        first = in_force(bureau.agency)[0]
        for tail in ("", "end/"):
            assert client.get(f"/workbench/phrases/{first.ref}/{tail}").status_code == 200
        assert client.get("/workbench/phrases/standard/").status_code == 200
        case = CaseStory(bureau).lead().case
        client = Client()
        client.post("/login/", {"username": "officer1", "password": PASSWORD})
        form = client.get(reverse("act-filing-request", args=[case.ref])).content.decode()
        assert "经现场核查并查阅有关资料" in form
        assert 'data-into="id_verification"' in form
        assert "复核意见" not in form
