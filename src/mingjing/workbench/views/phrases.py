"""用语: the agency's phrase book (说理用语) and announcements (告知用语), by place, with what was in force before."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.documents import phrasing
from mingjing.documents.models import Phrase
from mingjing.documents.phrases import PLACES, STANDARD
from mingjing.refusal import Refusal
from mingjing.workbench.forms.phrases import PhraseForm, PlainForm, RewordForm
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.people_acts import RegistryAct

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest


@require_safe
@open_to(phrasing.KEEP)
def page(request: StaffRequest) -> HttpResponse:
    """Show each place with its phrases, those in force first."""
    rows = Phrase.objects.filter(agency=request.user.agency).order_by("first_on", "title")
    now: dict[str, list[Phrase]] = {}
    before: dict[str, list[Phrase]] = {}
    for each in rows:
        (before if each.ended_on else now).setdefault(each.place, []).append(each)
    context = {
        "places": [
            (label, now.get(place, []), before.get(place, []))
            for place, label in PLACES.items()
            if place in now or place in before
        ],
        "lacking": any(place not in now for place, *_ in STANDARD),
        "path": [("用语", "")],
    }
    return render(request, "workbench/phrases.html", context)


class PhraseAct(RegistryAct):
    """An act on the phrase book."""

    permission = phrasing.KEEP
    clause = phrasing.CLAUSE

    @property
    def back_url(self) -> str:
        """Return the page of phrases."""
        return reverse("desk-phrases")

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {**super().context(), "path": [("用语", self.back_url), (self.title, "")]}


class Add(PhraseAct):
    """Add a phrase."""

    form_class = PhraseForm
    title = "增加用语"
    submit = "增加"
    done = "已增加。"
    remark = "说理用语在填写处供选用；告知用语随文书印出，文书的法定内容不变。"

    def act(self, form: PhraseForm) -> str:
        """Add."""
        phrasing.add_phrase(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return self.back_url


class Adopt(PhraseAct):
    """Take over the standard sentences."""

    form_class = PlainForm
    title = "采用常用语"
    submit = "采用"
    done = "已采用，请按本机关的情况改写。"
    remark = "还没有用语的位置各加上系统自带的句子；已有用语的位置不动。"

    def act(self, form: PlainForm) -> str:
        """Adopt."""
        phrasing.adopt_standard(user=self.request.user, version=form.cleaned_data["version"])
        return self.back_url


class OnePhrase(PhraseAct):
    """An act on one phrase."""

    phrase: Phrase

    def load(self, **address: str) -> None:
        """Find the phrase."""
        key = uuid.UUID(hex=address["ref"])
        found = Phrase.objects.filter(agency=self.request.user.agency, pk=key).first()
        if found is None:
            raise Refusal("phrase.unknown", "本机关没有这条用语。", next_step="请从列表进入。")
        self.phrase = found

    @property
    def heading(self) -> str:
        """Name the phrase."""
        return f"{self.title}：{self.phrase.title}"

    def context(self) -> dict[str, Any]:
        """Show the phrase as it is."""
        phrase = self.phrase
        return {
            **super().context(),
            "facts_heading": "现行用语",
            "facts": [("用在", PLACES[phrase.place]), ("依据", phrase.clause), ("用语", phrase.text)],
        }


class Reword(OnePhrase):
    """Reword a phrase."""

    form_class = RewordForm
    title = "改写用语"
    submit = "改写"
    done = "已改写，原文保留在“曾用”里。"

    def initial(self) -> dict[str, Any]:
        """Return the words as they are."""
        return {name: getattr(self.phrase, name) for name in ("title", "clause", "text")}

    def act(self, form: RewordForm) -> str:
        """Reword."""
        phrasing.reword_phrase(
            user=self.request.user, phrase=self.phrase, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class End(OnePhrase):
    """End a phrase."""

    form_class = PlainForm
    title = "停用用语"
    submit = "停用"
    seal = True
    done = "已停用。"

    def act(self, form: PlainForm) -> str:
        """End."""
        phrasing.end_phrase(user=self.request.user, phrase=self.phrase, version=form.cleaned_data["version"])
        return self.back_url
