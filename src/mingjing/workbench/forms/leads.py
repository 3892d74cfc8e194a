"""From a lead to a filed case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models

from mingjing.cases.models import Case, Party
from mingjing.cases.sealing import Identity
from mingjing.registry.models import Department, Officer
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import People, day, line, text, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.catalog.models import MatterRow


class LeadForm(ActForm):
    """登记案源."""

    title = line("案由", 200, hint="写行为，如：未取得施工许可证擅自施工。")
    source = forms.ChoiceField(label="案源", choices=[("", "请选择"), *Case.Source.choices])
    found_on = day("发现或者收到线索的日期", hint="十五个工作日的核查期限从这一天起算。")
    course = forms.ChoiceField(label="行为状态", choices=Case.Course.choices, widget=forms.RadioSelect)
    acted_on = day(
        "违法行为发生（终了）日期",
        hint="连续或者继续的，写终了之日；仍在继续的，写发现之日。追责时效从这一天起算。",
    )
    place = line("发生地点", 200)
    summary = text("案情摘要", rows=5, hint="写看到的、收到的，不写结论。举报人的身份不要写在这里。")
    department = forms.ModelChoiceField(
        label="承办机构", queryset=Department.objects.none(), empty_label="请选择"
    )

    reference = line("来件编号", 80, hint="12345 工单号、交办或者移送文号；没有的不填。", required=False)
    reply_by = forms.DateField(
        label="答复期限",
        required=False,
        widget=forms.DateInput,
        help_text="照来件载明的日期填；12345 未载明的，按五个工作日计。",
    )
    reporter_name = line(
        "举报人姓名", 60, hint="以下三栏登记后即密封，承办人只见编号。匿名的不填。", required=False
    )
    reporter_contact = line("举报人联系方式", 100, required=False)
    reporter_address = line("举报人住址或者单位", 200, required=False)

    SEALED = ("reporter_name", "reporter_contact", "reporter_address")

    @property
    def told(self) -> dict[str, Any]:
        """Return what the action takes, the reporter's three fields as one."""
        typed = self.typed
        parts = {name: typed.pop(f"reporter_{name}") for name in ("name", "contact", "address")}
        return {**typed, "reporter": Identity(**parts)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Department.objects.filter(
            agency=self.request.user.agency_id, function=Department.Function.ENFORCEMENT
        )
        self.fields["department"].queryset = chosen.order_by("name")  # type: ignore[attr-defined]
        for name in self.SEALED:
            self.fields[name].widget.attrs["autocomplete"] = "off"


class PartyForm(ActForm):
    """登记当事人."""

    party_kind = forms.ChoiceField(label="类型", choices=Party.Kind.choices, widget=forms.RadioSelect)
    name = line("姓名或者名称", 200)
    credit_code = line(
        "统一社会信用代码", 18, hint="单位、个体工商户填写，18 位，系统核对校验位。", required=False
    )
    identity_number = line("居民身份证号", 18, hint="自然人填写，18 位，系统核对校验位。", required=False)
    representative = line("法定代表人（负责人）", 60, required=False)
    address = line("住所（住址）", 200)
    phone = line("联系电话", 40, required=False)
    capacity = line("在本案中的身份", 100, hint="如：建设单位、直接负责的主管人员。", required=False)


class FilingRequestForm(ActForm):
    """核查线索，提请立案."""

    chosen_from: ClassVar = {"handlers": "officers"}
    phrased: ClassVar = {"verification": "filing.verification", "jurisdiction": "filing.jurisdiction"}

    matter_code = forms.ChoiceField(
        label="执法事项", required=False, help_text="只列现行行政执法事项清单内的行政处罚事项。"
    )
    unlisted_reason = text(
        "不在清单内仍须立案的理由",
        rows=2,
        required=False,
        hint="选了清单内事项的不填。写明理由的，报负责人批准，并生成清单修订任务。",
    )
    handlers = People("承办人", hint="不少于两人；当日证件有效，类别和区域与事项相符。")
    verification = text("核查经过和初步证据", rows=5, hint="写明核查了什么，有什么初步证据。")
    grave_reason = text(
        "适用五年时效的理由",
        rows=2,
        required=False,
        hint="二年内未被发现的才填：如何涉及公民生命健康安全、金融安全，有何危害后果。",
    )
    jurisdiction = text(
        "管辖依据", rows=2, hint="违法行为发生地、事项和级别为何属于本机关；处罚权在他处的，移送有权机关。"
    )

    def __init__(self, *args: Any, matters: list[MatterRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter_code"].choices = grouped(matters)  # type: ignore[attr-defined]


def grouped(matters: list[MatterRow]) -> list[Any]:
    """Return matters as choices, grouped by their domain."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in matters:
        groups.setdefault(row.domain or "未分领域", []).append((row.code, f"{row.code}　{row.name}"))
    return [("", "请选择；不在清单内的，写明下面的理由"), *groups.items()]


class ReassignmentForm(ActForm):
    """变更承办人."""

    chosen_from: ClassVar = {"released": "handlers", "assigned": "officers"}

    released = forms.ModelChoiceField(
        label="解除", queryset=Officer.objects.none(), empty_label="不解除", required=False
    )
    assigned = forms.ModelChoiceField(
        label="指派", queryset=Officer.objects.none(), empty_label="不指派", required=False,
        help_text="当日证件有效，类别和区域与事项相符；审核过本案的不能承办。",
    )  # fmt: skip
    reason = text("理由", rows=2, hint="如：证件到期、调离、回避。变更后承办人不得少于两名。")


class EndorseForm(ActForm):
    """签署一级审批意见."""

    agreed = yes_or_no("意见", "同意", "不同意")
    opinion = text("签署意见", rows=3, hint="不同意的，写明要改什么；审批退回重新逐级签署。")


class ApproveForm(Confirm, ActForm):
    """批准: the deciding rung."""

    field_order: tuple[str, ...] = ("opinion", "password")

    opinion = text("批准意见", rows=3)


class FilingForm(ApproveForm):
    """批准立案; a matter that is not listed asks for the leader's own reason (reference §11.4 no. 3)."""

    def __init__(self, *args: Any, listed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not listed:
            self.fields["unlisted_reason"] = text(
                "事项未列清单，仍应立案的理由", rows=3, hint="由负责人写明；批准后生成清单修订任务。"
            )
            self.order_fields(("opinion", "unlisted_reason", "password"))


class DeclineForm(ActForm):
    """不予立案."""

    reason = text("理由", rows=4, hint="写明不符合哪项立案条件。")


def certified(officers: Any, *, first: Iterable[Officer] = ()) -> Any:
    """Return officers who hold a certificate, with what their labels show; `first`: who is most likely to be ticked."""
    return (
        officers.filter(certificates__isnull=False)
        .distinct()
        .select_related("department")
        .prefetch_related("certificates")
        .order_by(
            models.Case(models.When(pk__in=[each.pk for each in first], then=0), default=1),
            "department__name",
            "name",
        )
    )


def these(officers: Iterable[Officer]) -> Any:
    """Return these officers as a form field wants them, with what their labels show."""
    chosen = Officer.objects.filter(pk__in=[officer.pk for officer in officers])
    return (
        chosen.select_related("department")
        .prefetch_related("certificates")
        .order_by("department__name", "name")
    )
