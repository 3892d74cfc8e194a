"""A session that ended while somebody was typing: they log in again and find what they typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.shortcuts import render

from mingjing.refusal import Refusal
from mingjing.registry.models import User
from mingjing.theme.forms import refuse
from mingjing.workbench.entering import enter
from mingjing.workbench.forms.accounts import LogInForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PREFIX = "again"
AUTHOR = f"{PREFIX}-author"
SALT = "mingjing.workbench.resuming"
LONGEST = 12 * 3600
"""Seconds for which typed words wait for their author."""
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "password", AUTHOR})
UNAUTHORISED = 401


def ask(request: HttpRequest) -> HttpResponse | None:
    """Return a page that asks the author to log in and carries what was typed; None where no author is known."""
    author = _author(request)
    if request.method != "POST" or author is None:
        return None
    form = LogInForm(request.POST if AUTHOR in request.POST else None, prefix=PREFIX)
    if form.is_bound and form.is_valid() and _let_in(request, form, author):
        return None
    context = {"form": form, "author": signing.dumps(author, salt=SALT), "author_field": AUTHOR}
    context |= {"typed": _typed(request), "files": bool(request.FILES), "address": request.get_full_path()}
    return render(request, "workbench/log_in_again.html", context, status=UNAUTHORISED)


def resumed(request: HttpRequest) -> bool:
    """Say whether the request comes from that page: its words are shown again to be sent once more."""
    return AUTHOR in request.POST


def typed_before(request: HttpRequest, several: set[str]) -> dict[str, Any]:
    """Return what was typed as a form's initial values; `several` names the fields that hold more than one."""
    post = request.POST
    return {name: post.getlist(name) if name in several else post[name] for name in post if _is_theirs(name)}


def _author(request: HttpRequest) -> str | None:
    """Return who typed: the person whose session has just ended, or whom the page before had named."""
    ended = getattr(request, "session_ended", None)
    if ended:
        return str(ended)
    try:
        return str(signing.loads(request.POST.get(AUTHOR, ""), salt=SALT, max_age=LONGEST))
    except signing.BadSignature:
        return None


def _let_in(request: HttpRequest, form: LogInForm, author: str) -> bool:
    name = form.cleaned_data["username"]
    same = User.objects.filter(username=name, pk=author).exists()
    if not same:
        other = Refusal(
            "account.not_the_author", "填写这些内容的是另一个账号。", next_step="请由原来填写的人登录。"
        )
        refuse(form, other)
        return False
    return enter(request, form)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value) for name in request.POST if _is_theirs(name) for value in request.POST.getlist(name)
    ]


def _is_theirs(name: str) -> bool:
    return name not in NOT_KEPT and not name.startswith(f"{PREFIX}-")
