"""After the decision: where to serve, deferral, spoiled and mended documents, closing."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from mingjing.cases.models import AddressConfirmation, Case, Rectification, Relief
from mingjing.documents.models import Document
from mingjing.registry.models import Officer
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import day, line, text, yes_or_no
from mingjing.workbench.forms.leads import ApproveForm

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALMENT = re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})\s*[，,、\s]\s*(?P<yuan>[\d,]+(\.\d{1,2})?)\s*元?")


class AddressForm(ActForm):
    """登记送达地址确认书."""

    confirmed_on = day("确认日期", hint="当事人签名的日期。")
    address = line("送达地址", 200)
    receiver = line("收件人", 60)
    phone = line("联系电话", 40)
    electronic = yes_or_no("电子送达", "同意", "不同意", hint="须由当事人自己选择。")
    channel = forms.ChoiceField(
        label="电子送达方式", required=False, choices=[("", "无"), *AddressConfirmation.Channel.choices]
    )
    account = line("电子送达账号", 120, required=False, hint="传真号码、电子邮箱或者即时通讯账号。")
    contact = line("备用联系人及方式", 120, hint="系统发生故障时用；没有的写“无”。")


class Instalments(forms.CharField):
    """Instalments, one a line: `2026-10-30，10000`; cleaned to days and 分."""

    widget = forms.Textarea(attrs={"rows": "4"})

    def clean(self, value: Any) -> list[tuple[dt.date, int]]:
        """Return the instalments in the order in which they were typed."""
        typed: str = super().clean(value)
        rows = [each.strip() for each in typed.splitlines() if each.strip()]
        return [_instalment(place, row) for place, row in enumerate(rows, 1)]


def _instalment(place: int, row: str) -> tuple[dt.date, int]:
    parts = INSTALMENT.fullmatch(row)
    wrong = forms.ValidationError(f"第 {place} 行看不懂，请写成：2026-10-30，10000")
    if parts is None:
        raise wrong
    try:
        due = dt.date(*(int(part) for part in parts["day"].split("-")))
        return due, int(Decimal(parts["yuan"].replace(",", "")) * 100)
    except (ValueError, InvalidOperation) as error:
        raise wrong from error


class DeferralRequestForm(ActForm):
    """登记延期（分期）缴纳申请."""

    applied_on = day("申请日期")
    reason = text("申请理由", rows=3, hint="当事人写明的经济困难情况和证明材料。")
    plan = Instalments(
        label="各期的日期和金额",
        help_text="一行一期：2026-10-30，10000。延期一次缴清的只写一行；合计等于尚未缴纳的数额。",
    )


class ReliefForm(ActForm):
    """登记复议、诉讼."""

    relief_kind = forms.ChoiceField(label="救济途径", choices=Relief.Kind.choices, widget=forms.RadioSelect)
    began_on = day("申请或者起诉日期")
    reference = line("受理机关和文书", 200, hint="如：县人民政府行政复议受理通知书文号。")


class ReliefEndForm(ActForm):
    """登记复议、诉讼结束."""

    ended_on = day("结束日期")
    outcome = line("结果", 200, hint="如：维持，写明文书文号；变更、撤销的，另行办理。")


class DocumentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A document of the case."""

    def label_from_instance(self, obj: Document) -> str:
        """Return its title, number and day."""
        return f"{obj.title}　{obj.number}（{obj.made_on}）"


class OnDocument(ActForm):
    """An act on one document of the case."""

    chosen_from: ClassVar = {"document": "documents"}

    document = DocumentChoice(label="文书", queryset=Document.objects.none(), empty_label="请选择")


class VoidForm(OnDocument):
    """作废未送达的文书."""

    reason = text(
        "作废理由", rows=3, hint="写明哪里有误。文书留在案卷内，标明作废；重新制作的用下一个文号。", most=300
    )


class RectificationForm(OnDocument):
    """呈请补正（更正）."""

    rectification_kind = forms.ChoiceField(
        label="种类", choices=Rectification.Kind.choices, widget=forms.RadioSelect
    )
    item = forms.ChoiceField(label="所在的一项", help_text="右边列出各份文书的各项文字。")
    wrong = text("原文", rows=2, hint="照文书逐字抄写有误的一处；遗漏的，抄写应当补入之处的上下文。")
    right = text("更正为", rows=2, hint="只改文字错误和遗漏。处罚内容、金额、当事人不能用补正改变。")
    reason = text("理由", rows=2)

    def __init__(self, *args: Any, items: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "请选择"), *((name, name) for name in items)]  # type: ignore[attr-defined]


class KeptFor(forms.Form):
    """The term for which a file is kept."""

    retention = forms.ChoiceField(
        label="保管期限", choices=Case.Retention.choices, widget=forms.RadioSelect,
        help_text="重要的永久，一般的 30 年；系统按规则选定，改选的写明理由。",
    )  # fmt: skip
    retention_reason = line("改选保管期限的理由", 300, required=False)


class ClosingRequestForm(ActForm):
    """提请结案: the handler has put the file together (卷内备考表)."""

    chosen_from: ClassVar = {"checked_by": "checkers"}

    pages = forms.IntegerField(
        label="卷内页数", min_value=1, max_value=99999, help_text="逐页编号后的总页数。"
    )
    defects = text("缺损和需要说明的情况", rows=2, hint="没有的，写“无”。", most=500)
    checked_by = forms.ModelChoiceField(
        label="检查人",
        queryset=Officer.objects.none(),
        empty_label="请选择",
        help_text="检查案卷的人，不是立卷人本人。",
    )


class ClosingForm(KeptFor, ApproveForm):
    """批准结案, and for how long the file is kept."""

    field_order: tuple[str, ...] = ("opinion", "retention", "retention_reason", "password")


class ArchiveForm(KeptFor, ClosingRequestForm):
    """归档 of a case that ended without being closed: what its note says, for how long it is kept."""
