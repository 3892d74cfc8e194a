"""What other systems sent in is public with its source, and leaves every surface when it is taken back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.test import Client

from mingjing.disclosure import surfaces
from mingjing.disclosure.models import Publication, Withdrawal

if TYPE_CHECKING:
    from arriving import Outside
    from mingjing.demo.bureau import Bureau

State = Publication.State
ROOTS = {"penalty": "/decisions/", "licence": "/licences/", "inspection": "/inspections/"}


def read(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    return answer.status_code, re.sub("</?(?:mark|span)[^>]*>", "", data.decode("utf-8", "replace"))


def released(bureau: Bureau, topic: str) -> Publication:
    kind = f"intake.{topic}"
    return bureau.release(Publication.objects.select_related("agency").get(kind=kind, state=State.COLLECTED))


@pytest.mark.parametrize("topic", list(ROOTS))
def test_each_surface_shows_it_before_and_none_after_its_system_took_it_back(
    bureau: Bureau, outside: Outside, topic: str
) -> None:
    """244号13: one act of theirs takes it from page, list, search, feeds, files, home and site map."""
    outside.put(topic, "A1")
    first = released(bureau, topic)
    outside.put(
        topic, "A1", 2, basis="《中华人民共和国建筑法》第七条", change_reason="依据写得不全，已更正。"
    )
    public = released(bureau, topic)
    assert outside.ask("GET", f"{topic}/A1")["publication"]["path"] == f"{ROOTS[topic]}{public.ref}/"
    page = read(f"{ROOTS[topic]}{public.ref}/")[1]
    assert "县审批系统（示例）" in page
    assert "依据写得不全，已更正。" in page
    assert Client().get(f"{ROOTS[topic]}{first.ref}/")["Location"] == f"{ROOTS[topic]}{public.ref}/"
    name = public.party_name.partition("（")[0]
    asked = [(each, address) for each in surfaces.every() for address in each.addresses(public)]
    assert len(asked) > 15
    for surface, address in asked:
        status, said = read(address)
        assert status == 200, (surface.name, address)
        if surface.named and not address.endswith((".xlsx", ".csv", ".png")):
            shown = (
                json.loads(said) if "json" in address.partition("?")[0] and "ndjson" not in address else said
            )
            told = json.dumps(shown, ensure_ascii=False)
            assert name in told or public.number in told, address
    told = outside.ask("PUT", f"{topic}/A1/withdrawal", {"situation": "revoked"})
    assert (told["state"], told["publication"]["state"]) == ("withdrawn", State.WITHDRAWN)
    assert outside.ask("PUT", f"{topic}/A1/withdrawal", {"situation": "revoked"}) == told
    assert Withdrawal.objects.get().withdrawn_by is None
    for surface, address in asked:
        status, said = read(address)
        assert status == (410 if surface.gone else 200), (surface.name, address)
        assert public.ref not in said.replace(address, "").replace(quote(address, safe=""), ""), address
    assert outside.put(topic, "A1", 3, status=409, change_reason="再报。")["code"] == "item.closed"
