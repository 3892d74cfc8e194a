#!/usr/bin/env python3
"""来件接口的参考客户端：只用标准库，可以直接拿去用，也可以照着改写成别的语言。

    export MINGJING_URL=https://xzzf.example.gov.cn MINGJING_KEY=mj_…
    python inbound_client.py about                         # 这把密钥是谁的，能报送什么
    python inbound_client.py send licence 8a31 1 许可.json   # 报送一版；网络断了再跑一次，不会重复
    python inbound_client.py state licence 8a31             # 办到哪一步、公开没有、网址是什么
    python inbound_client.py withdraw licence 8a31 revoked  # 撤回；已公开的立即撤下

成功的答复写在标准输出，退出码 0；被拒的逐项写在标准错误，退出码 1；没有送到的退出码 2。
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote

TRIES, WAIT = 5, 2.0
AGAIN = frozenset({429, 500, 502, 503, 504})
"""Answers after which the same request may be sent again: every request of this interface is idempotent."""


class RefusedError(Exception):
    """The interface refused: `status` and the problem with its field, clause and next step."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail", ""))
        self.status, self.problem = status, problem

    def lines(self) -> list[str]:
        """Return what was wrong, one line a fault."""
        told = self.problem
        faults = told.get("errors") or [told]
        return [
            f"{each.get('field') or told.get('code')}：{each['detail']}{_clause(each)}{each.get('next_step', '')}"
            for each in faults
        ]


def _clause(fault: dict[str, Any]) -> str:
    return f"（{fault['clause']}）" if fault.get("clause") else ""


class Client:
    """The interface of one site, asked with one key."""

    def __init__(self, url: str, key: str, *, wait: float = WAIT) -> None:
        self._base, self._key, self._wait = url.rstrip("/"), key, wait

    def about(self) -> dict[str, Any]:
        """Return whose key this is and what may be sent with it."""
        return self._ask("GET", "")

    def send(self, topic: str, external_id: str, version: int, content: dict[str, Any]) -> dict[str, Any]:
        """Send one version of one thing. The same again answers the same; a change needs a higher version."""
        return self._ask("PUT", f"{topic}/{quote(external_id, safe='')}/{version}", content)

    def state(self, topic: str, external_id: str) -> dict[str, Any]:
        """Return what became of it."""
        return self._ask("GET", f"{topic}/{quote(external_id, safe='')}")

    def withdraw(self, topic: str, external_id: str, situation: str) -> dict[str, Any]:
        """Take it back: changed, revoked, unlawful, void, remade, police or leaked."""
        return self._ask("PUT", f"{topic}/{quote(external_id, safe='')}/withdrawal", {"situation": situation})

    def _ask(self, method: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(told, ensure_ascii=False).encode() if told is not None else None
        for turn in range(1, TRIES + 1):
            try:
                return self._once(method, path, data)
            except RefusedError as refused:
                if refused.status not in AGAIN or turn == TRIES:
                    raise
            except (urllib.error.URLError, http.client.HTTPException, TimeoutError):
                if turn == TRIES:
                    raise
            time.sleep(self._wait * turn)
        raise AssertionError("unreachable: the last turn returns or raises")

    def _once(self, method: str, path: str, data: bytes | None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            f"{self._base}/api/inbound/{path}",
            data=data,
            method=method,
            headers={"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                made: dict[str, Any] = json.load(answer)
                return made
        except urllib.error.HTTPError as error:
            with error:
                raise RefusedError(error.code, _problem(error.read())) from None


def _problem(data: bytes) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(data)
    except ValueError:
        return {"detail": "答复不是 JSON。", "code": "answer.unreadable"}
    return told


def main(arguments: list[str]) -> int:
    """Run one command."""
    client = Client(os.environ.get("MINGJING_URL", ""), os.environ.get("MINGJING_KEY", ""))
    try:
        match arguments:
            case ["about"]:
                told = client.about()
            case ["send", topic, external_id, version, file]:
                with open(file, encoding="utf-8") as source:  # noqa: PTH123 - nothing but what everybody knows
                    told = client.send(topic, external_id, int(version), json.load(source))
            case ["state", topic, external_id]:
                told = client.state(topic, external_id)
            case ["withdraw", topic, external_id, situation]:
                told = client.withdraw(topic, external_id, situation)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except RefusedError as refused:
        print("\n".join(refused.lines()), file=sys.stderr)
        return 1
    except (OSError, ValueError, http.client.HTTPException) as error:
        print(f"没有送到：{error}", file=sys.stderr)
        return 2
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
