"""Rules of taking over a case that was running before the system (reference §11.6 no. 29), on plain values."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    type Span = tuple[dt.date, dt.date]

TAKING_OVER = "行政处罚法 第四十七条"
STEPS = {
    "lead": "线索核查",
    "investigation": "调查取证",
    "conclusion": "调查终结、拟稿",
    "notice": "已审核，告知、陈述申辩",
    "service": "送达",
    "performance": "履行",
}
"""Where a case can be taken over. Reviewed on paper it enters at its notice, where the gate of ADR-016 lets it: only in
a bureau's first days, and decided here only once the head of the legal department has confirmed the paper review."""
REVIEWED = "notice"
OPENING_DAYS = 30
"""How long after its first day a bureau may take over what was reviewed on paper (the agency's own rule, ADR-016)."""
PAPERS: dict[str, tuple[str, ...]] = {
    "lead": (),
    "investigation": ("LA01",),
    "conclusion": ("LA01", "ZJ01"),
    "notice": ("LA01", "ZJ01", "FS03"),
    "service": ("LA01", "JD03"),
    "performance": ("LA01", "JD03", "SD01"),
}
"""Step → the forms whose scans it stands on."""
DECIDED = ("service", "performance")
MOST_FIRST, MOST_SECOND = 30, 60


def known_step(step: str) -> str:
    """Refuse a step at which nothing can honestly be entered."""
    if step not in STEPS:
        raise Refusal(
            "takeover.step",
            "在办案件不能从这一步接入。",
            "行政处罚法 第五十八条",
            "已经送审而没有审核意见的，从“调查终结、拟稿”接入；已审核同意的，从“已审核，告知、陈述申辩”接入。",
            "step",
        )
    return step


def papers_there(step: str, given: Collection[str], labels: Mapping[str, str]) -> None:
    """§11.6 no. 29: refuse a step without the scans that show how the case came there."""
    missing = [labels[form] for form in PAPERS[step] if form not in given]
    if missing:
        raise Refusal(
            "takeover.no_paper",
            f"从“{STEPS[step]}”接入，缺{'、'.join(missing)}的扫描件。",
            "行政处罚法 第四十七条",
            "请上传原件的扫描件或者照片（PDF、JPG、PNG）。",
            _FIELDS[next(form for form in PAPERS[step] if form not in given)],
        )


_FIELDS = {
    "LA01": "filing_scan",
    "ZJ01": "report_scan",
    "FS03": "opinion_scan",
    "JD03": "decision_scan",
    "SD01": "service_scan",
}


def nothing_beyond(
    step: str, days: Mapping[str, dt.date | None], given: Collection[str], labels: Mapping[str, str]
) -> None:
    """Refuse days and papers of what lies beyond the step: nothing that was typed is passed over in silence."""
    beyond = _BEYOND[step]
    told = [_DAYS[field] for form, field in _DAY_OF.items() if form in beyond and days.get(field)]
    told += [labels[form] for form in beyond if form in given]
    if told:
        raise Refusal(
            "takeover.beyond",
            f"从“{STEPS[step]}”接入，却填了{'、'.join(told)}。",
            "行政处罚法 第四十七条",
            "请选案件现在所处的一步，或者删去多填的内容。",
            "step",
        )
    for form, field in _DAY_OF.items():
        if form in given and days.get(field) is None:
            raise Refusal(
                "takeover.no_day", f"有{labels[form]}的，须写明{_DAYS[field]}。", "行政处罚法 第四十七条",
                "照纸质案卷填写。", field,
            )  # fmt: skip


_DAY_OF = {
    "LA01": "filed_on",
    "ZJ01": "concluded_on",
    "FS03": "reviewed_on",
    "JD03": "decided_on",
    "SD01": "served_on",
}
_BEYOND: dict[str, tuple[str, ...]] = {
    "lead": ("LA01", "ZJ01", "FS03", "JD03", "SD01"),
    "investigation": ("ZJ01", "FS03", "JD03", "SD01"),
    "conclusion": ("FS03", "JD03", "SD01"),
    "notice": ("JD03", "SD01"),
    "service": ("SD01",),
    "performance": (),
}


def days_there(step: str, days: Mapping[str, dt.date | None]) -> None:
    """Refuse a step whose days are not told: its limits run from the real ones."""
    wanted = {
        "lead": (),
        "investigation": ("filed_on",),
        "conclusion": ("filed_on", "concluded_on"),
        "notice": ("filed_on", "concluded_on", "reviewed_on"),
        "service": ("filed_on", "decided_on"),
        "performance": ("filed_on", "decided_on", "served_on"),
    }[step]
    for field in wanted:
        if days.get(field) is None:
            raise Refusal(
                "takeover.no_day",
                f"从“{STEPS[step]}”接入，须写明{_DAYS[field]}。",
                "行政处罚法 第四十七条、第六十条",
                "照纸质案卷填写，期限从这一天起算。",
                field,
            )


_DAYS = {
    "found_on": "发现日期",
    "filed_on": "立案日期",
    "concluded_on": "调查终结日期",
    "reviewed_on": "审核意见日期",
    "decided_on": "决定日期",
    "served_on": "送达日期",
}


def in_order(days: Mapping[str, dt.date | None], today: dt.date) -> None:
    """Refuse days out of their order, and days that have not come: the real ones are entered, and no others."""
    told = [(field, day) for field in _DAYS if (day := days.get(field))]
    for field, day in told:
        if day > today:
            raise Refusal(
                "date.future",
                f"{_DAYS[field]} {day} 晚于今天。",
                next_step="请填写实际发生的日期。",
                field=field,
            )
    for (before, earlier), (field, day) in pairwise(told):
        if day < earlier:
            raise Refusal(
                "date.order",
                f"{_DAYS[field]}（{day}）早于{_DAYS[before]}（{earlier}）。",
                next_step="请照纸质案卷核对。",
                field=field,
            )


def decided_before(decided_on: dt.date | None, first_day: dt.date | None) -> None:
    """行政处罚法58: a paper decision is from before the agency's first day; from then on every one is reviewed here."""
    if decided_on and first_day and decided_on >= first_day:
        raise Refusal(
            "takeover.decided_since",
            f"本机关自 {first_day} 起在本系统办案，{decided_on} 的决定不是上线前的决定。",
            "行政处罚法 第五十八条",
            "请从决定以前的一步接入，在本系统内审核后作出决定。",
            "decided_on",
        )


def extensions(first: int, second: int) -> list[tuple[str, int]]:
    """55号令29: return the extensions granted before the system: thirty days, then up to sixty."""
    if first not in {0, MOST_FIRST} or not 0 <= second <= MOST_SECOND or (second and not first):
        raise Refusal(
            "takeover.extended",
            "第一次延长为三十日，再次延长在第一次之后，不超过六十日。",
            "住房和城乡建设行政处罚程序规定 第二十九条",
            "照批准的日数填写；没有延长的填 0。",
            "first_days",
        )
    granted = [("zj55.ext1", first), ("zj55.ext2", second)]
    return [(rule, days) for rule, days in granted if days]


def stopped(spans: Sequence[Span], *, filed_on: dt.date, today: dt.date) -> Sequence[Span]:
    """55号令29、30: return the closed spans that do not count; refuse one outside the case or the wrong way round."""
    for first, last in spans:
        if not filed_on <= first <= last < today:
            raise Refusal(
                "takeover.stopped",
                f"停止计算的期间 {first} 至 {last} 不在立案以后、今天以前。",
                "住房和城乡建设行政处罚程序规定 第二十九条、第三十条",
                "照中止、恢复审批表填写；现在仍在中止的，接入以后呈请中止。",
                "stopped_from",
            )
    return spans


def told(text: str, *, field: str, what: str) -> str:
    """Refuse an empty account of what went before."""
    if not text.strip():
        raise Refusal(
            "takeover.untold", f"请写明{what}。", "行政处罚法 第四十七条", "照纸质案卷填写。", field
        )
    return text.strip()


def number_free(number: str, *, taken: bool) -> str:
    """Refuse a case without its number on paper, and one that was entered already."""
    if not number.strip():
        raise Refusal(
            "takeover.no_number", "请写明立案号。", "行政处罚法 第五十四条", "照立案审批表填写。", "number"
        )
    if taken:
        raise Refusal(
            "takeover.twice",
            f"立案号为 {number} 的案件已在系统内。",
            next_step="请从案件列表查找。",
            field="number",
        )
    return number.strip()


def taken_over(*, was: bool) -> None:
    """Refuse papers of before where the case began here."""
    if not was:
        raise Refusal(
            "takeover.not_taken",
            "本案从线索起就在系统内办理，没有上线前的材料。",
            "行政处罚法 第四十七条",
            "请用本步的事项办理。",
        )


def further_party(step: str) -> str:
    """Refuse a party entered from paper where the case began here, or stood where a party is simply registered."""
    taken_over(was=bool(step))
    if step in {"lead", "investigation"}:
        raise Refusal(
            "takeover.party_here",
            f"从“{STEPS[step]}”接入的案件，其他当事人在本系统内登记。",
            "行政处罚法 第四十七条",
            "请用“登记当事人”。",
        )
    return step


def discussed_before(held_on: dt.date, *, entered_on: dt.date | None) -> None:
    """行政处罚法57第二款: minutes on paper are those of a case that came here reviewed, from before it came."""
    if entered_on is None or held_on > entered_on:
        raise Refusal(
            "discussion.not_before",
            "只有从告知环节接入的案件、接入以前已经举行的集体讨论，才录入纸质讨论记录。",
            "行政处罚法 第五十七条第二款",
            "接入以后举行的讨论，请在本系统内记录，不传扫描件。",
            "paper",
        )
