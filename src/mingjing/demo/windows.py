"""The demo's two windows of the service hall, and who sits there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing.registry import windows

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import Window

HALL = "政务服务中心二楼大厅（示例）"
THREE: dict[str, Any] = {
    "hall": HALL, "number": "3号窗口", "post": "综合受理岗",
    "duties": "查验申请材料，当场决定是否受理\n材料不齐的，一次告知全部补正内容\n解答政策，指导填写申请表\n"
    "送达受理通知和许可决定",
    "enforcement": "行政许可", "services": ["ZN-JZ-001", "ZN-FC-001", "ZN-RQ-001"],
    "progress": "凭受理通知书编号，到本窗口或者打咨询电话查询",
    "notices": "收费的事项按公示标准收取，本窗口不收现金\n对不予受理有异议的，可以当场要求书面说明理由",
}  # fmt: skip
FOUR: dict[str, Any] = {
    "hall": HALL, "number": "4号窗口", "post": "咨询投诉岗",
    "duties": "受理咨询和投诉，当场编号登记\n告知办理期限和查询方式\n接待查阅案卷",
    "enforcement": "行政许可、行政处罚", "services": ["ZN-JZ-001"],
    "progress": "凭登记编号到本窗口或者打投诉电话查询",
}  # fmt: skip


def open_windows(bureau: Bureau) -> list[Window]:
    """Put up two windows; the clerk of the hall sits at one for the year, a handler at the other on two months."""
    user = bureau.users["publisher"]
    three, four = (windows.add_window(user=user, **told) for told in (THREE, FOUR))
    turns = ((three, "window", (1, 5), (12, 31)), (four, "officer3", (5, 6), (7, 3)))
    for window, name, (month, day), (to_month, to_day) in turns:
        windows.put_on_duty(
            user=bureau.users["window"],
            window=window,
            officer=bureau.people[name],
            first_on=dt.date(2026, month, day),
            last_on=dt.date(2026, to_month, to_day),
        )
    return [three, four]
