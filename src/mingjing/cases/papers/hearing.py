"""What the documents of a hearing say (行政处罚法64; 55号令34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.papers.wording import addressee

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mingjing.cases.models import Case, Hearing, HearingNotice, Notice

RIGHTS = (
    "可以亲自参加，也可以委托一至二人代理；认为主持人与本案有直接利害关系的，有权申请回避。\n"
    "听证时可以陈述、申辩，就调查人员提出的违法事实、证据和处罚建议质证，并作最后陈述。\n"
    "无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利，听证终止。\n"
    "不承担组织听证的费用。"
)


def when(hearing: Hearing) -> str:
    """Return `2026年10月20日9时30分`."""
    day, time = hearing.held_on, hearing.begins_at
    return f"{day.year}年{day.month}月{day.day}日{time:%-H时%M分}"


def openly(hearing: Hearing) -> str:
    """Return whether it is public, and why it is not."""
    return "公开举行" if hearing.public else f"不公开举行：{hearing.closed_reason}"


def presided(hearing: Hearing) -> str:
    """Return chair and recorder."""
    return f"主持人：{hearing.chair.name}（{hearing.chair.post}）；记录人：{hearing.recorder.name}"


def notice_items(hearing: Hearing, notice: Notice) -> dict[str, object]:
    """Return the items of the notice to one party."""
    agency = hearing.case.agency
    return {
        **addressee(notice.party),
        "听证事由": f"{hearing.case.title}。当事人于{notice.hearing_asked_on:%Y年%-m月%-d日}就"
        f"{notice.title}（{notice.number}）要求听证。",
        "时间和地点": f"{when(hearing)}，{hearing.place}。",
        "是否公开": f"{openly(hearing)}。",
        "主持人和记录人": f"{presided(hearing)}。",
        "权利和义务": RIGHTS,
        "联系": f"{agency.address}，{agency.phone}",
    }


def denial_items(case: Case, notice: Notice, asked_on: dt.date, ground: str) -> dict[str, object]:
    """Return the items of the answer to a party that is not heard."""
    agency = case.agency
    return {
        **addressee(notice.party),
        "申请情况": f"当事人于{asked_on:%Y年%-m月%-d日}就{notice.title}（{notice.number}）要求听证。",
        "理由": ground,
        "权利": "本机关照常听取、复核当事人的陈述、申辩；对处罚决定不服的，可以依法申请行政复议或者提起行政诉讼。",
        "联系": f"{agency.address}，{agency.phone}",
    }


def announcement_items(hearing: Hearing) -> dict[str, object]:
    """Return the items of the announcement; it names no party."""
    agency = hearing.case.agency
    return {
        "案由": hearing.case.title,
        "时间和地点": f"{when(hearing)}，{hearing.place}。",
        "旁听": f"听证公开举行，可以凭本人有效身份证件旁听。联系：{agency.address}，{agency.phone}",
    }


def parties_of(told: Sequence[HearingNotice], agents: Mapping[str, Sequence[str]]) -> str:
    """Return each party with its agents and whether it came."""
    return "\n".join(
        f"{each.notice.party.name}：{each.get_attendance_display()}"
        + (f"；代理人：{'、'.join(agents[each.ref])}" if agents.get(each.ref) else "")
        for each in told
    )


def record_items(
    hearing: Hearing,
    told: Sequence[HearingNotice],
    agents: Mapping[str, Sequence[str]],
    typed: Mapping[str, str],
) -> dict[str, object]:
    """Return the items of the record."""
    signed = "；".join(
        f"{each['name']}{each['signed']}" + (f"（{each['reason']}）" if each["reason"] else "")
        for each in hearing.signatures
    )
    return {
        "案由": hearing.case.title,
        "时间": when(hearing),
        "地点": hearing.place,
        "是否公开": openly(hearing),
        "主持人和记录人": presided(hearing),
        "当事人及代理人": parties_of(told, agents),
        **typed,
        "页数和签名": f"笔录共 {hearing.pages} 页。{signed}。",
    }


def report_items(
    hearing: Hearing, told: Sequence[HearingNotice], typed: Mapping[str, str]
) -> dict[str, object]:
    """Return the items of the chair's report."""
    came = "；".join(f"{each.notice.party.name}{each.get_attendance_display()}" for each in told)
    return {
        "案由": hearing.case.title,
        "听证基本情况": f"{when(hearing)}，{hearing.place}，{openly(hearing)}。{came}。{hearing.remark}",
        **typed,
        "主持人": hearing.chair.name,
    }
