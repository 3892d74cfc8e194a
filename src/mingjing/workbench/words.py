"""What the acts of the role table are called on the page that prints it."""

from __future__ import annotations

GROUPS = (
    ("案件", ("case.", "evidence.")),
    ("法制审核", ("review.",)),
    ("清单与公示", ("list.", "publication.")),
    ("法规", ("law.",)),
    ("机关、人员、账号", ("registry.", "account.", "audit.")),
)
"""The table's parts: a heading, and how the names of its acts begin."""

ACTS = {
    "case.register_lead": "登记案源和当事人",
    "case.verify_lead": "核查线索、提请立案",
    "case.endorse": "逐级签署审批意见",
    "case.approve_filing": "批准立案",
    "case.decline": "决定不予立案",
    "case.investigate": "调查取证",
    "case.conclude": "提交调查终结报告",
    "case.draft": "拟定决定代拟稿",
    "case.notify": "制作、送达告知书",
    "case.hear_party": "听取陈述申辩",
    "case.discuss": "主持集体讨论",
    "case.decide": "作出处罚决定",
    "case.serve": "送达决定书",
    "case.perform": "登记履行情况",
    "case.request_closing": "提请结案",
    "case.approve_closing": "批准结案",
    "case.petition": "呈请中止、延期等事项",
    "case.grant": "批准中止、延期等事项",
    "case.assign": "变更承办人",
    "case.read": "查阅案件",
    "case.bundle": "导出卷宗包",
    "evidence.view": "调阅证据文件",
    "review.submit": "提请法制审核",
    "review.find": "逐项审核、起草意见",
    "review.sign": "签署审核意见",
    "list.edit": "编制清单",
    "list.check": "核对清单",
    "list.read": "查阅清单",
    "publication.propose": "提交公示",
    "publication.check": "核对并公开",
    "publication.withdraw": "撤下公示、公布撤下理由",
    "law.import": "导入法规",
    "registry.manage": "设置机关信息和审批链，登记机构、人员、证件、代签授权",
    "account.manage": "管理账号和角色",
    "audit.read": "查阅操作记录",
}
