"""How a person wants to see pages: size of type, 长者模式. Kept in one cookie, read on the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "display"
SIZES = {"large": "大", "medium": "中", "small": "小"}
MODES = ("standard", "elder")
ADDRESS = "/display"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Size:
    """One link of the 字号 switch."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Display:
    """The wishes of one person, and their page; `here` is empty where a link would lose typed input."""

    size: str = "medium"
    elder: bool = False
    paper: bool = False
    here: str = ""
    address: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the cookie; what it cannot mean is ignored."""
        as_file = getattr(request, "as_file", False)  # no server will read the cookie
        size, _, mode = request.COOKIES.get(COOKIE, "").partition("-")
        return cls(
            size=size if size in SIZES else "medium",
            elder=mode == "elder",
            paper=request.GET.get("print") == "1",
            here=request.get_full_path() if request.method == "GET" and not as_file else "",
            address=_address(request),
        )

    @property
    def key(self) -> str:
        """Return what a page cache must tell apart besides the address."""
        return f"{self.size}-{'elder' if self.elder else 'standard'}"

    @property
    def sizes(self) -> list[Size]:
        """Return the three links of the 字号 switch."""
        return [Size(label, self._switch(size=name), name == self.size) for name, label in SIZES.items()]

    @property
    def elder_url(self) -> str:
        """Return the link into 长者模式, or out of it."""
        return self._switch(mode="standard" if self.elder else "elder")

    @property
    def paper_url(self) -> str:
        """Return the address of 打印版."""
        return f"{self.here}{'&' if '?' in self.here else '?'}print=1"

    @property
    def screen_url(self) -> str:
        """Return the address of the page without 打印版."""
        return self.here.replace("&print=1", "").replace("?print=1&", "?").replace("?print=1", "")

    def changed(self, size: str, mode: str) -> Display:
        """Return the wishes with those that were asked for; unknown words change nothing."""
        return Display(
            size=size if size in SIZES else self.size,
            elder=mode == "elder" if mode in MODES else self.elder,
        )

    def keep(self, response: HttpResponse, *, secure: bool) -> None:
        """Write the cookie: a year, this site only, not for scripts."""
        response.set_cookie(COOKIE, self.key, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)

    def _switch(self, **wish: str) -> str:
        return f"{ADDRESS}?{urlencode({**wish, 'next': self.here})}"


def _address(request: HttpRequest) -> str:
    """Return the page's full address; none where the host is not ours, for then this is the page that says so."""
    try:
        return request.build_absolute_uri(request.path)
    except DisallowedHost:
        return ""
