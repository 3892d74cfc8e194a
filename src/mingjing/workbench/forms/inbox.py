"""The inbox of recordings: which activity a file shows, whose it is, or why it stays out of the files of cases."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mingjing.evidence.models import Recording
from mingjing.registry.models import Device, Officer
from mingjing.registry.queries import in_post
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line
from mingjing.workbench.forms_people import OfficerChoice


class ConfirmForm(ActForm):
    """归入执法活动."""

    chosen_from: ClassVar = {"recorded_by": "officers"}

    recorded_by = forms.ModelChoiceField(
        label="录制人", queryset=Officer.objects.none(), empty_label="请选择"
    )
    place = line("录制地点", 200)
    late_reason = forms.ChoiceField(
        label="迟传理由",
        required=False,
        choices=[("", "没有迟传，或者没有下列理由"), *Recording.LateReason.choices],
        help_text="录制结束超过二十四小时才导入的才填（244号 第二十条）；没有法定理由的照实归入，记为迟传。",
    )


class ReassignForm(ActForm):
    """改派收件."""

    officer = OfficerChoice(
        label="录制人", queryset=Officer.objects.none(), required=False, empty_label="不知道"
    )
    device = forms.ModelChoiceField(
        label="设备",
        queryset=Device.objects.none(),
        required=False,
        empty_label="不是登记的设备",
        help_text="改了设备的，时间按那台设备的校时重新换算。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.request.user.agency
        self.fields["officer"].queryset = in_post(agency).select_related("department")  # type: ignore[attr-defined]
        self.fields["device"].queryset = agency.devices.all()  # type: ignore[attr-defined]


class LeaveForm(ActForm):
    """留存收件."""

    reason = line("理由", 300, hint="例如：出发前试拍，没有开展执法活动。以后可以放回待确认。")


class ReopenForm(ActForm):
    """放回待确认: nothing to type."""
