"""Whom the demo pushes to: the regional system, not yet opened, and a platform that was tried and is switched off.

What was delivered in the trial was really sent, signed, to a receiver on this machine that lived as long as the trial.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing.outbox import sending
from mingjing.outbox.actions import add_receiver, change_receiver
from mingjing.records import consumers, log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau

REGIONAL = "全区行政执法综合管理监督信息系统（示例，标准待确认）"
REGIONAL_ADDRESS = "https://xzzf.example.gov.cn/exchange/"
FIVE = ("subjects", "items", "cases", "supervision", "statistics")
PLATFORM = "县公共信用平台（示例，联调已结束）"
TRIED = ("publications", "credit")
REFUSED_KIND = "list.recordings"
"""What the platform of the trial does not take: one dead letter with its reason, to be looked at."""


def open_receivers(bureau: Bureau) -> None:
    """Register both; try the second against a receiver of our own, then switch it off."""
    user = bureau.users["system"]
    add_receiver(
        user=user, code="regional", name=REGIONAL, address=REGIONAL_ADDRESS, layout="regional", topics=FIVE,
        enabled=False,
    )  # fmt: skip
    with _platform() as address:
        made = add_receiver(
            user=user,
            code="credit",
            name=PLATFORM,
            address=address,
            layout="mingjing",
            topics=TRIED,
            enabled=True,
        )
        log.integrate_all()
        while consumers.run_all():
            pass
        while sending.send_due():
            pass
    change_receiver(
        user=user,
        receiver=made,
        name=PLATFORM,
        address=address,
        layout="mingjing",
        topics=TRIED,
        enabled=False,
    )


@contextmanager
def _platform() -> Iterator[str]:
    """Receive on this machine for as long as the trial lasts; the operator of the demo allows it for as long."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Platform)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    before, settings.MINGJING_PUSH_NETWORKS = settings.MINGJING_PUSH_NETWORKS, ["127.0.0.1/32"]
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        settings.MINGJING_PUSH_NETWORKS = before
        server.shutdown()
        server.server_close()


class _Platform(BaseHTTPRequestHandler):
    """Takes what comes, but lists of recordings."""

    def do_POST(self) -> None:
        """Answer as `docs/对接.md` says."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = told["ext_id"].startswith(f"{REFUSED_KIND}/")
        said = json.dumps({"received": self.headers["Idempotency-Key"]}).encode()
        self.send_response(422 if refused else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""
