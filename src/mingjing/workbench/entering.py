"""Letting somebody in: the one place where a session gets its person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.csrf import rotate_token

from mingjing.refusal import Refusal
from mingjing.registry import accounts
from mingjing.theme.forms import refuse

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mingjing.workbench.forms.accounts import LogInForm

KEY = "user"
"""Under this name a session holds its person's reference."""


def enter(request: HttpRequest, form: LogInForm) -> bool:
    """Give the session a fresh key before it belongs to anybody; a failed try leaves no session behind."""
    request.session.cycle_key()
    try:
        user = accounts.log_in(session_key=request.session.session_key or "", **form.cleaned_data)
    except Refusal as refusal:
        request.session.flush()
        refuse(form, refusal)
        return False
    request.session[KEY] = user.ref
    request.user = user
    request.user_ref = user.ref  # type: ignore[attr-defined]
    rotate_token(request)
    return True
