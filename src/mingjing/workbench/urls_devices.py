"""Addresses of devices, sites, the rules of their use, and the inbox of recordings."""

from django.urls import URLPattern, path

from mingjing.workbench.views import device_acts, devices, inbox

urlpatterns: list[URLPattern] = [
    path("devices/", devices.devices, name="devices"),
    path("devices/new/", device_acts.RegisterDevice.as_view(), name="device-new"),
    path("devices/rules/", devices.usage_rules, name="usage-rules"),
    path("devices/rules/new/", device_acts.AdoptUsageRules.as_view(), name="usage-rules-new"),
    path("devices/sites/new/", device_acts.AddSite.as_view(), name="site-new"),
    path("devices/sites/<ref:ref>/close/", device_acts.CloseSite.as_view(), name="site-close"),
    path("devices/equipment/", device_acts.SetEquipment.as_view(), name="equipment-set"),
    path("devices/alarms/<ref:ref>/", device_acts.AnswerAlarm.as_view(), name="device-alarm"),
    path("devices/<ref:ref>/", devices.device, name="device"),
    path("devices/<ref:ref>/draw/", device_acts.Draw.as_view(), name="device-draw"),
    path("devices/<ref:ref>/return/", device_acts.Return.as_view(), name="device-return"),
    path("devices/<ref:ref>/enter/", device_acts.Enter.as_view(), name="device-enter"),
    path("devices/<ref:ref>/assign/", device_acts.Assign.as_view(), name="device-assign"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/<ref:ref>/", inbox.inbound_page, name="inbound"),
    path("inbox/<ref:ref>/confirm/<ref:activity>/", inbox.Confirm.as_view(), name="inbound-confirm"),
    path("inbox/<ref:ref>/open/", inbox.open_file, name="inbound-open"),
    path("inbox/<ref:ref>/file/<str:opening>/", inbox.file, name="inbound-file"),
    path("inbox/<ref:ref>/assign/", inbox.Reassign.as_view(), name="inbound-assign"),
    path("inbox/<ref:ref>/leave/", inbox.Leave.as_view(), name="inbound-leave"),
    path("inbox/<ref:ref>/reopen/", inbox.Reopen.as_view(), name="inbound-reopen"),
]
