"""Keeping the phrases: one is added, reworded (the old wording stays, ended), ended, or the standard set taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.documents import acts
from mingjing.documents.models import Phrase
from mingjing.documents.phrases import PLACES, STANDARD, in_force
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.models import agency_dossier
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.registry.models import User

KEEP = "phrase.keep"
CLAUSE = "种子 一（三）3；行政处罚法 第四十四条"


def add_phrase(
    *, user: User, place: str, title: str, clause: str, text: str, version: int | None = None
) -> Phrase:
    """Add a phrase to a place; the agency's own wording, with the clause that it rests on."""
    require(user, KEEP)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.PHRASE_ADDED, actor=user.actor(), version=version) as work:
        if place not in PLACES:
            raise Refusal("phrase.place", "没有这个位置。", CLAUSE, "请从列表中选择。", "place")
        if in_force(user.agency).filter(place=place, title=title).exists():
            raise Refusal(
                "phrase.exists", f"这里已有“{title}”。", CLAUSE, "请换一个名称，或者改写原有的。", "title"
            )
        return work.add(
            Phrase(
                agency=user.agency, place=place, title=title, clause=clause, text=text, first_on=clock.today()
            )
        )


def reword_phrase(
    *, user: User, phrase: Phrase, title: str, clause: str, text: str, version: int | None = None
) -> Phrase:
    """Put a new wording in the place of one in force; the old one stays readable, with its last day."""
    require(user, KEEP)
    _own(user, phrase)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.PHRASE_REWORDED, actor=user.actor(), version=version) as work:
        old = _in_force(phrase)
        if (old.title, old.clause, old.text) == (title, clause, text):
            raise Refusal("phrase.unchanged", "没有改动。", next_step="请改动后再保存。", field="text")
        if in_force(user.agency).filter(place=old.place, title=title).exclude(pk=old.pk).exists():
            raise Refusal("phrase.exists", f"这里已有“{title}”。", CLAUSE, "请换一个名称。", "title")
        old.ended_on = clock.today()
        work.change(old)
        return work.add(
            Phrase(
                agency=user.agency, place=old.place, title=title, clause=clause, text=text,
                first_on=clock.today(), replaces=old,
            )
        )  # fmt: skip


def end_phrase(*, user: User, phrase: Phrase, version: int | None = None) -> Phrase:
    """Offer a phrase no more."""
    require(user, KEEP)
    _own(user, phrase)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.PHRASE_ENDED, actor=user.actor(), version=version) as work:
        old = _in_force(phrase)
        old.ended_on = clock.today()
        return work.change(old)


def adopt_standard(*, user: User, version: int | None = None) -> list[Phrase]:
    """Take over the standard sentences for every place that has none yet, to be fitted to the agency."""
    require(user, KEEP)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.PHRASES_ADOPTED, actor=user.actor(), version=version) as work:
        taken = set(in_force(user.agency).values_list("place", flat=True))
        made = [
            Phrase(
                agency=user.agency, place=place, title=title, clause=clause, text=text, first_on=clock.today()
            )
            for place, title, clause, text in STANDARD
            if place not in taken
        ]
        if not made:
            raise Refusal("phrase.all_there", "每个位置都已有用语。", next_step="请逐条增加或者改写。")
        for each in made:
            work.add(each)
        work.facts["count"] = len(made)
    return made


def _own(user: User, phrase: Phrase) -> None:
    if phrase.agency_id != user.agency_id:
        raise Refusal("phrase.unknown", "本机关没有这条用语。", next_step="请从列表进入。")


def _in_force(phrase: Phrase) -> Phrase:
    found = Phrase.objects.get(pk=phrase.pk)
    if found.ended_on:
        raise Refusal(
            "phrase.ended", f"这条用语已于 {found.ended_on} 停用。", next_step="请从列表进入现行的一条。"
        )
    return found
