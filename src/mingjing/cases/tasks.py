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
        Verb("reassignment", "变更承办人", "case.assign", handlers=False),
        Verb("inspection", "制作现场检查笔录", "case.investigate"),
        Verb("inquiry", "制作询问笔录", "case.investigate"),
        Verb("evidence", "添加证据", "case.investigate"),
        Verb("complexity", "认定情节复杂或重大", "case.conclude"),
        Verb("conclusion", "提交调查终结报告", "case.conclude"),
        Verb("draft", "拟定代拟稿", "case.draft"),
        Verb("submission", "提请法制审核", "review.submit"),
        Verb("review", "逐项审核", "review.find", handlers=False),
        Verb("signature", "签署审核意见", "review.sign", handlers=False),
        Verb("notice", "制作告知书", "case.notify"),
        Verb("notice-service", "登记告知书送达", "case.notify"),
        Verb("waiver", "登记书面放弃", "case.hear_party"),
        Verb("hearing-request", "登记听证申请", "case.hear_party"),
        Verb("hearing-withdrawal", "登记撤回听证申请", "case.hear_party"),
        Verb("statement", "记录陈述申辩", "case.hear_party"),
        Verb("decision-request", "提请作出决定", "case.notify"),
        Verb("discussion", "记录集体讨论", "case.discuss", handlers=False),
        Verb("endorse-decision", "签署处罚决定意见", "case.endorse", handlers=False),
        Verb("decision", "作出决定", "case.decide", handlers=False),
        Verb("service", "登记送达", "case.serve"),
        Verb("performance", "登记履行", "case.perform"),
        Verb("closing-request", "提请结案", "case.request_closing"),
        Verb("endorse-closing", "签署结案意见", "case.endorse", handlers=False),
        Verb("closing", "批准结案", "case.approve_closing", handlers=False),
        Verb("suspension-request", "呈请中止调查", "case.petition"),
        Verb("suspension", "批准中止调查", "case.grant", handlers=False),
        Verb("resumption", "登记恢复调查", "case.petition"),
        Verb("recusal-request", "登记回避申请", "case.petition"),
        Verb("recusal", "决定是否回避", "case.grant", handlers=False),
        Verb("preservation-request", "呈请先行登记保存", "case.petition"),
        Verb("preservation-approval", "批准先行登记保存", "case.grant", handlers=False),
        Verb("preservation", "登记保存物品、开具清单", "case.investigate"),
        Verb("preservation-end", "处理先行登记保存的证据", "case.investigate"),
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
    """An act that waits. `about`: the party it is for; `rule`: the time limit it is to keep; `signed`: who cannot."""

    verb: Verb
    sentence: str
    clause: str = ""
    party: Party | None = None
    roles: frozenset[Role] = frozenset()
    signed: tuple[Officer, ...] = ()
    rule: str = ""

    def for_whom(
        self, *, roles: Collection[Role], officer: Officer | None, handlers: Collection[Officer]
    ) -> bool:
        """Say whether somebody with these roles may do it: the act's role, a handler where only handlers may."""
        if not self.roles & set(roles) or officer is None or officer in self.signed:
            return False
        return not self.verb.handlers or officer in handlers


def task(
    name: str,
    sentence: str = "",
    clause: str = "",
    *,
    party: Party | None = None,
    roles: Collection[Role] = (),
    signed: Collection[Officer] = (),
    rule: str = "",
) -> Task:
    """Make a task of a verb; its roles are those of the permission table unless an approval chain says others."""
    verb = VERBS[name]
    allowed = frozenset(roles) or MAY[verb.permission]
    return Task(verb, sentence or verb.label, clause, party, allowed, tuple(signed), rule)
