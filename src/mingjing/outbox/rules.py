"""When a push is tried again, when it is given up, where it may go, what is signed: plain values, no database."""

from __future__ import annotations

import datetime as dt
import ipaddress
import random
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CLAUSE = "内蒙古244号令 第四条、第二十条"

FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=1)
JITTER = 0.2
"""How much longer a wait may be than reckoned, so that what failed together does not come back together."""
MOST_TRIES = 100
"""About four days: a receiver that is down over a weekend still loses nothing and needs no click."""

OK = range(200, 300)
MAY_HEAL = frozenset({401, 403, 404, 407, 408, 421, 423, 425, 429})
"""Refusals that somebody at the other end sets right without our sending anything else."""
WHOLE_LINE = frozenset({401, 403, 407, 429, 503})
"""Answers that concern the receiver and not the message: it is left alone for a while."""

CODE = re.compile(r"[a-z][a-z0-9-]{1,29}")
HEADER = "mingjing push v1"

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_dice = random.SystemRandom()


def wait(tries: int) -> dt.timedelta:
    """Return how long to wait after so many tries: each time twice as long, an hour at most, and a little by chance."""
    doubled: int = 1 << min(max(tries - 1, 0), 16)
    plain = min(LONGEST_WAIT, FIRST_WAIT * doubled)
    return plain * (1 + JITTER * _dice.random())


def heals(status: int) -> bool:
    """Say whether the same message may be taken another time: 4xx that blame the message never do."""
    return status not in range(400, 500) or status in MAY_HEAL


def concerns_all(status: int) -> bool:
    """Say whether an answer is about the receiver as a whole; one that leads elsewhere is, for it is not followed."""
    return status in WHOLE_LINE or status in range(300, 400)


def asked_pause(told: str) -> dt.timedelta | None:
    """Return how long an answer asks to be left alone (`Retry-After` in seconds), a day at most."""
    return dt.timedelta(seconds=min(int(told), 86_400)) if re.fullmatch(r"[0-9]{1,9}", told.strip()) else None


def networks(told: Iterable[str]) -> list[Network]:
    """Return the networks that the operator allows beside the public ones."""
    return [ipaddress.ip_network(each, strict=False) for each in told]


def may_go_to(address: Address, allowed: Sequence[Network]) -> bool:
    """Say whether a push may go to an address: public ones, and what the operator named."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    if any(address.version == each.version and address in each for each in allowed):
        return True
    return address.is_global and not address.is_multicast


def require_address(address: str) -> None:
    """A receiver is reached by https; by http only on this very machine. What names a person or a password is none."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    plain = address.isascii() and not re.search(r"[\s\x00-\x1f]", address)
    if not host or not plain or parts.username is not None or parts.fragment:
        raise Refusal(
            "receiver.address",
            "这不是一个完整的网址。",
            CLAUSE,
            "请写 https:// 开头的完整地址，不带用户名、密码和汉字。",
            "address",
        )
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return
    raise Refusal(
        "receiver.not_https",
        "推送只走 https；http 只能用于本机。",
        "网络安全法 第二十一条",
        "请向对方要 https 地址。",
        "address",
    )


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine by its own number; a name could be led elsewhere."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_code(code: str) -> None:
    """A code stands in signatures and in the names of environment variables."""
    if not CODE.fullmatch(code):
        raise Refusal(
            "receiver.code",
            "代号是 2 至 30 个小写字母、数字或者短横线，以字母开头。",
            next_step="例如：regional。",
            field="code",
        )


def signed_text(*, receiver: str, at: str, key: str, sha256: str) -> str:
    """Return what is signed of a push: whom it is for, when it was sent, its key, and the hash of its body."""
    return f"{HEADER}\n{receiver}\n{at}\n{key}\n{sha256}\n"


def variable(code: str) -> str:
    """Return the environment variable that holds the token a receiver asks for."""
    return f"MINGJING_PUSH_TOKEN_{code.upper().replace('-', '_')}"
