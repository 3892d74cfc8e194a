"""One push over the wire: to an address that was looked at, bounded in time and size, no redirects, no proxies."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from mingjing.outbox import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

STEP = 10.0
"""Seconds that one step of a request may take."""
DEADLINE = 30.0
"""Seconds that all of it may take: who answers by a byte every nine seconds is cut off."""
LARGEST_ANSWER = 1 << 16


class NoAnswerError(Exception):
    """Nobody answered, or not in a way that can be understood; a short sentence for the page."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    retry_after: str = ""


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post a body and return the answer; raise NoAnswerError where none comes."""
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port, timeout=STEP)
    try:
        connection.sock = _connected(host, port, secure=secure)
        return _exchanged(connection, target, body, headers)
    except TimeoutError as error:
        raise NoAnswerError("没有按时回答") from error
    except ssl.SSLError as error:
        raise NoAnswerError("对方的证书不被信任，或者加密连接建不起来") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NoAnswerError("连不上，或者回答中断") from error
    finally:
        connection.close()


def _exchanged(
    connection: http.client.HTTPConnection, target: str, body: bytes, headers: Mapping[str, str]
) -> Answer:
    over = threading.Timer(DEADLINE, _cut, args=(connection.sock,))
    over.daemon = True
    over.start()
    try:
        connection.request("POST", target, body=body, headers=dict(headers))
        response = connection.getresponse()
        data = response.read(LARGEST_ANSWER + 1)
    finally:
        over.cancel()
    if len(data) > LARGEST_ANSWER:
        raise NoAnswerError("回答过长")
    return Answer(response.status, data, response.getheader("Retry-After") or "")


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _connected(host: str, port: int, *, secure: bool) -> socket.socket:
    """Connect to the very address that was looked at: a name that answers otherwise the next time leads nowhere."""
    sock = socket.create_connection((_looked_up(host, port), port), timeout=STEP)
    if not secure:
        return sock
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


def _looked_up(host: str, port: int) -> str:
    """Return a host's address; refuse one that lies where pushes may not go, and a name of which one address does."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NoAnswerError("域名解析不了") from error
    allowed = rules.networks(settings.MINGJING_PUSH_NETWORKS)
    told = [str(each[4][0]).partition("%")[0] for each in found]
    if not all(rules.may_go_to(ipaddress.ip_address(each), allowed) for each in told):
        raise NoAnswerError("地址在内部网络，运行环境没有准许（MINGJING_PUSH_NETWORKS）")
    return told[0]
