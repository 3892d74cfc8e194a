"""One request to somebody outside: bounded in time and size, no redirects, no proxies. Only the worker asks."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 10.0
"""Seconds that one step of a request may take."""
LARGEST_ANSWER = 1 << 18


class OutsideError(Exception):
    """Nobody answered, or not in a way that can be understood; a short sentence for the monitoring page."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def send(method: str, url: str, body: bytes = b"", *, kind: str = "text/plain; charset=utf-8") -> Answer:
    """Return the answer to one request; raise OutsideError where none comes."""
    parts = urlsplit(url)
    makers = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in makers or not parts.hostname:
        raise OutsideError("地址不是 http:// 或 https://")
    connection = makers[parts.scheme](parts.hostname, parts.port, timeout=PATIENCE)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, body=body or None, headers={"Content-Type": kind} if body else {})
        response = connection.getresponse()
        data = response.read(LARGEST_ANSWER + 1)
    except TimeoutError as error:
        raise OutsideError("没有按时回答") from error
    except (OSError, http.client.HTTPException) as error:
        raise OutsideError("连不上") from error
    finally:
        connection.close()
    if len(data) > LARGEST_ANSWER:
        raise OutsideError("回答过长")
    return Answer(response.status, data)
