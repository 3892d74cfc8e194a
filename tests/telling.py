"""Cases told as far as a test needs them, and how a refusal is expected."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import drafting
from mingjing.cases.examination import examine
from mingjing.cases.queries.case import newest_drafts
from mingjing.demo import hearings, same_act
from mingjing.demo.stories import CaseStory, Firm, Plan
from mingjing.records.actors import SYSTEM
from mingjing.refusal import Refusal
from mingjing.registry import actions as registry
from mingjing.review.checks.seen import faults_of
from mingjing.review.points import POINTS
from mingjing.workflow.models import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.models import Party
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import Agency
    from mingjing.registry.permissions import Role
    from mingjing.review.models import Draft

FIRM = Firm("云岭县青禾置业有限公司（示例）", "91159999MA0AC000XX", representative="周一苇（示例）")
OTHER_FIRM = Firm(
    "云岭县恒泰建筑工程有限公司（示例）",
    "91159999MA0DF003X0",
    representative="宋建平（示例）",
    capacity="施工单位",
)
TWO = {
    "firms": (FIRM, OTHER_FIRM),
    "plans": (Plan(468_000_00), Plan(20_000_00, grade="轻微")),
    "facts": CaseStory.facts.replace("242", "3120"),
}
OFF_THE_CATALOGUE = "CF-WY-001"
SOUND = dict.fromkeys((point.key for point in POINTS), "sound")


@contextmanager
def refusal(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect a refusal of this code; a clause or a next step tells the person how to go on."""
    with pytest.raises(Refusal) as told:
        yield told
    assert told.value.code == code, told.value
    assert told.value.clause or told.value.next_step


def filed(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to its filing."""
    return CaseStory(bureau, **told).lead().verified().filed()


def drafted(bureau: Bureau, *, complex_case: bool = False, **told: Any) -> CaseStory:
    """Tell a case up to its drafts."""
    return filed(bureau, **told).investigated().concluded(complex_case=complex_case).drafted()


def submitted(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to its submission to review; what was decided before on the same firms is judged another act."""
    story = drafted(bureau, **told)
    same_act.judged(story)
    return story.submitted()


def reviewed(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to the signed opinions, all 同意."""
    return submitted(bureau, **told).reviewed()


def noticed(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to the service of its notices."""
    return reviewed(bureau, **told).notified()


def presented(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to its presentation for decision, every party having waived."""
    return noticed(bureau, **told).waived().presented()


def decided(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to its decisions."""
    return presented(bureau, **told).decided()


def newest(story: CaseStory, place: int = 0) -> Draft:
    """Return the newest draft of the party at a place."""
    return newest_drafts(story.case.dossier)[story.parties[place].ref]


def summoned(story: CaseStory) -> None:
    """Arrange a hearing and tell the parties of it on the same day."""
    hearings.arrange(story)
    hearings.told(story)


def agree(story: CaseStory, party: Party) -> None:
    """Review and sign the newest draft of one party."""
    submission = story.submission(party)
    seen = faults_of(examine(story.refresh(), submission))
    sheet = drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=submission, result="同意",
        text="事实清楚，证据充分。", verdicts=SOUND, reasons=dict.fromkeys(seen, "已核对，不影响结论。"),
    )  # fmt: skip
    drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)


def stands_at(story: CaseStory) -> str:
    """Return the step at which the case stands."""
    return Position.objects.get(dossier=story.case.dossier).step


def put_at(story: CaseStory, step: str) -> CaseStory:
    """Put the case at a step past every action, as if its procedure were no hindrance."""
    Position.objects.filter(dossier=story.case.dossier).update(step=step)
    return story


def other_agency(name: str = "邻县住房和城乡建设局（示例）") -> Agency:
    """Make a second agency in the same system."""
    return registry.create_agency(
        actor=SYSTEM, name=name, sign="邻建", area="云岭县", government="邻县人民政府（示例）",
        court="邻县人民法院（示例）", address="邻县（示例）", phone="0", complaint_phone="0", hours="",
        collecting_bank="",
    )  # fmt: skip


def stands_in(bureau: Bureau, substitute: str, absent: str, role: Role) -> None:
    """Register that one stands in for another today (§11.2)."""
    registry.register_substitution(
        actor=SYSTEM, absent=bureau.people[absent], substitute=bureau.people[substitute], role=role,
        authority="云建党组〔2026〕3号", valid_from=clock.today(), valid_to=clock.today(),
    )  # fmt: skip
