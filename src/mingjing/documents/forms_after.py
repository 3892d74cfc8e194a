"""The forms from the decision on: its approval, its service, payment, mending, and what binds the file."""

from __future__ import annotations

from mingjing.documents.form import Form, Layout

EVIDENCE_LIST = Form(
    "DC13",
    "证据清单",
    elements=("案由", "件数", "说明", "清单"),
    basis="行政处罚法 第四十六条；住房和城乡建设行政处罚程序规定 第四十条",
    file_class=3,
    internal=True,
)
DECISION_APPROVAL = Form(
    "JD02",
    "行政处罚决定审批表",
    elements=(
        "案由", "当事人", "违法事实", "处罚依据", "裁量", "拟作出的处罚", "法制审核意见", "告知、陈述申辩和听证",
        "集体讨论",
    ),
    basis="行政处罚法 第五十七条；住房和城乡建设行政处罚程序规定 第二十六条",
    file_class=2,
    internal=True,
)  # fmt: skip
RECTIFICATION = Form(
    "JD07",
    "补正（更正）决定书",
    "正字",
    layout=Layout.LETTER,
    elements=("当事人", "原文书", "遗漏或者错误", "更正的内容", "依据", "效力"),
    basis="住房和城乡建设行政处罚程序规定 第二十八条",
    served=True,
    file_class=2,
)
ADDRESS_CONFIRMATION = Form(
    "SD02",
    "送达地址确认书",
    elements=("受送达人", "送达地址", "收件人", "联系电话", "电子送达", "备用联系人", "变更告知", "确认"),
    basis="行政处罚法 第六十一条；住房和城乡建设行政处罚程序规定 第三十七条",
    file_class=2,
    signers=("受送达人", "执法人员", "执法人员"),
)
SERVICE_ANNOUNCEMENT = Form(
    "SD03",
    "公告送达公告",
    layout=Layout.LETTER,
    elements=("受送达人", "送达文书", "原因经过", "领取", "公告媒介", "视为送达"),
    basis="民事诉讼法 第九十五条；行政处罚法 第六十一条",
    file_class=2,
)
DEFERRAL = Form(
    "ZX02",
    "延期（分期）缴纳罚款决定书",
    "缓字",
    layout=Layout.LETTER,
    elements=("当事人", "原处罚决定", "申请和理由", "决定", "各期的日期和金额", "未按期缴纳的后果"),
    basis="行政处罚法 第六十六条第二款",
    served=True,
    file_class=7,
)
CONTENTS = Form(
    "GD01-1",
    "卷内目录",
    elements=("案由", "归档号", "件数", "目录"),
    basis="住房和城乡建设行政处罚程序规定 第四十条",
)
FILE_NOTE = Form(
    "GD01-2",
    "卷内备考表",
    elements=("案由", "归档号", "保管期限", "卷内页数", "件数", "缺损和需要说明的情况", "立卷人", "检查人"),
    basis="住房和城乡建设行政处罚程序规定 第四十条",
)
