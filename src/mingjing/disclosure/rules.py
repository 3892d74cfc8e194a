"""Pure rules of disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.leaks import Suspect, suspects
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from mingjing.registry.models import User

SHORTEST_REASON = 8
SHORTEST_NAME = 2
GROUNDS_OF_PEOPLE = frozenset(Publication.Ground.values) - {Publication.Ground.MINOR, Publication.Ground.RULE}
"""Grounds that a person names; that a party is a minor, and what a rule excludes, the machine finds."""


def require_situation(situation: str) -> None:
    """Refuse a withdrawal for no reason that the law knows (行政处罚法48; 244号13; 55号令10)."""
    if situation not in Withdrawal.Situation.values:
        raise Refusal(
            "publication.no_situation",
            "撤下须有法定情形。",
            "行政处罚法 第四十八条第二款；244号 第十三条",
            "请选择一种情形。",
            "situation",
        )


def require_naming_nobody(reason: str, publication: Publication) -> None:
    """Refuse a public reason that is empty or would bring back what was withdrawn (244号13): name, number, numbers."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.no_reason",
            "请写明撤下的理由。",
            "行政处罚法 第四十八条第二款",
            "请写明因何决定、由何机关变更或者撤销。",
            "reason",
        )
    named = next((name for name in withheld(publication) if name in reason), "")
    if named:
        raise Refusal(
            "publication.names_party",
            "撤下的理由会公开，不能写当事人名称和决定书文号。",
            "244号 第十三条",
            "请改写为“该决定”“当事人”。",
            "reason",
        )
    if found := suspects([("撤下理由", reason)]):
        raise Refusal(
            "publication.leak",
            f"理由中的“{found[0].text}”像是{found[0].word}，不能公开。",
            "244号 第十条",
            "请删去个人信息。",
            "reason",
        )


def withheld(publication: Publication) -> list[str]:
    """Return what a notice of withdrawal must not say: the party's name, with and without its remark, and number."""
    name = publication.party_name
    words = [name, name.partition("（")[0], publication.number]
    return [word for word in words if len(word) >= SHORTEST_NAME]


SECRET = frozenset({Publication.Correction.LEAKED, Publication.Correction.OTHER_NAME})
"""Corrections that do not show what stood there (§11.5, §11.6 no. 25)."""


def correctable(publication: Publication, withdrawal: Withdrawal | None, *, newest: bool) -> bool:
    """Say whether a corrected version may follow: of a decision that is public, or that was withdrawn for a leak only.

    `newest` says that no later version has been public: an older one is not brought back beside it (244号13; §11.5).
    """
    leaked = withdrawal is not None and withdrawal.situation == Withdrawal.Situation.LEAKED
    down = publication.state == Publication.State.WITHDRAWN and leaked and newest
    return publication.kind == "decision" and (publication.state == Publication.State.PUBLISHED or down)


def require_secret_after_leak(publication: Publication, correction: str) -> None:
    """Refuse to bring back what was withdrawn for a leak by a correction that would keep its copy and its old words."""
    if publication.state == Publication.State.WITHDRAWN and correction not in SECRET:
        raise Refusal(
            "publication.leak_to_be_removed",
            "因误公开个人信息撤下的，更正时应当去掉所泄露的内容。",
            "244号 第十条、第十三条；个人信息保护法 第四十七条",
            "请选择“误公开个人信息”；当事人名称误写的，选择该情形。",
            "correction",
        )


def corrected(
    old: Mapping[str, str], changes: Mapping[str, str], correction: str, reason: str, *, copy: bool = False
) -> dict[str, str]:
    """Return the fields with their new texts; refuse a correction without kind, reason or change.

    `copy` says that there is a copy as a file: where that alone leaked, it goes and the text stays (§11.5).
    """
    if correction not in Publication.Correction.values:
        raise Refusal(
            "publication.no_correction", "请选择更正的情形。", next_step="三种情形之一。", field="correction"
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.no_reason",
            "请写明更正的理由。",
            "种子 一（一）",
            "理由与更正后的内容一并公开，不写旧的内容。",
            "reason",
        )
    new = {label: changes.get(label, text).strip() for label, text in old.items()}
    copy_goes = copy and correction == Publication.Correction.LEAKED
    if not copy_goes and all(new[label] == text.strip() for label, text in old.items()):
        raise Refusal(
            "publication.nothing_changed", "没有改动任何一项。", next_step="请改写有误的一项后再提交。"
        )
    if empty := next((label for label, text in new.items() if not text), ""):
        raise Refusal(
            "publication.emptied",
            f"“{empty}”不能改成空白。",
            "244号 第十条",
            "应当隐去的，写明“已隐去”。",
        )
    return new


def require_old_words_gone(
    old: Mapping[str, str], new: Mapping[str, str], title: str, correction: str
) -> None:
    """Refuse a correction that leaves elsewhere what it takes out: another's name, a leaked particular (§11.5)."""
    if correction not in SECRET:
        return
    changed = [(label, text) for label, text in old.items() if text != new[label]]
    gone = [each.text for each in suspects(changed)]
    if correction == Publication.Correction.OTHER_NAME:
        gone += [text for label, text in changed if label == "当事人"]
    for label, text in [*new.items(), ("标题", title)]:
        if left := next((word for word in gone if word in text), ""):
            raise Refusal(
                "publication.old_words_left",
                f"“{label}”中还有要去掉的内容：{left}。",
                "244号 第十条；个人信息保护法 第四十七条",
                "请一并改写。",
            )


def require_second_person(publication: Publication, user: User) -> None:
    """Refuse who proposed it, and who is nobody by name: two people always act (种子 A1; 244号6)."""
    proposer = publication.proposed_by_id
    if user.officer_id is None or proposer is None or user.officer_id == proposer:
        raise Refusal(
            "publication.same_person",
            "提交人与审核人不得为同一人。",
            "种子 一（一）；244号 第六条",
            "请由另一名公示审核员审核。",
        )


def require_impact(publication: Publication, impact: str) -> None:
    """Refuse a natural person's decision without its social impact in words (行政处罚法48; 个人信息保护法34)."""
    if publication.kind == "decision" and publication.natural and len(impact.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.no_impact",
            "对自然人的处罚决定，具有一定社会影响的才公开。",
            "行政处罚法 第四十八条第一款；个人信息保护法 第三十四条",
            "请写明具有什么社会影响；没有的，提请不公开。",
            "impact",
        )


def require_ground(ground: str, reason: str) -> None:
    """Refuse to keep something back on no ground of 244号11, on one that only the machine finds, or without reasons."""
    if ground not in GROUNDS_OF_PEOPLE:
        raise Refusal(
            "publication.no_ground", "不公开须有法定情形。", "244号 第十一条", "请选择一种情形。", "ground"
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.no_reason", "请写明不公开的理由。", "244号 第十一条", "请写明事实和依据。", "reason"
        )


def is_late(publication: Publication, today: dt.date) -> bool:
    """Say whether a publication comes after its last day (244号12)."""
    return publication.due_on is not None and today > publication.due_on


def is_over(publication: Publication, today: dt.date) -> bool:
    """Say whether the period that its rule gives a publication has ended (§11.6 no. 14)."""
    return publication.expires_on is not None and today > publication.expires_on


def require_late_reason(publication: Publication, reason: str, today: dt.date) -> None:
    """Refuse a late publication that does not say why it is late: it is published all the same, with its reason."""
    if is_late(publication, today) and len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.late",
            f"已超过最迟公开日 {publication.due_on}。",
            "244号 第十二条；行政处罚法 第四十八条",
            "请写明逾期的原因后立即公开；原因由执法监督员查阅。",
            "late_reason",
        )


def require_confirmed(found: Collection[Suspect], confirmed: Collection[str]) -> None:
    """Refuse what the machine found and no person confirmed: masked, or said to be fit for the public (244号10)."""
    left = next((each for each in found if each.text not in confirmed), None)
    if left is not None:
        raise Refusal(
            "publication.leak",
            f"“{left.field}”中的“{left.text}”像是{left.word}，没有遮盖，也没有确认可以公开。",
            "244号 第十条；个人信息保护法 第三十四条",
            "应当隐去的，退回遮盖；确属可以公开的，逐处勾选确认。",
            "confirmed",
        )
