"""Taking over a case that was running before the system, and what follows on a decision made on paper."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from mingjing.cases.actions.taking_over import Before, Days, Decided, Elapsed
from mingjing.cases.actions.taking_over_parties import PartyBefore
from mingjing.cases.models import Case, Party, Performance, PriorStep, Service
from mingjing.cases.rules.service import Handing
from mingjing.evidence.actions import Upload
from mingjing.registry.models import Department
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import People, day, line, text
from mingjing.workbench.forms.leads import grouped
from mingjing.workbench.forms.recordings import HandedOver

if TYPE_CHECKING:
    from mingjing.catalog.models import MatterRow

SCANS = {
    "LA01": "filing_scan",
    "ZJ01": "report_scan",
    "FS03": "opinion_scan",
    "JD03": "decision_scan",
    "SD01": "service_scan",
}
PARTY = (
    "party_kind", "name", "credit_code", "identity_number", "representative", "address", "phone", "capacity",
)  # fmt: skip
SCAN = "PDF、JPG、PNG，不超过 50 MB，按内容核对类型。"


def _day(label: str, *, hint: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, help_text=hint, widget=forms.DateInput)


def _scan(label: str) -> forms.FileField:
    return forms.FileField(label=f"{label}扫描件", required=False, max_length=200, help_text=SCAN)


def _money(label: str, *, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_digits=14, decimal_places=2, help_text=hint
    )


def _days(label: str, most: int, *, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, help_text=hint)


FILED = (
    "number", "filed_on", "first_days", "second_days", "stopped_from", "stopped_until", "stopped_why", "matter_code",
    "unlisted_reason", "jurisdiction", "complex_case", "handlers", "filing_scan",
)  # fmt: skip
CONCLUDED = ("concluded_on", "report_scan")
REVIEWED = ("reviewed_on", "opinion_scan")
DECIDED = ("decision_number", "decided_on", "decided_by", "content", "amount", "decision_scan")
SERVED = ("served_on", "method", "proof", "service_scan")
EMPTY = (*FILED, *CONCLUDED, *REVIEWED, *DECIDED, *SERVED)
TEXTS = ("matter_code", "unlisted_reason", "jurisdiction", "number", "decision_number", "decided_by", "content",
         "method", "proof")  # fmt: skip
_FILING = ("number", "filed_on", "handlers", "filing_scan")
_DECISION = ("decision_number", "decided_on", "decided_by", "content", "decision_scan")
_NEEDED: dict[str, tuple[str, ...]] = {
    "lead": (),
    "investigation": _FILING,
    "conclusion": (*_FILING, *CONCLUDED),
    "notice": (*_FILING, *CONCLUDED, *REVIEWED),
    "service": (*_FILING, *_DECISION),
    "performance": (*_FILING, *_DECISION, *SERVED),
}
"""Step → the fields without which it is not entered; the action refuses the same."""


def _beyond(step: str) -> tuple[str, ...]:
    """Return the fields of what lies beyond a step; a concluding report may be there or not once it was decided."""
    return {
        "lead": EMPTY,
        "investigation": (*CONCLUDED, *REVIEWED, *DECIDED, *SERVED),
        "conclusion": (*REVIEWED, *DECIDED, *SERVED),
        "notice": (*DECIDED, *SERVED),
        "service": (*REVIEWED, *SERVED),
        "performance": REVIEWED,
    }[step]


class OfAParty(ActForm):
    """One party as the paper file tells of it: who it is, what was reviewed, decided and served."""

    party_kind = forms.ChoiceField(label="当事人类型", choices=Party.Kind.choices, widget=forms.RadioSelect)
    name = line("当事人姓名或者名称", 200)
    credit_code = line("统一社会信用代码", 18, required=False)
    identity_number = line("居民身份证号", 18, required=False)
    representative = line("法定代表人（负责人）", 60, required=False)
    address = line("住所（住址）", 200)
    phone = line("联系电话", 40, required=False)
    capacity = line("在本案中的身份", 100, required=False)
    reviewed_on = _day("审核意见日期", hint="照审核意见书；早于本系统启用之日。")
    opinion_scan = _scan("法制审核意见书")
    decision_number = line("决定书文号", 60, required=False, hint="照决定书；系统在后面注明“上线前”。")
    decided_on = _day("决定日期")
    decided_by = line("决定人", 60, required=False)
    content = text("处罚内容", rows=2, required=False, hint="照决定书主文。")
    amount = _money("应缴金额（元）")
    decision_scan = _scan("行政处罚决定书")
    served_on = _day("送达日期", hint="十五日缴款期从这一天起算。")
    method = forms.ChoiceField(
        label="送达方式", required=False, choices=[("", "请选择"), *Service.Method.choices]
    )
    proof = line("送达证明", 300, required=False)
    service_scan = _scan("送达回证")

    @property
    def decided(self) -> Decided:
        """Return the paper decision and its service."""
        typed = {**dict.fromkeys(TEXTS, ""), **self.cleaned_data}
        return Decided(
            typed["decision_number"], typed["decided_by"], typed["content"],
            int((typed.get("amount") or Decimal(0)) * 100), typed["method"], typed["proof"],
        )  # fmt: skip

    @property
    def papers(self) -> dict[str, Upload]:
        """Return the scans, by form."""
        given = {form: self.cleaned_data.get(name) for form, name in SCANS.items()}
        return {form: Upload(each.name, each) for form, each in given.items() if each}


class TakeOverForm(OfAParty):
    """接入在办案件: the paper file, entered once."""

    field_order = (
        "title", "number", "department", "source", "place", "summary", "course", "acted_on", "found_on", "filed_on",
        "concluded_on", "reviewed_on", "first_days", "second_days", "stopped_from", "stopped_until", "stopped_why",
        "matter_code", "unlisted_reason", "jurisdiction", "complex_case", "people", "account", "handlers", *PARTY,
        "filing_scan", "report_scan", "opinion_scan", *DECIDED, *SERVED,
    )  # fmt: skip
    chosen_from: ClassVar = {"handlers": "officers"}

    title = line("案由", 200)
    number = line("立案号", 60, required=False, hint="照立案审批表；系统在后面注明“上线前”。线索不填。")
    department = forms.ModelChoiceField(
        label="承办机构", queryset=Department.objects.none(), empty_label="请选择"
    )
    source = forms.ChoiceField(label="案源", choices=[("", "请选择"), *Case.Source.choices])
    place = line("发生地点", 200)
    summary = text("案情摘要", rows=3, hint="举报人的身份不要写在这里。")
    course = forms.ChoiceField(label="行为状态", choices=Case.Course.choices, widget=forms.RadioSelect)
    acted_on = day("违法行为发生（终了）日期")
    found_on = day("发现日期")
    filed_on = _day("立案日期", hint="九十日办案期限从这一天起算。")
    concluded_on = _day("调查终结日期", hint="照终结报告。")
    first_days = _days("第一次延长（日）", 30, hint="批准过的填 30；没有延长的不填。")
    second_days = _days("再次延长（日）", 60, hint="负责人集体讨论批准的日数。")
    stopped_from = _day("停止计算自", hint="中止、听证、检测鉴定等不计入办案期限的，照审批表填写。")
    stopped_until = _day("停止计算至", hint="含当日。")
    stopped_why = line("停止计算的事由", 100, required=False)
    matter_code = forms.ChoiceField(label="执法事项", required=False)
    unlisted_reason = text("不在清单内的理由", rows=2, required=False, hint="选了清单内事项的不填。")
    jurisdiction = text("管辖依据", rows=2, required=False)
    complex_case = forms.BooleanField(
        label="情节复杂或者重大，须由负责人集体讨论", required=False, help_text="不能改回。"
    )
    people = line("上线前的经办人", 300, hint="照纸质案卷：谁检查、谁询问、谁批准。")
    account = text("上线前的经过", rows=4, hint="按日期写已经办了什么，有什么证据。")
    handlers = People("接入以后的承办人", required=False, hint="不少于两人，今天证件有效；线索不填。")
    filing_scan = _scan("立案审批表")
    report_scan = _scan("案件调查终结报告")

    def __init__(self, *args: Any, step: str, matters: list[MatterRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        for name in _beyond(step):
            del self.fields[name]
        for name in _NEEDED[step]:
            self.fields[name].required = True
        chosen = Department.objects.filter(
            agency=self.request.user.agency_id, function=Department.Function.ENFORCEMENT
        )
        self.fields["department"].queryset = chosen.order_by("name")  # type: ignore[attr-defined]
        if step != "lead":
            self.fields["matter_code"].choices = grouped(matters)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse half a span of days that did not count."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(typed.get("stopped_from")) != bool(typed.get("stopped_until")):
            self.add_error("stopped_until", "停止计算的起止日期须都填写。")
        return typed

    @property
    def before(self) -> Before:
        """Return the case as its paper file tells it."""
        typed = {**dict.fromkeys(EMPTY), **dict.fromkeys(TEXTS, ""), **self.cleaned_data}
        stopped = [(typed["stopped_from"], typed["stopped_until"])] if typed["stopped_from"] else []
        return Before(
            **{
                name: typed[name]
                for name in (
                    "title", "summary", "place", "source", "course", "number", "people", "account", "matter_code",
                    "unlisted_reason", "jurisdiction",
                )
            },
            complex_case=bool(typed["complex_case"]),
            days=Days(
                **{
                    name: typed[name]
                    for name in (
                        "found_on", "acted_on", "filed_on", "concluded_on", "reviewed_on", "decided_on", "served_on",
                    )
                }
            ),
            party={name: typed[name] for name in PARTY},
            elapsed=Elapsed(
                typed["first_days"] or 0, typed["second_days"] or 0, stopped, typed["stopped_why"] or "中止调查"
            ),
            decided=self.decided,
            papers=self.papers,
        )  # fmt: skip


class FurtherPartyForm(OfAParty):
    """录入上线前的其他当事人: as far as the case had come when it was taken over."""

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(_beyond(step)) & set(self.fields):
            del self.fields[name]
        for name in set(_NEEDED[step]) & set(self.fields):
            self.fields[name].required = True

    @property
    def before(self) -> PartyBefore:
        """Return the party as the paper file tells of it."""
        typed = self.cleaned_data
        return PartyBefore(
            particulars={name: typed[name] for name in PARTY}, reviewed_on=typed.get("reviewed_on"),
            decided_on=typed.get("decided_on"), served_on=typed.get("served_on"), decided=self.decided,
            papers=self.papers,
        )  # fmt: skip


class PriorPaperForm(ActForm):
    """录入上线前材料."""

    kind = forms.ChoiceField(label="材料", choices=[("", "请选择"), *PriorStep.Kind.choices])
    done_on = day("日期", hint="写材料上的日期，不晚于接入之日。")
    people = line("经办人", 200)
    note = line("说明", 300, required=False, hint="文号、份数等。")
    scan = forms.FileField(label="扫描件或者照片", max_length=200, help_text=SCAN)


class PriorServiceForm(HandedOver):
    """登记送达（上线前的决定）: what every service asks for, by whom, and the scan of the receipt."""

    chosen_from: ClassVar = {"officers": "officers"}

    served_on = day("送达日期", hint="十五日的缴款期限从送达次日起算。")
    officers = People("送达的执法人员", hint="不少于两名。")
    scan = forms.FileField(label="送达回证扫描件", max_length=200, help_text=SCAN)

    @property
    def handed(self) -> Handing:
        """Return how it was served."""
        return Handing(**{key: each for key, each in self.typed.items() if key not in {"officers", "scan"}})


class PriorPerformanceForm(ActForm):
    """登记履行（上线前的决定）."""

    done_on = day("履行日期", hint="上线前已缴的，照票据填当时的日期。")
    amount = _money("缴款金额（元）", hint="登记责令事项的履行情况时不填。")
    channel = forms.ChoiceField(
        label="缴款方式", required=False, choices=[("", "没有缴款"), *Performance.Channel.choices]
    )
    payment_code = line("非税缴款码", 40, required=False, hint="20 位数字，缴款的必填。")
    receipt_number = line("财政票据号", 40, required=False, hint="缴款的必填。")
    note = line("履行情况", 300, required=False)

    def clean_amount(self) -> int:
        """Return the amount in 分."""
        return int((self.cleaned_data["amount"] or Decimal(0)) * 100)
