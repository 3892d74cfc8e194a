"""Who sits at the desk: the person of a session, and views that only they may open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.cache import never_cache

from mingjing.registry.accounts import session_user
from mingjing.registry.models import User
from mingjing.registry.queries import roles_of
from mingjing.workbench import resuming
from mingjing.workbench.answers import see_other
from mingjing.workbench.entering import KEY

if TYPE_CHECKING:
    from mingjing.registry.permissions import Role


class StaffRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
    user_ref: str
    roles: frozenset[Role]


def current_user(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.user` (a User or None) and `request.user_ref`; a session that no longer counts is emptied."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = _person(request)
        request.user = user  # type: ignore[assignment]
        request.user_ref = user.ref if user else ""  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _person(request: HttpRequest) -> User | None:
    """Return the person of the session; a visitor without a session cookie costs no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    known = request.session.get(KEY)
    if not known:
        return None
    user = session_user(user_id=known, session_key=request.session.session_key or "")
    if user is None:
        request.session.flush()
        request.session_ended = known  # type: ignore[attr-defined]
    return user


type StaffView = Callable[..., HttpResponseBase]


def staff(view: StaffView) -> Callable[..., HttpResponseBase]:
    """Let only people who are logged in pass; others log in first and come back. Nothing of theirs is cached.

    Whose session ended while they were typing logs in on the spot, and finds what they typed.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) and (asked := resuming.ask(request)):
            return asked
        user = request.user
        if not isinstance(user, User):
            return _to_log_in(request)
        person = cast("StaffRequest", request)
        if not hasattr(person, "roles"):  # a page that hands its request on to another asks once
            person.roles = roles_of(user)
        return view(person, *args, **kwargs)

    return never_cache(guarded)


def _to_log_in(request: HttpRequest) -> HttpResponseRedirect:
    query = {"next": request.get_full_path()}
    if hasattr(request, "session_ended"):
        query["ended"] = "1"
    return see_other(f"{settings.LOGIN_URL}?{urlencode(query)}")
