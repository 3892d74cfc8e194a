"""What the device keeper does, each verb on its own page."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.cases.actions import sorting
from mingjing.evidence.models import DeviceAlarm
from mingjing.refusal import Refusal
from mingjing.registry import device_rules as rules
from mingjing.registry import devices
from mingjing.workbench.acting import ActView
from mingjing.workbench.forms.devices import (
    AlarmForm,
    AssignForm,
    CloseSiteForm,
    DeviceForm,
    DrawForm,
    EntryForm,
    EquipmentForm,
    ReturnForm,
    SiteForm,
    UsageRulesForm,
)
from mingjing.workbench.views.devices import device_of
from mingjing.workbench.views.recordings import clock_words

if TYPE_CHECKING:
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Device, Site


class KeeperAct(ActView):
    """What all of them share: who may, and the way back to the register."""

    permission = devices.MANAGE
    clause = rules.KEEPING

    @property
    def back_url(self) -> str:
        """Return the page that the act came from."""
        return reverse("devices")

    @property
    def heading(self) -> str:
        """Return the page's heading."""
        return self.title

    def dossier(self) -> Dossier:
        """Return the dossier of sites, equipment and rules."""
        return devices.equipment_dossier(self.request.user.agency)

    def facts(self) -> list[tuple[str, object]]:
        """Return what stands beside the form."""
        return []

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {
            "heading": self.heading,
            "back_url": self.back_url,
            "facts": self.facts(),
            "facts_heading": "现状",
            "path": [("音像设备", reverse("devices")), (self.title, "")],
        }

    def common(self, form: Any) -> dict[str, Any]:
        """Return what every verb takes."""
        return {"user": self.request.user, "version": form.cleaned_data["version"], **form.typed}


class RegisterDevice(KeeperAct):
    """登记设备."""

    form_class = DeviceForm
    title = "登记设备"
    submit = "登记"
    done = "已登记设备。"

    def dossier(self) -> None:  # type: ignore[override]
        """Return none: the device has no dossier yet."""

    def act(self, form: DeviceForm) -> str:
        """Register."""
        made = devices.register_device(user=self.request.user, **form.typed)
        return reverse("device", args=[made.ref])


class DeviceAct(KeeperAct):
    """An act on one device."""

    device: Device

    def load(self, **address: str) -> None:
        """Find the device."""
        self.device = device_of(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the device's own."""
        return devices.device_dossier(self.device)

    @property
    def heading(self) -> str:
        """Name the device."""
        return f"{self.title}：{self.device}"

    @property
    def back_url(self) -> str:
        """Return the device's page."""
        return reverse("device", args=[self.device.ref])

    def facts(self) -> list[tuple[str, object]]:
        """Show the device as it stands."""
        loan = self.device.loans.filter(returned_at=None).select_related("holder").first()
        return [
            ("设备", str(self.device)),
            ("配属", self.device.department.name),
            ("状态", self.device.get_state_display()),
            ("在谁手里", f"{loan.holder.name}，{clock_words(loan.drawn_at)} 起" if loan else ""),
        ]

    def act(self, form: Any) -> str:
        """Run the verb and go back to the device."""
        self.do(**self.common(form), device=self.device)
        return self.back_url

    @abstractmethod
    def do(self, **told: Any) -> None:
        """Run the verb."""


class Draw(DeviceAct):
    """领用设备."""

    form_class = DrawForm
    title = "领用设备"
    submit = "发放"
    clause = rules.CHECKING
    done = "已发放。"

    def do(self, **told: Any) -> None:
        """Issue it."""
        devices.draw_out(**told)


class Return(DeviceAct):
    """归还设备."""

    form_class = ReturnForm
    title = "归还设备"
    submit = "收回"
    done = "已收回。"

    def do(self, **told: Any) -> None:
        """Take it back."""
        devices.bring_back(**told)


class Enter(DeviceAct):
    """登记设备台账."""

    form_class = EntryForm
    title = "登记台账"
    submit = "登记"
    done = "已登记。"

    def do(self, **told: Any) -> None:
        """Note it."""
        devices.enter(**told)


class Assign(DeviceAct):
    """变更设备配属."""

    form_class = AssignForm
    title = "变更配属"
    submit = "保存"
    done = "已保存。"

    def initial(self) -> dict[str, Any]:
        """Return how it is."""
        row = self.device
        return {
            "department": row.department_id,
            "site": row.site_id,
            "utc_times": "yes" if row.utc_times else "no",
        }

    def do(self, **told: Any) -> None:
        """Assign it."""
        devices.assign_device(**told)


class AnswerAlarm(KeeperAct):
    """查明设备告警."""

    form_class = AlarmForm
    title = "查明告警"
    submit = "记入"
    done = "已记入。"
    alarm: DeviceAlarm

    def load(self, **address: str) -> None:
        """Find the alarm."""
        rows = DeviceAlarm.objects.select_related("device__agency", "officer")
        found = rows.filter(pk=address["ref"], device__agency=self.request.user.agency).first()
        if found is None:
            raise Refusal("alarm.unknown", "没有这条告警。", next_step="请从设备页进入。")
        self.alarm = found

    def dossier(self) -> Dossier:
        """Return the device's own."""
        return devices.device_dossier(self.alarm.device)

    def facts(self) -> list[tuple[str, object]]:
        """Show what happened."""
        row = self.alarm
        return [
            ("设备", str(row.device)),
            ("录制时间", clock_words(row.at)),
            ("录制人", row.officer.name if row.officer else "未知"),
            ("情况", "录制时设备没有由录制人领用"),
        ]

    def act(self, form: AlarmForm) -> str:
        """Answer it."""
        sorting.answer_alarm(**self.common(form), alarm=self.alarm)
        return reverse("device", args=[self.alarm.device.ref])


class AddSite(KeeperAct):
    """登记执法场所."""

    form_class = SiteForm
    title = "登记执法场所"
    submit = "登记"
    done = "已登记场所。"
    clause = "种子 二（三）"

    def act(self, form: SiteForm) -> str:
        """Add it."""
        devices.add_site(**self.common(form))
        return self.back_url


class CloseSite(KeeperAct):
    """停用执法场所."""

    form_class = CloseSiteForm
    title = "停用执法场所"
    submit = "停用"
    done = "已停用。"
    site: Site

    def load(self, **address: str) -> None:
        """Find the site."""
        found = self.request.user.agency.sites.filter(pk=address["ref"]).first()
        if found is None:
            raise Refusal("site.unknown", "没有这个场所。", next_step="请从设备页进入。")
        self.site = found

    def facts(self) -> list[tuple[str, object]]:
        """Show the site."""
        return [("场所", self.site.name), ("位置", self.site.address)]

    def act(self, form: CloseSiteForm) -> str:
        """Close it."""
        devices.close_site(**self.common(form), site=self.site)
        return self.back_url


class SetEquipment(KeeperAct):
    """设定配备标准."""

    form_class = EquipmentForm
    title = "设定配备标准"
    submit = "设定"
    done = "已设定。"

    def act(self, form: EquipmentForm) -> str:
        """Set it."""
        devices.set_equipment(**self.common(form))
        return self.back_url


class AdoptUsageRules(KeeperAct):
    """登记使用制度."""

    form_class = UsageRulesForm
    title = "登记使用制度"
    submit = "登记为新版"
    done = "已登记新版。"

    def initial(self) -> dict[str, Any]:
        """Begin with the newest version."""
        newest = self.request.user.agency.usage_rules.first()
        if newest is None:
            return {}
        return {"title": newest.title, "text": newest.text, "announcement": newest.announcement}

    def act(self, form: UsageRulesForm) -> str:
        """Keep it."""
        devices.adopt_usage_rules(**self.common(form))
        return reverse("usage-rules")
