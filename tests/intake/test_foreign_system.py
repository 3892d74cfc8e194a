"""A foreign system over loopback, by the reference client that we hand out: sends, resends, corrects, takes back."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from arriving import LEAD, LICENCE, PENALTY
from mingjing import clock
from mingjing.cases.models import Case
from mingjing.demo.bureau import Bureau
from mingjing.disclosure.models import Publication
from mingjing.intake.models import ItemVersion, Topic
from mingjing.intake.systems import issue_key, register_system

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "inbound_client.py"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def handed_out() -> Any:
    spec = importlib.util.spec_from_file_location("inbound_client", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_foreign_system_lives_with_us_by_the_client_that_we_hand_out(
    live_server: LiveServer,
    handed_out: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """种子 A4.1、A4.2: nothing of ours but the address and the key is known to it."""
    bureau = Bureau.make()
    admin = bureau.users["system"]
    system = register_system(
        user=admin, name="县综合执法办案系统（示例）", operator="云岭县综合行政执法局（示例）", topics=Topic.values,
        department=bureau.departments["market"],
    )  # fmt: skip
    _, key = issue_key(
        user=admin, system=system, label="示例", topics=["penalty", "licence", "lead"],
        expires_on=clock.today().replace(year=clock.today().year + 1),
    )  # fmt: skip
    client = handed_out.Client(live_server.url, key, wait=0.0)
    assert client.about()["topics"] == ["penalty", "licence", "lead"]
    first = client.send("penalty", "p.1", 1, PENALTY)
    assert client.send("penalty", "p.1", 1, PENALTY) == first
    assert first["publication"]["due_on"] == "2026-09-20"
    bureau.release(Publication.objects.select_related("agency").get(kind="intake.penalty"))
    assert client.state("penalty", "p.1")["publication"]["path"].startswith("/decisions/")
    with pytest.raises(handed_out.RefusedError) as refused:
        client.send("licence", "l-1", 1, LICENCE | {"party_code": "91159999MA0AC000X1", "content": ""})
    assert refused.value.status == 422
    assert [each.partition("：")[0] for each in refused.value.lines()] == ["party_code", "content"]
    with pytest.raises(handed_out.RefusedError) as refused:
        client.send("inspection", "i-1", 1, {})
    assert refused.value.status == 403
    assert client.send("lead", "GD-1", 1, LEAD)["publication"] is None
    assert Case.objects.get().get_source_display() == "12345 热线转办"
    assert client.withdraw("penalty", "p.1", "revoked")["publication"]["state"] == "withdrawn"

    monkeypatch.setenv("MINGJING_URL", live_server.url)
    monkeypatch.setenv("MINGJING_KEY", key)
    file = tmp_path / "licence.json"
    file.write_text(json.dumps(LICENCE), encoding="utf-8")
    assert handed_out.main(["send", "licence", "l-2", "1", str(file)]) == 0
    assert '"collected"' in capsys.readouterr().out
    assert handed_out.main(["state", "licence", "none"]) == 1
    assert "没有收到过这一件" in capsys.readouterr().err
    assert handed_out.main(["nonsense"]) == 2
    monkeypatch.setenv("MINGJING_KEY", "mj_nobody")
    assert handed_out.main(["about"]) == 1
    assert ItemVersion.objects.count() == 3
