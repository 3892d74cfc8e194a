"""种子 A4.1、A4.2: what other systems push is checked as our own, becomes a proposal, and comes once however often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.models import Publication
from mingjing.intake.models import ItemVersion
from mingjing.storage.store import read

if TYPE_CHECKING:
    from arriving import Outside

State = Publication.State


def test_each_kind_becomes_a_proposal_by_itself_with_its_day_and_its_masks(outside: Outside) -> None:
    """244号12: penalties and licences in 7 working days, inspections in 20; 244号10: a mobile number goes."""
    for topic, due in (("penalty", "2026-09-20"), ("licence", "2026-09-20"), ("inspection", "2026-10-13")):
        told = outside.put(topic, f"{topic}-1")
        assert told["publication"]["state"] == State.COLLECTED, told
        found = Publication.objects.get(kind=f"intake.{topic}")
        assert told["publication"]["due_on"] == found.due_on.isoformat() == due
        fields = dict(found.content["fields"])
        assert fields["数据来源"] == "县审批系统（示例）（云岭县行政审批局（示例））"
        version = ItemVersion.objects.get(item__pk=found.about)
        assert version.original is not None
        assert b'"party_name"' in read(version.original)
    penalty = Publication.objects.get(kind="intake.penalty")
    assert "13912345678" not in str(penalty.content)
    assert [each["label"] for each in penalty.masks] == ["案件事实中的手机号码"]


def test_the_same_again_answers_the_same_and_another_content_under_it_is_refused(outside: Outside) -> None:
    first = outside.put("licence", "L1")
    assert outside.put("licence", "L1", status=200) == first
    assert (ItemVersion.objects.count(), Publication.objects.filter(kind="intake.licence").count()) == (1, 1)
    told = outside.put("licence", "L1", status=409, content="别的内容。")
    assert told["code"] == "item.another_content"
    again = outside.put("licence", "L1", 2, content="别的内容。", change_reason="许可范围写错，已更正。")
    assert again["publication"]["state"] == State.COLLECTED
    states = (
        Publication.objects.filter(kind="intake.licence").order_by("version").values_list("state", flat=True)
    )
    assert list(states) == [State.RETURNED, State.COLLECTED]
    assert outside.put("licence", "L1", status=200)["version"] == 2
