"""Which role may do which act: the one table, read by the gates, by the tests and by people.

Sources: 住建部令55号15、22–31; 244号6、20、27–32; 行政处罚法42、43、57; 移送规定5; reference §11.2.
`principal` (正职) and `deputy` (分管) are different people; where the law says 负责人 either may (engineering.md §6).
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """岗位."""

    OFFICER = "officer"
    SECTION = "section"
    REVIEWER = "reviewer"
    LEGALHEAD = "legalhead"
    DEPUTY = "deputy"
    PRINCIPAL = "principal"
    PUBLISHER = "publisher"
    CHECKER = "checker"
    SUPERVISOR = "supervisor"
    COUNSEL = "counsel"
    ARCHIVIST = "archivist"
    WINDOW = "window"
    DEVICES = "devices"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """Return the post as people call it."""
        return _LABELS[self]


_LABELS = {
    Role.OFFICER: "承办人",
    Role.SECTION: "承办机构负责人",
    Role.REVIEWER: "法制审核员",
    Role.LEGALHEAD: "法制机构负责人",
    Role.DEPUTY: "分管负责人",
    Role.PRINCIPAL: "主要负责人",
    Role.PUBLISHER: "公示员",
    Role.CHECKER: "公示审核员",
    Role.SUPERVISOR: "执法监督员",
    Role.COUNSEL: "法律顾问",
    Role.ARCHIVIST: "档案员",
    Role.WINDOW: "窗口工作人员",
    Role.DEVICES: "设备管理员",
    Role.SYSTEM: "系统管理员",
    Role.SECURITY: "安全管理员",
    Role.AUDIT: "审计员",
}

R = Role
_HANDLERS = frozenset({R.OFFICER})
_LEADERS = frozenset({R.DEPUTY, R.PRINCIPAL})
_STAFF = frozenset({R.OFFICER, R.SECTION, R.REVIEWER, R.LEGALHEAD, R.DEPUTY, R.PRINCIPAL})

MAY: dict[str, frozenset[Role]] = {
    # 案件
    "case.register_lead": frozenset({R.OFFICER, R.SECTION}),
    "case.verify_lead": _HANDLERS,
    "case.reply": frozenset({R.OFFICER, R.SECTION}),
    "case.unseal": frozenset({R.PRINCIPAL}),
    "case.take_over": frozenset({R.SECTION}),
    "case.endorse": frozenset({R.SECTION, R.LEGALHEAD, R.DEPUTY, R.PRINCIPAL}),
    "case.approve_filing": _LEADERS,
    "case.decline": _LEADERS,
    "case.assign": _LEADERS | {R.SECTION},
    "case.investigate": _HANDLERS,
    "case.conclude": _HANDLERS,
    "case.draft": _HANDLERS,
    "case.notify": _HANDLERS,
    "case.hear_party": _HANDLERS,
    "case.arrange_hearing": _LEADERS,
    "case.hold_hearing": _STAFF,
    "case.discuss": _LEADERS,
    "case.decide": _LEADERS,
    "case.serve": _HANDLERS,
    "case.perform": _HANDLERS,
    "case.void": _HANDLERS,
    "case.request_closing": _HANDLERS,
    "case.approve_closing": _LEADERS,
    "case.archive": _HANDLERS | {R.ARCHIVIST},
    "case.petition": _HANDLERS,
    "case.grant": _LEADERS,
    "case.scan": _HANDLERS,
    "case.read": _STAFF | {R.SUPERVISOR, R.ARCHIVIST},
    "case.bundle": frozenset({R.OFFICER, R.SECTION, R.LEGALHEAD, R.SUPERVISOR, R.AUDIT, R.ARCHIVIST}),
    "evidence.view": _STAFF | {R.SUPERVISOR, R.ARCHIVIST},
    "evidence.record": _HANDLERS,
    "evidence.exclude": _HANDLERS,
    "evidence.cite": _HANDLERS,
    "evidence.redact": _HANDLERS,
    "evidence.release": _HANDLERS | {R.SECTION},
    "evidence.countersign": _LEADERS,
    "evidence.count": _LEADERS | {R.SECTION, R.LEGALHEAD, R.SUPERVISOR},
    "evidence.download": _STAFF | {R.SUPERVISOR, R.ARCHIVIST},
    # 保管、查阅、销毁
    "custody.rule": frozenset({R.ARCHIVIST}),
    "custody.read": frozenset({R.ARCHIVIST, R.PRINCIPAL, R.SYSTEM, R.SUPERVISOR, R.AUDIT}),
    "custody.certify": frozenset({R.ARCHIVIST, R.OFFICER}),
    "custody.hold": frozenset({R.ARCHIVIST, R.LEGALHEAD}),
    "custody.seal": frozenset({R.ARCHIVIST, R.OFFICER}),
    "access.grant": frozenset({R.ARCHIVIST, R.WINDOW}),
    "access.show": frozenset({R.ARCHIVIST, R.WINDOW}),
    "disposal.propose": frozenset({R.ARCHIVIST}),
    "disposal.approve": frozenset({R.PRINCIPAL}),
    "disposal.carry_out": frozenset({R.ARCHIVIST}),
    "evidence.sort": frozenset({R.OFFICER, R.DEVICES}),
    # 音像设备
    "device.manage": frozenset({R.DEVICES}),
    "device.read": _LEADERS | {R.OFFICER, R.SECTION, R.LEGALHEAD, R.SUPERVISOR, R.DEVICES},
    # 法制审核
    "review.submit": _HANDLERS,
    "review.find": frozenset({R.REVIEWER}),
    "review.sign": frozenset({R.LEGALHEAD}),
    "review.assign": frozenset({R.LEGALHEAD}),
    "review.appoint": _LEADERS,
    "review.extend": frozenset({R.DEPUTY}),
    "review.supplement": _HANDLERS,
    "review.dispute": _HANDLERS,
    "review.talk": frozenset({R.LEGALHEAD}),
    "review.settle": _LEADERS,
    # 清单与公示
    "list.edit": frozenset({R.PUBLISHER}),
    "list.check": frozenset({R.CHECKER}),
    "list.read": frozenset(R) - {R.SECURITY},
    "publication.propose": frozenset({R.PUBLISHER}),
    "publication.check": frozenset({R.CHECKER}),
    "publication.withdraw": frozenset({R.CHECKER}),
    "publication.rules": frozenset({R.PUBLISHER}),
    "credit.export": frozenset({R.PUBLISHER}),
    "publication.read": frozenset({R.PUBLISHER, R.CHECKER, R.SUPERVISOR}),
    # 窗口
    "window.manage": frozenset({R.PUBLISHER}),
    "window.duty": frozenset({R.PUBLISHER, R.WINDOW}),
    # 来件
    "source.manage": frozenset({R.SYSTEM}),
    "source.upload": frozenset({R.PUBLISHER}),
    "source.read": frozenset({R.PUBLISHER, R.CHECKER, R.SUPERVISOR}),
    # 数据对接
    "push.manage": frozenset({R.SYSTEM}),
    "push.resend": frozenset({R.SYSTEM, R.PUBLISHER}),
    "push.read": frozenset({R.SYSTEM, R.PUBLISHER, R.SUPERVISOR, R.AUDIT}),
    # 现场执法和监督
    "visit.make": frozenset({R.OFFICER, R.SECTION}),
    "visit.approve": _LEADERS,
    "visit.withdraw": _LEADERS | {R.OFFICER, R.SECTION},
    "visit.read": _LEADERS | {R.OFFICER, R.SECTION, R.SUPERVISOR},
    "rating.read": frozenset({R.SUPERVISOR}),
    "complaint.appoint": _LEADERS,
    "complaint.answer": frozenset({R.SUPERVISOR}),
    "complaint.read": _LEADERS | {R.SUPERVISOR},
    "assessment.read": frozenset({R.PUBLISHER, R.CHECKER, R.SUPERVISOR, R.ARCHIVIST}),
    # 法规
    "law.import": frozenset({R.PUBLISHER, R.LEGALHEAD, R.SYSTEM}),
    "phrase.keep": frozenset({R.LEGALHEAD}),
    "law.stays": frozenset({R.SECTION, R.LEGALHEAD}),
    # 主体、人员、账号: 三员分立
    "registry.manage": frozenset({R.SYSTEM}),
    "account.manage": frozenset({R.SECURITY}),
    "audit.read": frozenset({R.AUDIT, R.SUPERVISOR}),
    "system.watch": frozenset({R.SYSTEM, R.AUDIT, R.SUPERVISOR}),
}
"""act → the roles that may do it. What is not here nobody may do."""

EXCLUSIVE = (frozenset({R.SYSTEM, R.SECURITY, R.AUDIT}),)
"""Of each of these sets an account may hold one role only (等保二级: 三员分立), and no other role beside it."""


def may(roles: frozenset[Role], act: str) -> bool:
    """Say whether any of the roles may do the act."""
    return bool(MAY[act] & roles)
