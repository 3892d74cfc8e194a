"""What lies in a case's file, as its page shows it: each party's line, the documents, the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing import clock
from mingjing.cases.defects import defects_of
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries.case import core_of, result_of
from mingjing.cases.queries.hearings import held_for, told_of
from mingjing.cases.rules.transfers import sent_late
from mingjing.disclosure.models import Publication
from mingjing.documents import scans
from mingjing.evidence.models import Evidence
from mingjing.review.rules import OPENING
from mingjing.theme.cells import Column, Link, Mark
from mingjing.theme.navigation import address
from mingjing.workbench import after_panel, ending_panel, limits
from mingjing.workbench.addresses import PUBLICATIONS, document_url, receipt_url
from mingjing.workbench.cells import beside, stacked
from mingjing.workbench.earlier import judged
from mingjing.workbench.taken_panel import prior_pairs

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from mingjing.cases.models import Case, Notice, Order, Party, PriorReview, Statement
    from mingjing.cases.standing import Line, Standing
    from mingjing.documents.models import Document
    from mingjing.evidence.models import Citation
    from mingjing.review.models import Draft
    from mingjing.workbench.offers import Chance

type Pair = tuple[str, object]

EVIDENCE = (
    Column("name", "证据"),
    Column("kind", "种类", fit=True),
    Column("proves", "证明什么", short="证明"),
    Column("collected", "取得", fit=True),
    Column("file", "文件", fit=True),
    Column("go", "操作", fit=True),
)


def party_panels(standing: Standing, chances: list[Chance]) -> list[dict[str, Any]]:
    """Return each party with its particulars and its own line, and what may be done on it."""
    return [
        {
            "party": line.party,
            "particulars": _particulars(line.party),
            "pairs": _line(standing, line),
            "offers": [each for each in chances if each.party == line.party],
        }
        for line in standing.lines
    ]


def _particulars(party: Party) -> list[Pair]:
    code = ("身份证号", party.identity_number) if party.is_natural else ("信用代码", party.credit_code)
    pairs: list[Pair] = [
        ("类型", party.get_party_kind_display()),
        code,
        ("法定代表人", party.representative),
        ("住所", party.address),
        ("电话", party.phone),
        ("身份", party.capacity),
    ]
    return [pair for pair in pairs if pair[1]]


def _line(standing: Standing, line: Line) -> list[Pair]:
    """Return where the party's line stands, from draft to publication; what has not begun says so."""
    case = standing.case
    if line.prior:
        return [*prior_pairs(case, line.prior), *after_panel.mended(standing, line.prior.document)]
    drafts = [_draft_link(case, each) for each in reversed(line.drafts)]
    pairs: list[Pair] = [("代拟稿", stacked(drafts) if drafts else "尚未拟稿")]
    orders = [_order(case, each) for each in line.party.orders.all()]
    if orders:
        pairs.insert(0, ("责令", stacked(orders)))
    if line.draft:
        pairs.append(("最新一稿", penalties_text(core_of(line.draft))))
    if line.earlier:
        pairs.append(("在先决定", judged(line.earlier)))
    pairs += [("法制审核", _review(case, line)), ("事先告知", _notices(case, line))]
    if line.statements:
        pairs.append(("陈述申辩", [_statement(each) for each in line.statements]))
    pairs += after_panel.address(line)
    if line.decision is None:
        return pairs
    pairs += [
        ("决定", Link(line.decision.number, document_url(case, line.decision.document))),
        (
            "送达",
            f"{line.service.get_method_display()}，{line.service.served_on}"
            if line.service
            else "尚未登记送达",
        ),
    ]
    if line.service:
        pairs.append(("送达回执", Link("打印（交给当事人）", receipt_url(case, line.decision.document))))
    pairs += [*after_panel.mended(standing, line.decision.document), *after_panel.payment(case, line)]
    pairs += ending_panel.education(case, line)
    notes = [each.note for each in line.decision.performances.all() if each.note]
    return [*pairs, *([("履行", notes)] if notes else []), ("公示", _publication(line))]


def _draft_link(case: Case, draft: Draft) -> SafeString:
    result = result_of(draft)
    submitted = hasattr(draft, "submission")
    entered = getattr(draft, "prior_review", None)
    waiting = "上线前已审核，待核对" if entered and entered.agreed is None else "未送审"
    word = result or ("审核中" if submitted else waiting)
    tone = ("ok" if result in OPENING else "stop") if result else ("now" if submitted else "off")
    return beside(Link(str(draft), reverse("case-draft", args=[case.ref, draft.ref])), Mark(tone, word))


def _order(case: Case, order: Order) -> SafeString:
    checked = (
        f"，{order.checked_on} 复查：{'已' if order.done else '未'}按要求办理" if order.checked_on else ""
    )
    words = f"{order}，期限 {order.deadline}；{order.served_words}{checked}"
    return beside(Link(order.document.number, document_url(case, order.document)), words)


def _review(case: Case, line: Line) -> object:
    if line.opinion:
        return f"{line.opinion.number}：{line.opinion.result}（{line.opinion.signed_on}）"
    if line.prior_review:
        return _paper_review(case, line.prior_review)
    if line.sheet:
        return f"{line.sheet.reviewer.name}已审核，待法制机构负责人签署"
    return "已送审，待审核" if line.submission else "尚未送审"


def _paper_review(case: Case, row: PriorReview) -> SafeString:
    words = {None: "待核对", True: "已核对", False: "核对不符，重新送审"}[row.agreed]
    link = Link(row.number, document_url(case, row.document))
    return beside(link, f"同意（{row.signed_on}），{words}")


def _notices(case: Case, line: Line) -> object:
    waiting = line.prior_notice
    rows = [
        beside(Link(each.number, document_url(case, each.document)), f"{each.served_words}，待核对")
        for each in ([waiting] if waiting else [])
    ] + [
        beside(Link(each.number, document_url(case, each.document)), _notice_words(each))
        for each in line.notices
    ]
    return stacked(rows) if rows else ending_panel.unnotified(line)


def _notice_words(notice: Notice) -> str:
    if notice.served_on is None:
        return notice.served_words
    words = f"{notice.served_words}，陈述申辩期至 {notice.ends_on}"
    if notice.waived_on:
        words = f"{notice.served_words}，{notice.waived_on} 书面放弃陈述申辩"
    return words + _hearing_words(notice)


def _hearing_words(notice: Notice) -> str:
    if not notice.hearing_offered:
        return ""
    if notice.hearing_asked_on:
        return f"；{notice.hearing_asked_on} 要求听证{_asked_words(notice)}"
    return f"；{notice.hearing_waived_on} 书面放弃听证" if notice.hearing_waived_on else "；已告知听证权利"


def _asked_words(notice: Notice) -> str:
    part, told = held_for(notice), told_of(notice)
    if part and part.attendance != part.Attendance.PRESENT:
        return f"，{part.hearing.held_on} {part.get_attendance_display()}，视为放弃"
    if notice.hearing_withdrawn_on:
        return f"，{notice.hearing_withdrawn_on} 书面撤回"
    if part and notice.hearing_ended_on:
        return f"，{part.hearing.held_on} 举行听证，{notice.hearing_ended_on} 结束"
    return f"，定于 {told.hearing.held_on} 举行" if told else ""


def _statement(statement: Statement) -> str:
    news = "提出新的事实、理由或证据" if statement.brings_new else "未提出新情况"
    return f"{statement.made_on}：{news}；复核：{statement.reexamination}"


def _publication(line: Line) -> object:
    row = line.publication
    if row is None:
        return "系统将依公示规则采集"
    shown: list[object] = [Mark(limits.TONES[Publication.State(row.state)], row.get_state_display())]
    if page := address(f"{PUBLICATIONS}{row.ref}/"):
        shown.append(Link("查看", page))
    if row.ground:
        shown.append(row.get_ground_display())
    elif row.due_on and row.state in {Publication.State.PROPOSED, Publication.State.COLLECTED}:
        shown.append(f"最迟 {row.due_on}")
    return beside(*shown)


def documents(standing: Standing) -> list[dict[str, Any]]:
    """Return the documents, newest first."""
    names = {line.party.ref: line.party.name for line in standing.lines}
    rows = reversed(standing.case.dossier.documents.all())
    return [
        {
            "url": document_url(standing.case, row),
            "title": row.title,
            "party": names.get(row.party, "") if len(names) > 1 else "",
            "number": row.number,
            "made_on": row.made_on,
            "paper": _paper(row),
            "fate": after_panel.fate(standing, row),
        }
        for row in rows
    ]


def _paper(row: Document) -> Mark | None:
    """Return where a document's signed paper stands; 已盖章 only by a scan on which a person saw the seal."""
    if not scans.returns(row):
        return None
    if scans.lacking(row):
        return Mark("now", "扫描件不全" if scans.newest_by_page(row) else "待收回扫描件")
    return Mark("ok", "已盖章，有扫描件" if scans.sealed(row) else "已签名，有扫描件")


def defects(standing: Standing) -> list[dict[str, str]]:
    """Return what is wrong with records of inspections and inquiries, noted or found since (行政处罚法42、55).

    A crime that came to the police too late stands among them (移送规定5).
    """
    late = [
        (each.document, words)
        for each in standing.case.transfers.all()
        if each.document and (words := sent_late(each))
    ]
    return [
        {"title": f"{each.title} {each.made_on}", "url": document_url(standing.case, each), "words": words}
        for each, words in [*defects_of(standing.case), *late]
    ]


def evidence_rows(case: Case) -> dict[str, Any]:
    """Return the table of evidence of a case that was read whole."""
    rows = [_evidence(case, row) for row in case.dossier.evidence.all()]
    cited = [_cited(case, row) for row in case.dossier.citations.select_related("recording")]
    return {"evidence_columns": EVIDENCE, "evidence": rows + cited}


def _cited(case: Case, row: Citation) -> dict[str, object]:
    """Return a span of a recording as a line of the evidence."""
    return {
        "name": f"{row.recording} {row.mark}",
        "kind": Evidence.Kind.AUDIOVISUAL.label,
        "proves": row.shows,
        "collected": row.made_at.astimezone(clock.SHANGHAI).date(),
        "file": "引用，原件未剪辑",
        "go": Link("查看", reverse("case-recording", args=[case.ref, row.recording.ref])),
    }


def _evidence(case: Case, row: Evidence) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.get_evidence_kind_display(),
        "proves": Mark("stop", "已排除") if row.excluded_on else row.proves,
        "collected": row.collected_on,
        "file": size_text(row.blob.size) if row.blob else "无电子文件",
        "go": Link("查看", reverse("case-evidence", args=[case.ref, row.ref])),
    }


def size_text(size: int) -> str:
    """Return a file's size as people say it."""
    kilo, mega = 1 << 10, 1 << 20
    return f"{size / mega:.1f} MB" if size >= mega else f"{max(1, size // kilo)} KB"
