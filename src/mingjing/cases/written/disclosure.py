"""行政执法公示制度 (种子 A1; 118号二; 244号6): from the lists, the rules of disclosure, the posts and the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.written.text import Chapter, Clause, WrittenRules, chapter, cited, several, who, within
from mingjing.catalog.actions.sending import BASIS, TERM
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, publications_of
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import rules_of
from mingjing.disclosure.rule_words import pairs_of
from mingjing.evidence.recording_rules import THINGS

if TYPE_CHECKING:
    from mingjing.disclosure.models import DisclosureRule
    from mingjing.registry.models import Agency

SLUG, TITLE = "disclosure", "行政执法公示制度"
LAW = "国办发〔2018〕118号、自治区政府令第244号、政府信息公开条例"
NOT_SAID = frozenset({"版本", "公开范围"})


def write(agency: Agency) -> WrittenRules:
    """Write the rules from what is in force."""
    rules = rules_of(agency)
    return WrittenRules(
        SLUG,
        f"{agency.name}{TITLE}",
        LAW,
        (
            _general(agency, rules),
            _before(agency),
            _during(agency),
            _after(rules),
            _mending(),
            _watching(agency),
        ),
    )


def _general(agency: Agency, rules: list[DisclosureRule]) -> Chapter:
    kinds = "、".join(dict.fromkeys(rule.category for rule in rules)) or "行政执法"
    return chapter(
        "总则",
        [
            Clause(f"为了规范{agency.name}的行政执法公示，根据{LAW}，制定本制度。"),
            Clause(
                f"本机关在{agency.area}内实施{kinds}等行政执法活动，其公示适用本制度。", source="公示规则"
            ),
            Clause(
                "谁执法谁公示。公示分工如下，提出的人和审核的人不得是同一人：",
                (
                    f"编制清单、起草公示规则：{who('list.edit', 'publication.rules')}",
                    f"采集、提交公示：{who('publication.propose')}",
                    f"审核、发布：{who('publication.check')}",
                    f"撤下、公布撤下理由：{who('publication.withdraw')}",
                ),
                "岗位权限表",
            ),
        ],
    )


def _before(agency: Agency) -> Chapter:
    return chapter(
        "事前公开",
        [
            Clause("公开下列清单，办案系统按公布的清单执行：", _lists(agency), "清单"),
            Clause(
                f"清单须经另一人审核后公布，自形成或者变更之日起 {within(TERM)}公布；历次版本和版本之间的差别可以查阅。"
                "人员离岗的，从各版清单中撤下。",
                source=cited(TERM),
            ),
            Clause(
                f"法律、法规、规章修改的，引用被修改条款的事项在 {within(TERM)}修订，修订期间在该事项上标明；"
                f"不需修订的，由{who('law.stays')}写明理由。",
                source="修订任务",
            ),
            Clause(
                "公开机关的职责、执法权限、内设机构、地址、电话、委托和救济途径，以及执法流程图。",
                source="机关概况",
            ),
        ],
    )


def _lists(agency: Agency) -> tuple[str, ...]:
    found = []
    for kind in ListKind:
        edition = in_force(agency, kind)
        state = "尚未公布"
        if edition is not None:
            published = publications_of(agency, kind).filter(content__edition=str(edition.pk)).first()
            day = f"，{published.made_on} 提交" if published else ""
            state = f"现行第 {edition.number} 版{day}"
        found.append(f"{kind.label}（{BASIS[kind]}）：{state}")
    return tuple(found)


def _during(agency: Agency) -> Chapter:
    return chapter(
        "事中公示",
        [
            Clause(
                "执法人员当场出示执法证件，任何人可以在公示网站按证件编号核对。证件须在当日有效，类别、区域相符，"
                "否则系统不接受其办理。"
            ),
            Clause(f"当面告知当事人{'、'.join(THINGS.values())}，告知情况记入案卷。", source="244号 第九条"),
            Clause(
                f"咨询电话 {agency.phone or '待公布'}，办公时间 {agency.hours or '待公布'}。",
                source="机关信息",
            ),
        ],
    )


def _after(rules: list[DisclosureRule]) -> Chapter:
    grounds = tuple(str(label) for label in Publication.Ground.labels)
    return chapter(
        "事后公开",
        [
            *(_rule(rule) for rule in rules),
            Clause(
                "有下列情形之一的，提请不公开，由另一人核对后列入不公开，写明理由：",
                grounds,
                "244号 第十一条",
            ),
            Clause(
                "银行账号、权属证书编号、财产状况、家庭住址、证件号码和通讯方式隐去后公开。",
                source="244号 第十条",
            ),
        ],
    )


def _rule(rule: DisclosureRule) -> Clause:
    said = several(
        f"{label}：{'；'.join(value) if isinstance(value, list) else value}"
        for label, value in pairs_of(rule)
        if label not in NOT_SAID
    )
    return Clause(f"{rule}，公开{rule.scope}：", said, f"公示规则第 {rule.version} 版")


def _mending() -> Chapter:
    situations = tuple(str(label) for label in Withdrawal.Situation.labels)
    return chapter(
        "更正和撤下",
        [
            Clause(
                f"任何人可以申请更正公开的内容，自收到申请之日起 {within('correction.answer')}答复，写明理由和救济途径"
                "（本机关公示规则，非法定期限）。",
                source="更正申请",
            ),
            Clause("有下列情形之一的，从全部公开的地方立即撤下：", situations, cited("nm.withdraw")),
            Clause(
                f"决定被变更、撤销、确认违法或者无效的，{within('xzcf.revoke_publish')}公布撤下的理由。",
                source=cited("xzcf.revoke_publish"),
            ),
        ],
    )


def _watching(agency: Agency) -> Chapter:
    return chapter(
        "监督和保障",
        [
            Clause(
                f"逾期公开、不公开的决定和更正申请，由{who('publication.read')}查阅、督促。",
                source="岗位权限表",
            ),
            Clause(f"监督投诉电话 {agency.complaint_phone or '待公布'}。", source="机关信息"),
            Clause("公布、更正、撤下每一步都留有可以核对的记录。"),
        ],
    )
