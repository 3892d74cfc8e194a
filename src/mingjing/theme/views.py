"""The 字号 and 长者模式 switches: plain links that set a cookie and come back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mingjing.theme.display import Display
from mingjing.theme.refusals import bad_request, forbidden, not_found, server_error

__all__ = ["bad_request", "display", "forbidden", "not_found", "server_error"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Set `size` and `mode`, then go to `next` on this very site. Nothing but the cookie is changed."""
    asked = request.POST if request.method == "POST" else request.GET
    wishes = Display.of(request).changed(asked.get("size", ""), asked.get("mode", ""))
    response = HttpResponseRedirect(own_path(asked.get("next", "")))
    response.status_code = 303
    wishes.keep(response, secure=request.is_secure())
    return response


def own_path(address: str) -> str:
    """Return the address if it is a path on this site, else the front page (no open redirect)."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return "/"
