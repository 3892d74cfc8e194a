"""The frame of every form that acts: run its action once, show a refusal in the form, keep what was typed."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from mingjing.documents.phrases import offered
from mingjing.records.actions import once, settle
from mingjing.records.queries import Line, lines
from mingjing.refusal import Refusal
from mingjing.registry.accounts import confirm
from mingjing.registry.queries import require
from mingjing.theme.forms import RefusedValue, new_key, refuse
from mingjing.theme.refusals import ANSWERS, status_of
from mingjing.theme.views import own_path
from mingjing.workbench import previews
from mingjing.workbench.answers import see_other
from mingjing.workbench.resuming import resumed, typed_before
from mingjing.workbench.sessions import StaffRequest, staff

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.documents.models import Phrase
    from mingjing.records.models import Dossier

UNPROCESSABLE, CONFLICT = 422, 409
STALE = "record.stale"
SECRET = frozenset({"csrfmiddlewaretoken", "password"})


class ActForm(forms.Form):
    """A form that acts. `version` is the dossier's `seq` its page showed; `once` its one-time key."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(max_length=64, widget=forms.HiddenInput)

    chosen_from: ClassVar[dict[str, str]] = {}
    """Field → the argument that brings the rows it offers."""
    phrased: ClassVar[dict[str, str]] = {}
    """Field → the place of the phrase book whose words are offered for it."""

    def __init__(self, *args: Any, request: StaffRequest, **kwargs: Any) -> None:
        offered = {name: kwargs.pop(name) for name in set(self.chosen_from.values())}
        super().__init__(*args, **kwargs)
        self.request = request
        for field, argument in self.chosen_from.items():
            self.fields[field].queryset = offered[argument]  # type: ignore[attr-defined]

    @property
    def typed(self) -> dict[str, Any]:
        """Return what the action takes: the cleaned values without the frame's own."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"version", "once", "password"}
        }


class Confirm(forms.Form):
    """Asks for the password once more: deciding, publishing, signing (等保二级: 重要操作再次鉴别)."""

    request: StaffRequest

    password = forms.CharField(
        label="再次输入密码",
        strip=False,
        max_length=200,
        help_text="签署、决定和公开前核对是您本人在办理。",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        """Check it now, outside the act's transaction, so that wrong answers are counted."""
        password: str = self.cleaned_data["password"]
        try:
            confirm(user=self.request.user, password=password)
        except Refusal as refusal:
            raise RefusedValue(refusal) from refusal
        return password


@method_decorator(staff, name="dispatch")
class ActView(View, ABC):
    """A page with one form that acts. Subclasses say what it is about and which action it calls.

    `act(form)` runs inside one transaction with the claim of the one-time key, and returns where it led. A second
    submission of the same form is led there too. Refusals come back as 422 with everything typed, a page gone
    stale as 409 with what has happened since.
    """

    template_name = "workbench/act.html"
    form_class: type[ActForm]
    title = ""
    submit = "提交"
    clause = ""
    remark = ""
    permission = ""
    done = "已办理。"
    seal = False
    previews = False
    """Whether the act issues a document that can be seen beforehand."""

    http_method_names = ("get", "head", "post")
    request: StaffRequest
    form: ActForm

    # ── what a subclass says ──

    def permitted(self) -> None:
        """Refuse who may not come here, before anything is looked up."""
        require(self.request.user, self.permission)

    def load(self, **address: str) -> None:
        """Find what the address names, or refuse."""

    def dossier(self) -> Dossier | None:
        """Return the dossier whose version the form carries."""
        return None

    @abstractmethod
    def act(self, form: Any) -> str:
        """Run the action and return the address to go to."""

    def initial(self) -> dict[str, Any]:
        """Return what stands in the fields at first. Never an answer that only the person can give."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Return further arguments of the form."""
        return {}

    def context(self) -> dict[str, Any]:
        """Return what the template shows beside the form."""
        return {}

    def answered(self, target: str) -> HttpResponse:
        """Return the answer to an act that was done: go where it led, or a page that is shown this once."""
        return see_other(target)

    # ── the frame ──

    def get(self, request: StaffRequest, **address: str) -> HttpResponse:
        """Show the form."""
        self._admit(address)
        dossier = self.dossier()
        seen = {"version": dossier.seq if dossier else None, "once": new_key()}
        form = self.form_class(request=request, initial={**self.initial(), **seen}, **self.form_arguments())
        return self.show(form)

    def post(self, request: StaffRequest, **address: str) -> HttpResponse:
        """Act, or show why not."""
        self._admit(address)
        if resumed(request):
            return self.show(self._as_typed())
        form = self.form_class(request.POST, request.FILES, request=request, **self.form_arguments())
        seeing = self.previews and previews.asked(request)
        if seeing:
            # looking is no signature: it asks for no password
            form.fields.pop("password", None)
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            return previews.preview(lambda: self.act(form)) if seeing else self.answered(self.run(form))
        except Refusal as refusal:
            if status_of(refusal) in {ANSWERS["not_allowed"], ANSWERS["unknown"]}:
                raise
            return self.refused(form, refusal)

    def _as_typed(self) -> ActForm:
        """Return the form with what was typed before the session ended, to be looked at and sent once more."""
        arguments = {"request": self.request, **self.form_arguments()}
        several = {
            name
            for name, field in self.form_class(**arguments).fields.items()
            if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        }
        messages.info(self.request, "您已重新登录，填写的内容都在下面，还没有提交：请核对后提交。")
        return self.form_class(initial=typed_before(self.request, several), **arguments)

    def _admit(self, address: dict[str, str]) -> None:
        self.permitted()
        self.load(**address)

    def run(self, form: ActForm) -> str:
        """Run the act once, and once more where the database gave up on a deadlock."""
        try:
            return self._attempt(form)
        except OperationalError:
            return self._attempt(form)

    def _attempt(self, form: ActForm) -> str:
        key, user = form.cleaned_data["once"], self.request.user
        for upload in uploads(form).values():
            upload.seek(0)
        with transaction.atomic():
            first = once(key=key, user=user.ref, digest=digest_of(form))
            if first is not None:
                messages.info(self.request, "这张表单已经提交过，没有重复办理。")
                return own_path(first)
            target = self.act(form)
            settle(key=key, result=target)
        messages.success(self.request, self.done)
        return target

    def refused(self, form: ActForm, refusal: Refusal) -> HttpResponse:
        """Show a refusal in the form; a stale page also shows what has happened since and takes the new version."""
        refuse(form, refusal)
        if refusal.code != STALE:
            return self.show(form, status=UNPROCESSABLE)
        dossier = self.dossier()
        if dossier is None:
            return self.show(form, status=CONFLICT)
        dossier.refresh_from_db()
        since = lines(dossier.records.filter(seq__gt=form.cleaned_data["version"]).order_by("-seq")[:20])
        data = self.request.POST.copy()
        data["version"] = str(dossier.seq)
        form.data = data
        return self.show(form, status=CONFLICT, since=since)

    def _phrases(self, form: ActForm) -> list[tuple[str, str, list[Phrase]]]:
        """Return each field that the phrase book has words for: its label, its id, the phrases."""
        found = offered(self.request.user.agency, set(form.phrased.values()))
        return [
            (str(form.fields[name].label), form[name].id_for_label, found[place])
            for name, place in form.phrased.items()
            if place in found and name in form.fields
        ]

    def show(self, form: ActForm, *, status: int = 200, since: list[Line] | None = None) -> HttpResponse:
        """Render the page, which `context` may lay out around the form."""
        self.form = form
        context = {
            "form": form,
            "act": self,
            "since": [timeline_item(line) for line in since or []],
            "files_again": bool(self.request.FILES) or (resumed(self.request) and form.is_multipart()),
            **self.context(),
        }
        if form.phrased:
            context["phrases"] = self._phrases(form)
        return render(self.request, self.template_name, context, status=status)


def digest_of(form: ActForm) -> str:
    """Return a hash of what was submitted: names and values, and the bytes of files, but no secrets."""
    hashed = hashlib.sha256()
    for name in sorted(set(form.request.POST) - SECRET):
        for value in form.request.POST.getlist(name):
            hashed.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    for name, upload in sorted(uploads(form).items()):
        hashed.update(f"{name}:{upload.name}:{upload.size};".encode())
        for chunk in upload.chunks():
            hashed.update(chunk)
        upload.seek(0)
    return hashed.hexdigest()


def uploads(form: ActForm) -> dict[str, UploadedFile[Any]]:
    """Return the files of a form by their fields."""
    return {name: upload for name, upload in form.files.items() if isinstance(upload, UploadedFile)}


def timeline_item(line: Line) -> dict[str, Any]:
    """Return a timeline's line as the partial shows it."""
    happened = f"（发生于 {line.happened_on}，事后 {line.days_late} 日补录）" if line.late else ""
    return {"time": line.recorded_at, "sentence": f"{line.sentence}{happened}", "key": line.key}
