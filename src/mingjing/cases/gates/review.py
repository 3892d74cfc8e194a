"""Gates on a party's way through legal review: submitted, received, reviewed, signed, disputed (244号29–32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Gate
from mingjing.cases.queries.reviewing import disagreement_on, submitted
from mingjing.cases.tasks import task
from mingjing.review.disagreement_rules import CLAUSE as DISPUTE
from mingjing.review.models import Disagreement, Submission
from mingjing.review.rules import LEADS_TO

if TYPE_CHECKING:
    from mingjing.cases.standing import Line

REVIEW = "行政处罚法 第五十八条；244号 第二十九条"
MATERIALS = "244号 第二十九条"
LIMIT = "xzcf.decision_90"


def mended(line: Line) -> Gate:
    """Return what waits after an opinion that sent the draft back: to mend it, or to end the disagreement on it."""
    name, draft = line.party.name, line.draft
    found = disagreement_on(draft)
    if found is None or found.settled:
        again = found is not None and found.stands
        wanted = task(
            "draft",
            f"{name}的代拟稿按结论不须修改：原样另成一稿，重新送审" if again else f"按审核意见修改{name}的代拟稿",
            DISPUTE if again else REVIEW, party=line.party, rule=LIMIT,
        )  # fmt: skip
        return Gate(
            "stop", f"{name}：{draft}审核意见为“{line.result}”。{LEADS_TO[line.result]}", REVIEW, wanted
        )
    if found.outcome == Disagreement.Outcome.UNSETTLED:
        wanted = task(
            "settlement", f"{name}：审核意见协商未能一致，作出结论", DISPUTE, party=line.party, rule=LIMIT
        )
        return Gate("stop", f"{name}：对审核意见的分歧待负责人决定", DISPUTE, wanted)
    wanted = task(
        "talks", f"{name}：承办机构对审核意见有异议，协商并登记", DISPUTE, party=line.party, rule=LIMIT
    )
    return Gate("stop", f"{name}：对审核意见提出了异议，待协商", DISPUTE, wanted)


def handed_in(line: Line) -> Gate:
    """Return whether the newest draft lies with the legal department."""
    name, submission = line.party.name, line.submission
    wanted = task("submission", f"将{name}的代拟稿提请法制审核", REVIEW, party=line.party, rule=LIMIT)
    if submission is None:
        return Gate("stop", f"{name}：{line.draft}尚未送审", REVIEW, wanted)
    if not submitted(line.draft):
        return Gate("stop", f"{name}：{line.draft}材料不齐退回，补齐后重新提请审核", MATERIALS, wanted)
    return awaited(line) or Gate(
        "open", f"{name}：{line.draft}已送审", REVIEW, remark=str(submission.received_on)
    )


def awaited(line: Line) -> Gate | None:
    """Return what the legal department waits for before it reviews, if it asked for materials."""
    submission = line.submission
    if submission is None or submission.state != Submission.State.SUPPLEMENT:
        return None
    wanted = task(
        "supplement", f"补充{line.party.name}的送审材料", MATERIALS, party=line.party, rule="zj55.review"
    )
    return Gate("stop", f"{line.party.name}：法制机构要求补充材料", MATERIALS, wanted)


def reviewed(line: Line) -> list[Gate]:
    """Return the gates of one party's review."""
    name, draft, submission, rule = line.party.name, line.draft, line.submission, "nm.review5"
    if line.opinion:
        sentence = f"{name}：{draft}的审核意见已签署：{line.opinion.result}"
        return [Gate("open", sentence, REVIEW, remark=line.opinion.number)]
    if waiting := awaited(line):
        return [waiting]
    given = (submission.reviewer,) if submission and submission.reviewer else ()
    find = task(
        "review",
        f"审核{name}的代拟稿，逐项作出结论",
        "244号 第三十条",
        party=line.party,
        rule=rule,
        named=given,
    )
    sign = task("signature", f"签署对{name}代拟稿的审核意见", "深评查345", party=line.party, rule=rule)
    if line.sheet is None:
        by = given[0].name if given else "法制审核员"
        return [
            Gate("stop", f"{name}：{draft}待{by}逐项审核", "244号 第三十条", find),
            Gate("stop", f"{name}：审核后由法制机构负责人签署", "深评查345"),
        ]
    return [
        Gate(
            "open", f"{name}：{line.sheet.reviewer.name}已逐项审核，拟“{line.sheet.result}”", "244号 第三十条"
        ),
        Gate("stop", f"{name}：待法制机构负责人签署", "深评查345", sign),
    ]
