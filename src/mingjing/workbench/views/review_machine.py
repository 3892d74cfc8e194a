"""What the machine can say to each of the ten points: facts from the dossier, never a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.models import Case, Decision
from mingjing.cases.queries import handlers_of
from mingjing.cases.rules import KINDS
from mingjing.catalog.models import BenchmarkRow, ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.law.queries import lighter_hint
from mingjing.refusal import Refusal
from mingjing.registry.queries import qualification_faults
from mingjing.workbench.views.review_reading import Cited, materials_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.review.models import Submission


def told(
    case: Case, submission: Submission, core: Mapping[str, Any], articles: list[Cited]
) -> dict[str, str]:
    """Return a sentence for each point's key; a point without one is the person's alone."""
    return {
        "agency": _agency(case),
        "officers": _officers(case),
        "facts": f"违法行为发生（终了）于 {case.acted_on}，{case.found_on} 发现，地点：{case.place}",
        "evidence": _evidence(case, core),
        "law": _law(case, core, articles),
        "discretion": _discretion(case, core),
        "procedure": _procedure(case),
        "documents": _documents(case, submission),
        "power": _power(case, core),
        "abuse": _alike(case),
    }


def _agency(case: Case) -> str:
    agency = case.agency
    said = f"{agency.name}，{agency.get_agency_kind_display()}，执法区域：{agency.area}"
    if case.matter is None:
        return f"{said}。事项未列入清单，立案理由：{case.unlisted_reason}"
    return f"{said}；处罚权归属：{case.matter.get_power_owner_display()}"


def _officers(case: Case) -> str:
    today = clock.today()
    domain = case.matter.domain if case.matter else ""
    said = []
    for officer in handlers_of(case):
        faults = (
            qualification_faults(officer, on=today, category=domain, area=case.agency.area) if domain else []
        )
        said.append(f"{officer.name}：{'；'.join(faults) if faults else '证件今日有效，类别、区域相符'}")
    return f"承办人 {len(said)} 名。" + "；".join(said)


def _evidence(case: Case, core: Mapping[str, Any]) -> str:
    rows = list(case.dossier.evidence.select_related("blob"))
    with_file = sum(row.blob_id is not None for row in rows)
    said = f"案卷证据 {len(rows)} 件，{with_file} 件有文件"
    listed, present = {each["position"] for each in core["evidence"]}, {row.position for row in rows}
    if listed == present:
        return f"{said}，与代拟稿所列一致"
    missing = len(present - listed)
    return f"{said}；代拟稿列 {len(listed)} 件，案卷中另有 {missing} 件未列入"


def _law(case: Case, core: Mapping[str, Any], articles: list[Cited]) -> str:
    by_word: dict[str, int] = {}
    for each in articles:
        by_word[each.word] = by_word.get(each.word, 0) + 1
    said = f"引用 {len(articles)} 处，按行为日 {case.acted_on} 查：" + "，".join(
        f"{word} {count} 处" for word, count in by_word.items()
    )
    hints = []
    for citation in [*core["violated"], *core["basis"]]:
        try:
            hint = lighter_hint(citation, acted_on=case.acted_on)
        except Refusal:
            continue
        if hint is not None:
            hints.append(hint.sentence)
    return "　".join([said, *dict.fromkeys(hints)])


def _discretion(case: Case, core: Mapping[str, Any]) -> str:
    said = f"拟适用“{core['discretion_grade']}”档"
    edition = in_force(case.agency, ListKind.BENCHMARKS)
    if edition is None or case.matter is None:
        return f"{said}；本机关尚未公布裁量基准" if edition is None else said
    code = case.matter.code
    rows = [
        row
        for row in rows_of(edition, clock.today())
        if isinstance(row, BenchmarkRow) and row.matter_code == code
    ]
    if not rows:
        return f"{said}；裁量基准（第 {edition.number} 版）没有本事项"
    grades = "；".join(f"{row.grade}：{row.penalty}" for row in rows)
    known = core["discretion_grade"] in {row.grade for row in rows}
    return f"{said}{'' if known else '，不在基准所列阶次之内'}。基准（第 {edition.number} 版）——{grades}"


def _procedure(case: Case) -> str:
    said = [f"{case.filed_on} 立案" if case.filed_on else "尚未立案"]
    limit = case.dossier.clocks.filter(rule="xzcf.decision_90", met_on=None).first()
    if limit is not None:
        said.append(f"办案期限至 {limit.due_on}")
    said.append("情节复杂或重大，须集体讨论" if case.complex else "未认定为情节复杂或重大")
    return "；".join(said)


def _documents(case: Case, submission: Submission) -> str:
    titles = "、".join(
        dict.fromkeys(case.dossier.documents.order_by("made_on").values_list("title", flat=True))
    )
    lacking = [name for name, present in materials_of(submission) if not present]
    said = f"案卷文书：{titles or '无'}"
    return f"{said}；未提交的送审材料：{'、'.join(lacking)}" if lacking else f"{said}；六项材料齐全"


def _power(case: Case, core: Mapping[str, Any]) -> str:
    kinds = "、".join(KINDS[each["kind"]] for each in core["penalties"])
    said = f"拟处罚种类：{kinds}"
    return f"{said}；{case.matter.get_coercion_display()}" if case.matter else said


def _alike(case: Case) -> str:
    if case.matter is None:
        return ""
    count = Decision.objects.filter(
        party__case__agency=case.agency, party__case__matter__code=case.matter.code
    ).count()
    return f"本事项已作出决定 {count} 件，可对照同案同罚"
