"""行政处罚法57; §11.6 no. 21: whoever decides may not agree; the approval form carries every rung's opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions import decision
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Decision
from mingjing.cases.standing import standing_of
from mingjing.demo import endings
from mingjing.documents.models import Document
from mingjing.records.queries import timeline
from telling import decided, presented, refusal, stands_at

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

WHY = "裁量档次与查明的停工情况不符，请重新裁量。"


def test_the_approval_form_carries_each_rungs_opinion(bureau: Bureau) -> None:
    story = decided(bureau)
    items = dict(Document.objects.get(dossier=story.case.dossier, form="JD02").data)
    assert items["承办机构负责人意见"].startswith("同意。拟同意，请审核。")
    assert items["法制机构负责人意见"].startswith("同意。审核意见已附")
    assert items["分管负责人意见"].startswith("同意。同意处罚。")
    assert "审字" in items["法制审核意见"]
    assert "书面放弃" in items["告知、陈述申辩和听证"]


def test_the_last_rung_may_not_agree_and_the_case_goes_back_to_be_drafted(bureau: Bureau) -> None:
    story = presented(bureau)
    party = story.parties[0]
    with refusal("approval.rung"):
        decision.refuse(user=story.as_("deputy"), case=story.refresh(), party=party, opinion=WHY)
    endings.sent_back(story, party, WHY)
    assert stands_at(story) == "conclusion"
    assert not Decision.objects.exists()
    items = dict(Document.objects.get(dossier=story.case.dossier, form="JD02").data)
    assert items["分管负责人意见"].startswith(f"不同意。{WHY}")
    gates = ahead(standing_of(story.refresh()))
    assert "draft" in [task.verb.name for task in gates.tasks]
    assert any(WHY in gate.sentence for gate in gates.gates)
    assert any("不同意" in line.sentence for line in timeline(story.case.dossier))
    story.drafted(discretion_reasons="停工及时，配合调查，重新裁量后仍属一般。").submitted().reviewed()
    story.notified().waived().presented().decided()
    assert Document.objects.filter(dossier=story.case.dossier, form="JD02").count() == 2


def test_a_refusal_has_its_reasons(bureau: Bureau) -> None:
    story = presented(bureau)
    with refusal("petition.no_opinion"):
        endings.sent_back(story, story.parties[0], " ")
