"""A disclosure rule in words, as the public and the desk read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.law.terms import rule as term

if TYPE_CHECKING:
    from mingjing.disclosure.models import DisclosureRule


def limit_words(key: str) -> str:
    """Return a time limit as a rule says it: from which event, how long."""
    limit = term(key)
    return f"{limit.start_event}起 {limit.span}"


def pairs_of(rule: DisclosureRule) -> list[tuple[str, object]]:
    """Return a rule's items (label, text or texts) in the order of the page; empty ones are left out."""
    shown = bool(rule.fields)
    told: list[tuple[str, object]] = [
        ("公开范围", rule.scope),
        ("公开内容", "、".join(rule.fields)),
        ("公开载体", "、".join(rule.carriers)),
        ("公开时限", limit_words(rule.limit_key) if shown else ""),
        ("公示期限", rule.period),
        ("公示期", f"自决定之日起 {rule.months} 个月，期满自动停止（待确认）" if rule.months else ""),
        ("程序", rule.procedure),
        ("责任岗位", [f"{duty}：{post}" for duty, post in rule.posts] if shown else ""),
        ("监督方式", rule.supervision),
        ("保障", rule.safeguards),
        ("个人信息保护影响评估", rule.assessment),
        ("依据", rule.basis),
        ("版本", f"第 {rule.version} 版" + (f"，{rule.adopted_on} 起施行" if rule.adopted_on else "，草案")),
    ]
    return [(label, value) for label, value in told if value]
