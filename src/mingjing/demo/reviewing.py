"""Cases of the demo whose review is more than a button: a supplement awaited, five days more, a disagreement ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import disagreement, intake, review_extension, reviewers
from mingjing.cases.queries.case import newest_drafts
from mingjing.demo.stages import SUBMITTED, Plot
from mingjing.demo.stories import CaseStory, Firm
from mingjing.review.intake_rules import MATERIALS

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.review.models import Opinion

WANTED = "代拟稿以合同价款为罚款基数，请补交中标通知书和合同备案表，核对价款。"
COMPLICATED = "同一地块分两期报建，须调阅一期的规划许可和出让合同，核对两期是否同一工程。"
RETURNED = "合同价款只有复制件，与原件核对的记录没有注明，请补充核对或者调取备案合同后再送审。"
OBJECTION = (
    "证据 2 已由当事人逐页签章并注明“与原件核对无异”，符合 55号令第十七条对复制件的要求，不需另取备案合同。"
)
TALKS = (
    "九月二日上午在政策法规股协商，承办人沈知行、陆明川，审核人顾清和，股长温如玉参加。承办人认为复制件已注明核对"
    "情况；政策法规股认为价款是罚款基数，应以备案合同相互印证。双方未能达成一致。"
)
CONCLUSION = (
    "复制件的形式符合规定，不以此为由重新取证；但价款决定罚款数额，承办机构应当在裁量理由中写明价款如何核对，"
    "修改后重新送审。"
)
MENDED = (
    "工程合同价款 242 万元，系以证据 2 与住建系统合同备案信息逐项核对一致；首次被查处，主动停工并配合调查。"
)


def assigned(story: CaseStory) -> None:
    """Let the head of the legal department give each submission to the reviewer."""
    for party in story.parties:
        reviewers.assign(
            user=story.as_("legalhead"), case=story.refresh(), submission=story.submission(party),
            officer=story.bureau.people["reviewer"],
        )  # fmt: skip


def awaited(story: CaseStory, *, days: int = 4) -> None:
    """Ask for what is missing, within so many days."""
    intake.receive(
        user=story.as_("reviewer"), case=story.refresh(), submission=story.submission(story.parties[0]),
        verdict="supplement", missing=[MATERIALS[5]], note=WANTED, due_on=clock.today() + dt.timedelta(days=days),
    )  # fmt: skip


def extended(story: CaseStory) -> None:
    """Accept the file, ask for five working days more and grant them today."""
    submission = story.submission(story.parties[0])
    reviewer = story.as_("reviewer")
    intake.receive(user=reviewer, case=story.refresh(), submission=submission, verdict="complete")
    review_extension.request_review_extension(
        user=reviewer, case=story.refresh(), submission=submission, reason=COMPLICATED
    )
    review_extension.decide_review_extension(
        user=story.as_("deputy"),
        case=story.refresh(),
        agreed=True,
        opinion="同意延长五个工作日，核实后从速。",
    )


def objected(story: CaseStory) -> None:
    """Object to the opinion on the first party's draft."""
    disagreement.object_to(user=story.user, case=story.refresh(), opinion=_opinion(story), reasons=OBJECTION)


def talked(story: CaseStory) -> None:
    """Register that the talks led to nothing."""
    disagreement.talk(
        user=story.as_("legalhead"), case=story.refresh(), opinion=_opinion(story), talks=TALKS,
        outcome="unsettled",
    )  # fmt: skip


def concluded(story: CaseStory) -> None:
    """Let the head conclude what is to change."""
    disagreement.conclude(
        user=story.as_("principal"), case=story.refresh(), opinion=_opinion(story), change=True,
        conclusion=CONCLUSION,
    )  # fmt: skip


def _opinion(story: CaseStory) -> Opinion:
    """Return the opinion on the first party's newest draft."""
    return newest_drafts(story.case.dossier)[story.parties[0].ref].opinion


def reviews(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""

    def story(place: str, firm: Firm) -> CaseStory:
        return CaseStory(bureau, place=f"云岭县{place}（示例）", firms=(firm,))

    waiting = story(
        "云川镇书香苑三期工地",
        Firm("云岭县书香置业有限公司（示例）", "91159999MA0R30210H", representative="梅若溪（示例）"),
    )
    longer = story(
        "东川镇河畔花园二期工地",
        Firm("云岭县河畔房地产开发有限公司（示例）", "91159999MA0R40220A", representative="江远帆（示例）"),
    )
    disputed = story(
        "西川镇农贸市场改造工地",
        Firm("云岭县西川市场建设有限公司（示例）", "91159999MA0R502303", representative="石磊（示例）"),
    )
    return [
        (
            waiting,
            [(8, 18), (8, 19), (8, 20), (9, 1), (9, 11), (9, 11), (9, 14)],
            (*SUBMITTED, assigned, awaited),
        ),
        (
            longer,
            [(8, 17), (8, 18), (8, 19), (8, 31), (9, 9), (9, 10), (9, 14)],
            (*SUBMITTED, assigned, extended),
        ),
        (
            disputed,
            [(8, 3), (8, 4), (8, 5), (8, 14), (8, 24), (8, 28), (9, 1), (9, 2), (9, 4), (9, 8), (9, 11)],
            (
                *SUBMITTED,
                lambda each: each.reviewed(result="补充调查", text=RETURNED, faulty="evidence"),
                objected,
                talked,
                concluded,
                lambda each: each.drafted(discretion_reasons=MENDED).submitted(),
                CaseStory.reviewed,
            ),
        ),
    ]
