"""On-site tasks of the demo: one for today, an urgent one approved afterwards; a rating; two complaints."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.models import Case
from mingjing.visits import codes, scanning
from mingjing.visits.complaints import answer, complain
from mingjing.visits.tasks import approve_visit, propose_visit

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.visits.models import Complaint, Visit

INSPECTION: dict[str, Any] = {
    "activity": "inspect",
    "category": "建筑市场",
    "content": "查看施工许可证、施工图审查合格书，核对现场进度与停工情况。",
    "basis": "建设工程质量管理条例 第四十三条；建筑工程施工许可管理办法 第十二条",
    "recording": "全过程录音录像，制作现场检查笔录，必要时拍照。",
}
URGENT = "12345 转来：基坑边坡正在开裂，下方有工人作业，来不及事前报批。"
PRAISE = "说明了来意，也出示了证件。"
FOUNDED = "九月十日来检查的两个人进门时没有出示证件，问了才拿出来。"
FOUNDED_ANSWER = (
    "经查看执法记录仪，检查开始时确实没有先出示证件，情况属实。已对有关人员批评教育，并组织学习。"
)
OPEN = "公示的处罚决定已经两个月了，工地门口的渣土还没有清运，请督促整改。"


def _at(hour: int) -> dt.datetime:
    return clock.now().replace(hour=hour, minute=0, second=0, microsecond=0)


def urgent(bureau: Bureau) -> Visit:
    """Begin an urgent inspection at once."""
    return propose_visit(
        user=bureau.users["officer1"], officers=[bureau.people["officer1"], bureau.people["officer2"]],
        opens_at=_at(clock.now().hour), closes_at=_at(18), place="云岭县南川镇安置房工地（示例）",
        object="云岭县恒泰建筑工程有限公司（示例）", urgent_reason=URGENT, **INSPECTION,
    )  # fmt: skip


def approve_afterwards(bureau: Bureau, visit: Visit) -> None:
    """Approve it on the same day, and let who was visited say how it was."""
    approve_visit(user=bureau.users["deputy"], visit=visit, remark="情况紧急，同意先行实施。")
    scanning.rate(code=codes.of(visit)[1], grade="good", words=PRAISE)


def complained(bureau: Bureau, visit: Visit) -> Complaint:
    """Complain of the visit."""
    return complain(
        agency=bureau.agency, kind="complain", claim=FOUNDED, about_kind="visit", about_ref=visit.ref,
        name="林语溪（示例）", contact="0000-7654321",
    )  # fmt: skip


def answered(bureau: Bureau, complaint: Complaint) -> None:
    """Answer it with reasons."""
    answer(user=bureau.users["supervisor"], complaint=complaint, outcome="founded", answer=FOUNDED_ANSWER)


def planned(bureau: Bureau) -> None:
    """Put a task of a case for the demo's day before the leader, who approves it; somebody complains in general."""
    mine = {"handlers__officer": bureau.people["officer1"], "filed_on__isnull": False}
    case = Case.objects.filter(agency=bureau.agency, ending="", **mine)
    about = case.order_by("-filed_on", "pk").first()
    day = dt.timedelta(days=1)
    visit = propose_visit(
        user=bureau.users["officer1"], officers=[bureau.people["officer1"], bureau.people["officer2"]],
        opens_at=_at(7) + day, closes_at=_at(20) + day, about_kind="case" if about else "",
        about_ref=about.ref if about else "", place=about.place if about else "云岭县云川镇（示例）",
        object="施工单位项目部（示例）", **INSPECTION,
    )  # fmt: skip
    approve_visit(user=bureau.users["deputy"], visit=visit, remark="同意。")
    complain(agency=bureau.agency, kind="report", claim=OPEN)
