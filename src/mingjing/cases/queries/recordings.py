"""The recording duty of a case: what is missing, what was late, what was not told; and the four things to tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingjing.evidence import recording_rules as rules
from mingjing.refusal import Refusal
from mingjing.review.checks.recordings import Kept, recordings
from mingjing.review.checks.seen import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mingjing.cases.models import Case
    from mingjing.evidence.models import Activity, Evidence
    from mingjing.records.models import Dossier

BLOCKED_AT = frozenset({"investigation", "conclusion", "notice", "hearing", "decision", "performance"})
"""Steps that do not close while an activity lacks its recording."""
DEFECTS_OF_EVIDENCE = "行政处罚法 第四十二条、第四十六条"


def activities_of(dossier: Dossier) -> list[Activity]:
    """Return a file's activities, oldest first, with their recordings and explanations: three queries."""
    return list(dossier.activities.prefetch_related("recordings", "explanations"))


def settled(case: Case) -> None:
    """种子 B3.0; 244号17、19; §11.4 no. 10: no step closes without its recording or a countersigned explanation."""
    lacking = [each for each in activities_of(case.dossier) if each.missing]
    if lacking:
        raise Refusal(
            "recording.missing",
            f"有 {len(lacking)} 次执法活动没有音像记录，也没有经会签的书面说明，不能进入下一步。",
            f"{rules.RECORDING}、第十九条",
            "请上传音像记录；确实无法记录的，书面说明并由负责人会签。",
            details=[lack(each) for each in lacking],
        )


def lack(activity: Activity) -> str:
    """Return what an activity still lacks, as a sentence."""
    wanted = f"须有{rules.spoken(activity.carriers)}"
    if any(each.agreed is None for each in activity.explanations.all()):
        return f"{activity}：没有音像记录，情况说明待负责人会签"
    if activity.gaps:
        return f"{activity}：全程音像记录中断 {'、'.join(str(each) for each in activity.gaps)}，没有说明"
    if list(activity.recordings.all()):
        return f"{activity}：已有的记录不足以反映，还{wanted}"
    return f"{activity}：没有音像记录，{wanted}"


def kept(activities: Iterable[Activity]) -> list[Kept]:
    """Return activities as the reviewer's machine reads them."""
    return [
        Kept(
            str(each),
            needed=each.needs_recording,
            recorded=each.recorded,
            explained=each.explanation.get_ground_display() if each.explained and each.explanation else "",
            late=tuple(str(row) for row in each.recordings.all() if row.breach),
            excused=tuple(
                f"{row}（{row.get_late_reason_display()}）"
                for row in each.recordings.all()
                if row.late_reason
            ),
            untold=tuple(each.untold),
            gaps=tuple(str(gap) for gap in each.gaps),
            faults=tuple(f"{row}：{words}" for row in each.recordings.all() for words in row.faults),
            undrawn=tuple(str(row) for row in each.recordings.all() if row.undrawn),
        )
        for each in activities
    ]


def recording_defects(activities: Iterable[Activity]) -> list[tuple[Activity, str]]:
    """Return what reviewer and supervisor are to see of each activity: a breach, an explanation, what was not told.

    Truth is recorded and shown, never refused (§11.6 no. 11). What is still missing is told by the gates.
    """
    rows = list(activities)
    return [
        (row, seen.sentence)
        for row, each in zip(rows, kept(rows), strict=True)
        for seen in recordings([replace(each, needed=each.needed and not row.missing)])
        if seen.state is not State.OK
    ]


def evidence_defects(rows: Iterable[Evidence]) -> list[str]:
    """行政处罚法42、46: what is wrong with how evidence was obtained, as sentences."""
    found = []
    for each in rows:
        if each.excluded_on:
            continue
        if each.one_officer_only:
            found.append(f"证据“{each.name}”由一名执法人员取得")
        if each.original == "unchecked":
            found.append(f"证据“{each.name}”是复制件，未与原件核对")
    return found


RIGHTS = {
    "inspection": "有权要求执法人员出示证件，申请回避，当场陈述、申辩，核对笔录后签名或者写明异议。",
    "inquiry": "有权申请回避，陈述、申辩，核对笔录并更正，拒绝回答与本案无关的问题。",
    "taking": "有权在场，核对清单后签名或者写明异议，申请回避，陈述、申辩。",
    "sampling": "有权在场，核对样品和清单，对检测结果提出异议，申请回避，陈述、申辩。",
    "preservation": "有权在场清点，核对清单后签名；七个工作日内未作出处理决定的自动解除；有权陈述、申辩。",
    "served-direct": "有权依文书所载的途径和期限申请行政复议或者提起行政诉讼。",
    "served-left": "有权依文书所载的途径和期限申请行政复议或者提起行政诉讼。",
}
DUTIES = {
    "inspection": "如实回答询问，协助检查，不得拒绝或者阻挠。",
    "inquiry": "如实回答询问，不得作伪证或者隐匿证据。",
    "taking": "如实提供有关资料，协助取证，不得拒绝、隐匿或者毁损。",
    "sampling": "协助抽样，不得调换、毁损样品。",
    "preservation": "保存期间不得销毁或者转移证据。",
    "served-direct": "签收文书，按文书所载的内容和期限履行。",
    "served-left": "按文书所载的内容和期限履行。",
}


def four_things(case: Case, kind: str) -> dict[str, str]:
    """244号9; reference §11.6 no. 20: the four texts, from the matter's own data."""
    matter = case.matter
    basis = (matter.basis or matter.penalty_basis) if matter else ""
    return {
        "reason": f"涉嫌{case.title.removesuffix('案')}",
        "basis": basis or "行政处罚法 第五十四条、第五十五条",
        "rights": RIGHTS[kind],
        "duties": DUTIES[kind],
    }


def telling(case: Case, kind: str, told: Collection[str]) -> dict[str, object]:
    """Return the item of a document that says the four things, each as told or, truthfully, as not told."""
    return {
        "当场告知": "\n".join(
            f"{rules.THINGS[key]}：{text}（{'已告知' if key in told else '未告知，如实记录'}）"
            for key, text in four_things(case, kind).items()
        )
    }
