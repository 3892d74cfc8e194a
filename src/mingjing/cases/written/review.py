"""重大执法决定法制审核制度 (种子 C1; 244号四章): from the catalogue, the posts, the materials and the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.written.text import Chapter, Clause, WrittenRules, chapter, cited, several, who, within
from mingjing.catalog.models import ListKind, ReviewRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.registry.models import Department
from mingjing.review.intake_rules import COMPLETENESS, MATERIALS, SEPARATE
from mingjing.review.points import POINTS
from mingjing.review.rules import LEADS_TO, OPENING

if TYPE_CHECKING:
    from mingjing.registry.models import Agency

SLUG, TITLE = "review", "重大执法决定法制审核制度"
LAW = "行政处罚法、国办发〔2018〕118号、自治区政府令第244号"
DISPUTES = "244号 第三十二条"


def write(agency: Agency) -> WrittenRules:
    """Write the rules from what is in force."""
    return WrittenRules(
        SLUG,
        f"{agency.name}{TITLE}",
        LAW,
        (_general(agency), _scope(agency), _handing_in(), _reviewing(), _disputes(), _answering()),
    )


def _general(agency: Agency) -> Chapter:
    rows = Department.objects.filter(agency=agency, function=Department.Function.LEGAL).order_by("name")
    legal = "、".join(each.name for each in rows) or "（尚未登记法制机构）"
    return chapter(
        "总则",
        [
            Clause(f"为了规范{agency.name}重大执法决定法制审核，根据{LAW}，制定本制度。"),
            Clause(
                f"重大执法决定作出前，由{legal}进行法制审核；未经审核或者审核未通过的，不得作出决定。主要负责人是第一责任人。",
                source="内设机构",
            ),
            Clause(
                f"办案与审核分离：审核由{who('review.find')}办理、{who('review.sign')}签署，承办人不得审核本案；"
                "初次从事行政处罚决定法制审核的，应当取得国家统一法律职业资格。",
                source=SEPARATE,
            ),
        ],
    )


def _scope(agency: Agency) -> Chapter:
    edition = in_force(agency, ListKind.REVIEW)
    rows = [row for row in rows_of(edition) if isinstance(row, ReviewRow)] if edition else []
    if edition is None:
        return chapter("审核范围", [Clause("审核目录尚未公布；公布以前，不得提请审核。")])
    return chapter(
        "审核范围",
        [
            Clause(
                "下列决定属于重大执法决定，符合一项即须审核：",
                tuple(f"{row.category}·{row.item}：{threshold(row)}" for row in rows),
                f"审核目录清单第 {edition.number} 版",
            )
        ],
    )


def threshold(row: ReviewRow) -> str:
    """Return what a row of the catalogue asks for, as the system compares it; all where it states nothing."""
    stated = several(
        (
            f"对公民罚款 {row.person_fine:,} 元以上" if row.person_fine is not None else "",
            f"对法人、其他组织罚款 {row.org_fine:,} 元以上" if row.org_fine is not None else "",
            f"处以{'、'.join(row.penalty_kinds)}" if row.penalty_kinds else "",
            "经过听证" if row.hearing_held else "",
        )
    )
    scope = f"（限事项 {'、'.join(row.matters)}）" if row.matters else ""
    return ("、".join(stated) if stated else "不论数额和种类") + scope


def _handing_in() -> Chapter:
    return chapter(
        "送审",
        [
            Clause(f"由{who('review.submit')}提请审核，提交下列材料：", MATERIALS, COMPLETENESS),
            Clause("材料不齐的，限时补充或者退回；补充材料的时间不计入审核期限。", source=COMPLETENESS),
        ],
    )


def _reviewing() -> Chapter:
    return chapter(
        "审核",
        [
            Clause("对下列内容逐项作出结论：", tuple(point.title for point in POINTS), "244号 第三十条"),
            Clause(
                f"自收到送审材料之日起 {within('nm.review5')}审核完毕；情况复杂的，经{who('review.extend')}批准，"
                f"可以延长 {within('nm.review5ext').removesuffix('内')}。",
                source=cited("nm.review5"),
            ),
            Clause(
                f"住房和城乡建设行政处罚的审核，同时不得超过 {within('zj55.review').removesuffix('内')}。",
                source=cited("zj55.review"),
            ),
            Clause(
                "审核意见及其后果：",
                tuple(f"{result}：{after}" for result, after in LEADS_TO.items()),
                "住建部令第55号 第二十五条",
            ),
            Clause(
                f"只有审核意见为“{'”或者“'.join(OPENING)}”的代拟稿，才能告知当事人、作出决定；代拟稿改动的，重新送审。",
                source="行政处罚法 第五十八条",
            ),
        ],
    )


def _disputes() -> Chapter:
    return chapter(
        "意见分歧",
        [
            Clause(
                f"承办机构应当采纳审核意见；有异议的，由{who('review.dispute')}书面提出，每份意见一次。",
                source=DISPUTES,
            ),
            Clause(
                f"{who('review.talk')}与承办机构协商，登记结果；协商不一致的，由{who('review.settle')}决定，写明怎样修改或者为何"
                "维持，修改后的代拟稿重新审核。",
                source=DISPUTES,
            ),
        ],
    )


def _answering() -> Chapter:
    return chapter(
        "责任",
        [
            Clause(
                "承办机构对送审材料的真实、准确、完整以及执法的事实、证据、法律适用和程序负责。",
                source="国办发〔2018〕118号",
            ),
            Clause("法制机构对审核意见负责；未经审核作出决定的，依法追究责任。", source="244号 第三十三条"),
        ],
    )
