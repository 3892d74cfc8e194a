"""What the device keeper types: devices, issue and return, the register's entries, sites, equipment, rules of use."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.registry.models import Department, Device, DeviceEntry, Officer, Site
from mingjing.registry.queries import in_post
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import day, line
from mingjing.workbench.forms.fields import text as lines
from mingjing.workbench.forms_people import OfficerChoice


def _moment(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput, help_text="写实际的时间，可以补登。")


def _department() -> forms.ModelChoiceField[Department]:
    return forms.ModelChoiceField(label="配属机构", queryset=Department.objects.none(), empty_label="请选择")


class OwnForm(ActForm):
    """A form that offers what is the agency's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.request.user.agency
        offered: dict[str, Any] = {
            "department": agency.departments.order_by("name"),
            "site": agency.sites.filter(closed_on=None),
            "holder": in_post(agency).select_related("department"),
        }
        for name in offered.keys() & self.fields.keys():
            self.fields[name].queryset = offered[name]  # type: ignore[attr-defined]


class AssignForm(OwnForm):
    """变更设备配属."""

    department = _department()
    site = forms.ModelChoiceField(
        label="安装场所",
        queryset=Site.objects.none(),
        required=False,
        empty_label="不是固定摄像头",
        help_text="固定摄像头必选；其他设备不选。",
    )
    utc_times = forms.TypedChoiceField(
        label="文件内的时间",
        choices=[("yes", "世界时（按格式标准）"), ("no", "北京时间（不少设备这样写）")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="导入时据此换算；不清楚的，拍一段核对。",
    )


class DeviceForm(AssignForm):
    """登记设备."""

    field_order = ("device_kind", "serial", "model", "standard", "department", "site", "utc_times")

    device_kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Device.Kind.choices])
    serial = line("设备编号", 40, hint="与机身、文件名中的编号一致。")
    model = line("品牌型号", 80)
    standard = line("执行标准", 80, required=False, hint="例如：GA/T 947.2—2015。")


class DrawForm(OwnForm):
    """领用设备."""

    holder = OfficerChoice(label="领用人", queryset=Officer.objects.none(), empty_label="请选择")
    drawn_at = _moment("领用时间")
    drawn_state = line("领用时检查", 200, hint="外观、电量、存储、时钟（244号 第十九条）。")


class ReturnForm(ActForm):
    """归还设备."""

    returned_at = _moment("归还时间")
    returned_state = line("归还时检查", 200, hint="外观、数据是否已导出。")
    full = forms.BooleanField(label="存储已满，须先导出清空", required=False)


class EntryForm(ActForm):
    """登记设备台账."""

    entry_kind = forms.ChoiceField(label="事项", choices=[("", "请选择"), *DeviceEntry.Kind.choices])
    happened_at = _moment("时间")
    offset = forms.IntegerField(
        label="时钟偏差（秒）",
        required=False,
        min_value=-86400,
        max_value=86400,
        help_text="校时必填：设备比北京时间快几秒写几，慢的写负数，校准前的偏差。",
    )
    text = lines("情况", rows=3, required=False, most=500, hint="报失写明时间、地点、经过和报告了谁。")


class SiteForm(ActForm):
    """登记执法场所."""

    site_kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Site.Kind.choices])
    name = line("名称", 60, hint="活动地点写了这个名称的，固定摄像头的录像据此对上。")
    address = line("位置", 200)


class CloseSiteForm(ActForm):
    """停用执法场所."""

    closed_on = day("停用日期")


class EquipmentForm(OwnForm):
    """设定配备标准."""

    department = _department()
    device_kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Device.Kind.choices])
    number = forms.IntegerField(label="应配数量", min_value=0, max_value=999)


class UsageRulesForm(ActForm):
    """登记使用制度."""

    title = line("名称", 120)
    text = lines("正文", rows=16, most=20_000, hint="使用、管理、监督和责任；每一版都保留。")
    announcement = lines(
        "开始录制时的告知用语", rows=3, most=500, hint="录制开始时照此告知（244号 第十九条）。"
    )
    in_force_on = day("施行日期")


class AlarmForm(ActForm):
    """查明设备告警."""

    answer = lines("查明的情况", rows=4, most=500, hint="谁、何时、为何没有登记领用，如何处理。")
