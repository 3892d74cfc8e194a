"""No penalty with its education; withdrawing a case; handing it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from mingjing.cases.rules.no_penalty import GROUNDS
from mingjing.cases.rules.transfers import SITUATIONS
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.drafting import Citations
from mingjing.workbench.forms.fields import People, clock_time, day, line, text, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoPenaltyForm(ActForm):
    """拟不予处罚: the ground, what shows it, what the party is taught."""

    facts = text("查明的事实", rows=6, hint="时间、地点、经过、后果；每项事实都要有证据证明。")
    violated = Citations(
        label="违反的规定", required=False, help_text="每行一条，引到条款项。违法事实不能成立的不填。"
    )
    ground = forms.ChoiceField(
        label="不予处罚的理由",
        choices=[(key, f"{each.label}（{each.article}）") for key, each in GROUNDS.items()],
        widget=forms.RadioSelect,
        help_text="行政处罚法的理由，选一项；条款由系统写进代拟稿。",
    )
    shown = text("理由的事实和证据", rows=5, hint="逐项写明各由哪件证据证明；右侧列出每种理由须证明什么。")
    education = text(
        "教育的内容", rows=3, required=False,
        hint="行政处罚法第三十三条第三款：不予处罚的，应当对当事人进行教育。违法事实不能成立的不填。",
    )  # fmt: skip
    orders = text("责令事项", rows=2, required=False, hint="仍须改正的，写明改正什么、何时完成。")

    @property
    def core(self) -> dict[str, Any]:
        """Return what `actions.drafting.draft` takes."""
        data = self.cleaned_data
        return {
            "facts": data["facts"],
            "violated": data["violated"],
            "orders": data["orders"],
            "no_penalty": {name: data[name] for name in ("ground", "shown", "education")},
        }


def from_core(core: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the draft before, so that the next revision begins with it."""
    said = core.get("no_penalty") or {}
    return {
        "facts": core["facts"],
        "violated": "\n".join(core["violated"]),
        "orders": core.get("orders", ""),
        **{name: said.get(name, "") for name in ("ground", "shown", "education")},
    }


class EducationForm(ActForm):
    """登记教育记录."""

    chosen_from: ClassVar = {"officers": "officers"}

    held_on = day("教育日期")
    place = line("地点", 200)
    person = line("被教育人", 100, hint="当事人或者其法定代表人、监护人。")
    officers = People("执法人员", hint="不少于两名。")
    content = text("教育内容", rows=5, hint="讲了哪些规定、指出了什么、要求今后怎么做。")
    response = text("当事人表示", rows=2, hint="照当事人的原话记录。")


class WithdrawalForm(ActForm):
    """呈请撤案."""

    situation = forms.ChoiceField(label="情形", choices=list(SITUATIONS.items()), widget=forms.RadioSelect)
    reason = text("理由", rows=4, hint="写明查明了什么、由哪些证据证明，为何应当终止调查。")


class TransferForm(ActForm):
    """呈请移送有管辖权的机关."""

    receiver = line("受移送机关", 100, hint="写全称。")
    reason = text("无管辖权的理由", rows=4, hint="写明依据哪一条，管辖权为何在该机关。")
    materials = text("移送材料清单", rows=4, hint="每行一件：名称，份数，页数。")


class CrimeForm(TransferForm):
    """呈请移送公安机关."""

    field_order = ("receiver", "officers", "reason", "materials")
    chosen_from: ClassVar = {"officers": "officers"}

    reason = text("涉嫌犯罪的理由", rows=4, hint="写明事实、涉嫌的罪名和达到的追诉标准。")
    officers = People("专案组的执法人员", hint="从本案承办人中选，不少于两名。")
    materials = text(
        "移送材料清单",
        rows=4,
        hint="每行一件：移送书之外的调查报告、涉案物品清单、检验报告或者鉴定意见、其他。",
    )


class SendForm(ActForm):
    """移送案件."""

    sent_on = day("移送日期")
    sent_at = clock_time("移送时间", hint="移送公安机关的填到分：二十四小时按时刻判断；不填的按日判断。")
    proof = line("移送的回执", 200, hint="由谁签收，或者送达回执、挂号信的编号。")


class TransferAnswerForm(ActForm):
    """登记移送的答复."""

    accepted = yes_or_no("答复", "受理（立案）", "不予受理（不予立案）")
    answered_on = day("收到日期")
    paper = line("答复的文书", 200, hint="名称和文号，如：立案决定书（示例公〔2026〕1号）。")


class ObjectionForm(ActForm):
    """提请公安机关复议."""

    objected_on = day("提请日期", hint="自接到不予立案通知书之日起三日内。")
    reason = text("复议的理由", rows=4)


class HandOverForm(ActForm):
    """移交物品和材料."""

    handed_on = day("移交日期", hint="自接到立案通知书之日起三日内。")
    proof = line("移交的签收", 200, hint="由谁签收、办理了哪些交接手续。")


class TakeBackForm(ActForm):
    """恢复办理."""

    reason = text("理由", rows=3, hint="写明受移送机关如何答复，本机关为何继续办理。")
