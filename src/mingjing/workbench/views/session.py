"""Logging in and out, and changing the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mingjing.registry import accounts
from mingjing.registry.models import User
from mingjing.theme.views import own_path
from mingjing.workbench.answers import see_other
from mingjing.workbench.entering import enter
from mingjing.workbench.forms.accounts import LogInForm, PasswordForm
from mingjing.workbench.sessions import StaffRequest, staff

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password; afterwards go on to `next` on this very site."""
    there = request.POST.get("next") or request.GET.get("next", "")
    target = own_path(there) if there else reverse("desk")
    if isinstance(request.user, User):
        return see_other(target)
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and enter(request, form):
        return see_other(target)
    context = {"form": form, "next": target, "ended": "ended" in request.GET}
    return render(request, "workbench/log_in.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        accounts.log_out(user=request.user)
    request.session.flush()
    return see_other("/")


@sensitive_post_parameters("password", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@staff
def change_password(request: StaffRequest) -> HttpResponse:
    """Replace one's own password; other sessions of the account end."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        accounts.change_password(
            user=request.user,
            old=form.cleaned_data["password"],
            new=form.cleaned_data["new"],
            session_key=request.session.session_key or "",
        )
        messages.success(request, "密码已更改。")
        return see_other(reverse("desk"))
    context = {"form": form, "path": [("待办", reverse("desk")), ("更改密码", "")]}
    return render(request, "workbench/password.html", context, status=UNPROCESSABLE if form.errors else 200)
