"""上线: what a new bureau still has to do before its first case, each worked out from how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing import clock
from mingjing.cases.models import Case
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import Stage, editions_of
from mingjing.disclosure.queries import rules_of
from mingjing.law.calendar import shipped
from mingjing.law.models import StatuteVersion
from mingjing.registry.models import Certificate, Department
from mingjing.registry.permissions import Role
from mingjing.registry.queries import holders, in_post
from mingjing.theme.cells import Mark
from mingjing.workflow.actions import current

if TYPE_CHECKING:
    from mingjing.registry.models import Agency

NEEDED = (
    Role.OFFICER,
    Role.SECTION,
    Role.REVIEWER,
    Role.LEGALHEAD,
    Role.DEPUTY,
    Role.PRINCIPAL,
    Role.PUBLISHER,
    Role.CHECKER,
)
"""Roles without which a case of the ordinary procedure stops somewhere on its way."""
PAIR = 2
"""行政处罚法42: two officers with certificates."""
DONE, OPEN, UNDER_WAY, OTHER = (
    Mark("ok", "已完成"),
    Mark("stop", "未完成"),
    Mark("soon", "办理中"),
    Mark("off", "系统外确认"),
)


@dataclass(frozen=True)
class Step:
    """One thing to do: what, how it stands, what is lacking, who does it, where; `must`: no case begins without it."""

    title: str
    state: Mark
    detail: str
    who: str
    url: str
    must: bool = True


def steps(agency: Agency) -> list[Step]:
    """Return what there is to do, in the order in which it can be done."""
    return [
        _particulars(agency),
        _sums(agency),
        _departments(agency),
        _certificates(agency),
        _roles(agency),
        _calendar(),
        _laws(),
        _procedure(agency),
        _rules(agency),
        *(_list(agency, kind) for kind in (ListKind.MATTERS, ListKind.OFFICERS)),
        *(_list(agency, kind) for kind in (ListKind.RECORDINGS, ListKind.REVIEW)),
        _case(agency),
        Step(
            "备份",
            OTHER,
            "每天一次 mingjing backup，并试着恢复过一次；做法见部署文档第七节。",
            "运维人员",
            "",
            must=False,
        ),
    ]


def _state(*, done: bool) -> Mark:
    return DONE if done else OPEN


def _particulars(agency: Agency) -> Step:
    lacking = agency.missing
    words = (
        f"还没有填写：{'、'.join(lacking)}。"
        if lacking
        else f"文号为“{agency.sign}”字，已填写联系方式和代收机构。"
    )
    return Step("机关信息和文号", _state(done=not lacking), words, Role.SYSTEM.label, reverse("desk-agency"))


def _sums(agency: Agency) -> Step:
    words = (
        f"自然人 {agency.hearing_sum_person} 元、单位 {agency.hearing_sum_other} 元"
        f"{'，已确认' if agency.hearing_sums_confirmed else '；请按本地规定核对后确认'}。"
    )
    return Step(
        "听证数额",
        _state(done=agency.hearing_sums_confirmed),
        words,
        Role.SYSTEM.label,
        reverse("desk-agency"),
        must=False,
    )


def _departments(agency: Agency) -> Step:
    there = set(agency.departments.values_list("function", flat=True))
    wanted = (Department.Function.ENFORCEMENT, Department.Function.LEGAL)
    lacking = [str(each.label) for each in wanted if each not in there]
    words = (
        f"还没有职能为“{'”“'.join(lacking)}”的机构。"
        if lacking
        else f"{agency.departments.count()} 个内设机构。"
    )
    return Step(
        "内设机构", _state(done=not lacking), words, Role.SYSTEM.label, reverse("desk-table", args=["staff"])
    )


def _certificates(agency: Agency) -> Step:
    today = clock.today()
    held = Certificate.objects.filter(
        officer__in=in_post(agency),
        status=Certificate.Status.VALID,
        valid_from__lte=today,
        valid_to__gte=today,
        exam_passed_on__lte=today,
    )
    people = held.values("officer").distinct().count()
    return Step(
        "人员和证件",
        _state(done=people >= PAIR),
        f"{in_post(agency).count()} 人，其中今天持有有效证件的 {people} 人；办案须两人以上。",
        Role.SYSTEM.label,
        reverse("desk-table", args=["staff"]),
    )


def _roles(agency: Agency) -> Step:
    lacking = [role.label for role in NEEDED if not holders(agency, role)]
    words = f"还没有人担任：{'、'.join(lacking)}。" if lacking else "办理一件案件的岗位都有人。"
    return Step(
        "账号和岗位",
        _state(done=not lacking),
        words,
        Role.SECURITY.label,
        reverse("desk-table", args=["accounts"]),
    )


def _calendar() -> Step:
    year = clock.today().year
    known = shipped().is_published(clock.today())
    words = f"{year} 年的放假安排{'已随系统提供' if known else '还没有，期限是暂算的；请升级系统'}。"
    return Step("工作日历", _state(done=known), words, "随系统提供", "", must=False)


def _laws() -> Step:
    versions = StatuteVersion.objects.all()
    texts = versions.filter(has_text=True).count()
    words = (
        f"提要 {versions.count()} 部，已导入条文 {texts} 部；没有条文的也能引用，但看不到原文、比不出修改。"
    )
    return Step("法规条文", _state(done=texts > 0), words, "法制机构", reverse("desk-laws"), must=False)


def _procedure(agency: Agency) -> Step:
    version = current(agency, "ordinary-penalty")
    words = f"普通程序第 {version.version} 版，建立机关时采用。" if version else "没有普通程序。"
    return Step("办案流程", _state(done=version is not None), words, "建立机关时采用", "")


def _rules(agency: Agency) -> Step:
    rules = rules_of(agency)
    words = f"{len(rules)} 条施行中，建立机关时按范本采用，请核对是否合本地规定。"
    return Step("公示规则", _state(done=bool(rules)), words, Role.PUBLISHER.label, reverse("desk-rules"))


def _list(agency: Agency, kind: ListKind) -> Step:
    editions = editions_of(agency, kind)
    current_one = next((each for each in editions if each.stage is Stage.IN_FORCE), None)
    coming = next((each for each in editions if each.stage.open or each.stage is Stage.CHECKING), None)
    if current_one:
        state, words = DONE, f"现行第 {current_one.edition.number} 版，{current_one.rows} 行。"
    elif coming and coming.stage.open:
        state, words = UNDER_WAY, f"草案 {coming.rows} 行，其中待补全 {coming.marked} 行；请补全后提交审核。"
    elif coming:
        state, words = UNDER_WAY, "草案正在等公示审核员核对公开。"
    elif kind == ListKind.OFFICERS:
        state, words = OPEN, "人员导入后，从人员登记生成。"
    else:
        state, words = OPEN, "还没有编制；有现成的表格，直接导入。"
    return Step(
        str(kind.label),
        state,
        words,
        f"{Role.PUBLISHER.label}编制，{Role.CHECKER.label}公开",
        reverse("desk-list", args=[kind]),
        must=kind in {ListKind.MATTERS, ListKind.OFFICERS},
    )


def _case(agency: Agency) -> Step:
    filed = Case.objects.filter(agency=agency).count()
    words = f"已登记 {filed} 件。" if filed else "登记第一条案源，核查、立案。"
    return Step(
        "第一件案件", _state(done=bool(filed)), words, Role.OFFICER.label, reverse("cases"), must=False
    )
