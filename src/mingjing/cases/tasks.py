"""Acts that wait for somebody: who may do them, for which party, by which clause and clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.registry.permissions import MAY, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.cases.models import Party
    from mingjing.registry.models import Officer


@dataclass(frozen=True)
class Verb:
    """An act on a case: its name (also its page's), its label, what it needs, whether only handlers do it."""

    name: str
    label: str
    permission: str
    handlers: bool = True


VERBS = {
    verb.name: verb
    for verb in (
        Verb("party", "登记当事人", "case.register_lead", handlers=False),
        Verb("filing-request", "提请立案", "case.verify_lead", handlers=False),
        Verb("endorse-filing", "签署立案意见", "case.endorse", handlers=False),
        Verb("filing", "批准立案", "case.approve_filing", handlers=False),
        Verb("decline", "不予立案", "case.decline", handlers=False),
        Verb("lead-extension-request", "呈请延长核查期限", "case.verify_lead", handlers=False),
        Verb("lead-extension", "批准延长核查期限", "case.grant", handlers=False),
        Verb("reply", "登记答复来件", "case.reply", handlers=False),
        Verb("reporter", "启封举报人身份", "case.read", handlers=False),
        Verb("reporter-told", "登记告知举报人", "case.read", handlers=False),
        Verb("reporter-consent", "登记举报人同意披露", "case.read", handlers=False),
        Verb("prior-paper", "录入上线前材料", "case.investigate"),
        Verb("prior-party", "录入上线前的其他当事人", "case.investigate"),
        Verb("prior-review", "录入上线前的审核", "case.draft"),
        Verb("prior-review-check", "核对上线前的审核意见", "review.sign", handlers=False),
        Verb("prior-notice", "录入上线前的告知", "case.notify"),
        Verb("prior-notice-check", "核对上线前的告知书", "review.sign", handlers=False),
        Verb("prior-service", "登记送达（上线前的决定）", "case.serve"),
        Verb("prior-performance", "登记履行（上线前的决定）", "case.perform"),
        Verb("reassignment", "变更承办人", "case.assign", handlers=False),
        Verb("inspection", "制作现场检查笔录", "case.investigate"),
        Verb("inquiry", "制作询问笔录", "case.investigate"),
        Verb("evidence", "添加证据", "case.investigate"),
        Verb("exclusion", "排除非法证据", "evidence.exclude"),
        Verb("recording", "上传音像记录", "evidence.record"),
        Verb("citation", "引用音像记录", "evidence.cite"),
        Verb("redaction", "制作遮盖件", "evidence.redact"),
        Verb("redaction-check", "核对遮盖件", "evidence.release", handlers=False),
        Verb("explanation", "书面说明音像记录情况", "evidence.record"),
        Verb("countersignature", "会签音像记录情况说明", "evidence.countersign", handlers=False),
        Verb("complexity", "认定情节复杂或重大", "case.conclude"),
        Verb("conclusion", "提交调查终结报告", "case.conclude"),
        Verb("draft", "拟定代拟稿", "case.draft"),
        Verb("no-penalty-draft", "拟不予处罚", "case.draft"),
        Verb("same-act", "认定是否同一行为", "case.draft"),
        Verb("supplementary", "补充调查", "case.investigate"),
        Verb("submission", "提请法制审核", "review.submit"),
        Verb("supplement", "补充送审材料", "review.supplement"),
        Verb("receipt", "登记收件", "review.find", handlers=False),
        Verb("assignment", "指派审核人", "review.assign", handlers=False),
        Verb("appointment", "就本案指定审核人", "review.appoint", handlers=False),
        Verb("review", "逐项审核", "review.find", handlers=False),
        Verb("review-extension-request", "呈请延长审核期限", "review.find", handlers=False),
        Verb("review-extension", "批准延长审核期限", "review.extend", handlers=False),
        Verb("signature", "签署审核意见", "review.sign", handlers=False),
        Verb("objection", "对审核意见提出异议", "review.dispute"),
        Verb("talks", "登记协商结果", "review.talk", handlers=False),
        Verb("settlement", "对分歧作出结论", "review.settle", handlers=False),
        Verb("notice", "制作告知书", "case.notify"),
        Verb("notice-service", "登记告知书送达", "case.notify"),
        Verb("waiver", "登记书面放弃", "case.hear_party"),
        Verb("hearing-request", "登记听证申请", "case.hear_party"),
        Verb("hearing-withdrawal", "登记撤回听证申请", "case.hear_party"),
        Verb("hearing-arrangement", "安排听证", "case.arrange_hearing", handlers=False),
        Verb("hearing-denial", "不予听证", "case.arrange_hearing", handlers=False),
        Verb("hearing-notice-service", "登记听证通知书送达", "case.notify"),
        Verb("hearing-change", "登记听证改期", "case.arrange_hearing", handlers=False),
        Verb("hearing-record", "制作听证笔录", "case.hold_hearing", handlers=False),
        Verb("hearing-report", "提出听证报告", "case.hold_hearing", handlers=False),
        Verb("statement", "记录陈述申辩", "case.hear_party"),
        Verb("decision-request", "提请作出决定", "case.notify"),
        Verb("discussion", "记录集体讨论", "case.discuss", handlers=False),
        Verb("endorse-decision", "签署处罚决定意见", "case.endorse", handlers=False),
        Verb("decision", "作出决定", "case.decide", handlers=False),
        Verb("service", "登记送达", "case.serve"),
        Verb("performance", "登记履行", "case.perform"),
        Verb("announcement", "公告送达", "case.serve"),
        Verb("address-confirmation", "登记送达地址确认书", "case.serve"),
        Verb("relief", "登记复议、诉讼", "case.perform"),
        Verb("relief-end", "登记复议、诉讼结束", "case.perform"),
        Verb("deferral-request", "登记延期（分期）缴纳申请", "case.perform"),
        Verb("deferral", "决定延期（分期）缴纳", "case.grant", handlers=False),
        Verb("deferral-service", "登记延期（分期）决定书送达", "case.serve"),
        Verb("void", "作废未送达的文书", "case.void"),
        Verb("rectification-request", "呈请补正（更正）", "case.petition"),
        Verb("rectification", "批准补正（更正）", "case.grant", handlers=False),
        Verb("rectification-service", "登记补正（更正）决定书送达", "case.serve"),
        Verb("evidence-list", "制作证据清单", "case.investigate"),
        Verb("closing-request", "提请结案", "case.request_closing"),
        Verb("endorse-closing", "签署结案意见", "case.endorse", handlers=False),
        Verb("closing", "批准结案", "case.approve_closing", handlers=False),
        Verb("archive", "归档", "case.archive"),
        Verb("word-draft", "读回 Word 稿", "case.draft"),
        Verb("scan", "收回签名、盖章的扫描件", "case.scan"),
        Verb("suspension-request", "呈请中止调查", "case.petition"),
        Verb("suspension", "批准中止调查", "case.grant", handlers=False),
        Verb("resumption", "登记恢复调查", "case.petition"),
        Verb("education", "登记教育记录", "case.perform"),
        Verb("withdrawal-request", "呈请撤案", "case.petition"),
        Verb("withdrawal", "批准撤案", "case.grant", handlers=False),
        Verb("lead-transfer-request", "呈请移送有管辖权的机关", "case.verify_lead", handlers=False),
        Verb("lead-transfer", "移送线索", "case.verify_lead", handlers=False),
        Verb("transfer-request", "呈请移送有管辖权的机关", "case.petition"),
        Verb("transfer-approval", "批准移送有管辖权的机关", "case.grant", handlers=False),
        Verb("crime-request", "呈请移送公安机关", "case.petition"),
        Verb("crime-approval", "决定是否移送公安机关", "case.grant", handlers=False),
        Verb("transfer", "移送案件", "case.petition"),
        Verb("transfer-answer", "登记移送的答复", "case.petition"),
        Verb("transfer-objection", "提请公安机关复议", "case.petition"),
        Verb("hand-over", "移交物品和材料", "case.petition"),
        Verb("take-back", "恢复办理", "case.petition"),
        Verb("recusal-request", "登记回避申请", "case.petition"),
        Verb("recusal", "决定是否回避", "case.grant", handlers=False),
        Verb("preservation-request", "呈请先行登记保存", "case.petition"),
        Verb("preservation-approval", "批准先行登记保存", "case.grant", handlers=False),
        Verb("preservation", "登记保存物品、开具清单", "case.investigate"),
        Verb("preservation-end", "处理先行登记保存的证据", "case.investigate"),
        Verb("testing", "登记委托检测、检验、鉴定", "case.investigate"),
        Verb("results", "登记结果、制作结果告知书", "case.investigate"),
        Verb("results-service", "登记结果告知书送达", "case.investigate"),
        Verb("order", "责令改正或者停止", "case.investigate"),
        Verb("order-service", "登记责令通知书送达", "case.investigate"),
        Verb("order-check", "登记整改复查", "case.investigate"),
        Verb("extension-request", "呈请延长办案期限", "case.petition"),
        Verb("extension", "批准延长办案期限", "case.grant", handlers=False),
        Verb("second-extension", "集体讨论再次延期", "case.grant", handlers=False),
    )
}
"""Every act on a case that has a page."""


@dataclass(frozen=True)
class Task:
    """An act that waits. `about`: the party it is for; `rule`: the time limit it is to keep; `signed`: who cannot.

    `named`: the only people who may, where an act is somebody's own (a hearing's chair).
    """

    verb: Verb
    sentence: str
    clause: str = ""
    party: Party | None = None
    roles: frozenset[Role] = frozenset()
    signed: tuple[Officer, ...] = ()
    rule: str = ""
    named: tuple[Officer, ...] = ()

    def for_whom(
        self, *, roles: Collection[Role], officer: Officer | None, handlers: Collection[Officer]
    ) -> bool:
        """Say whether somebody with these roles may do it: the act's role, a handler where only handlers may.

        Where an officer must be a handler, another role that the act is given to needs not: the archivist.
        """
        if officer is None or officer in self.signed:
            return False
        if self.named:
            return officer in self.named
        if not self.roles & set(roles):
            return False
        return not self.verb.handlers or officer in handlers or bool(self.roles & set(roles) - {Role.OFFICER})


def task(
    name: str,
    sentence: str = "",
    clause: str = "",
    *,
    party: Party | None = None,
    roles: Collection[Role] = (),
    signed: Collection[Officer] = (),
    rule: str = "",
    named: Collection[Officer] = (),
) -> Task:
    """Make a task of a verb; its roles are those of the permission table unless an approval chain says others."""
    verb = VERBS[name]
    allowed = frozenset(roles) or MAY[verb.permission]
    return Task(verb, sentence or verb.label, clause, party, allowed, tuple(signed), rule, tuple(named))
