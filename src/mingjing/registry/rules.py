"""Rules about people and their powers, on plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal
from mingjing.registry.permissions import EXCLUSIVE, Role

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

CODE_LENGTH = 18
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class CertificateFacts:
    """What counts of a certificate."""

    number: str
    categories: tuple[str, ...]
    areas: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date
    in_force: bool
    examined: bool


def certificate_faults(
    certificates: Collection[CertificateFacts], *, on: dt.date, category: str, area: str
) -> list[str]:
    """行政处罚法 第四十二条、种子 A3.2: only one whose certificate is valid that day for category and area may act.

    An empty category asks for none in particular. Returns no fault when one certificate satisfies everything, else the
    faults of the certificate that comes closest.
    """
    if not certificates:
        return ["没有执法证件"]
    faults = [_faults(each, on=on, category=category, area=area) for each in certificates]
    return min(faults, key=len)


def _faults(certificate: CertificateFacts, *, on: dt.date, category: str, area: str) -> list[str]:
    number = certificate.number
    faults = []
    if not certificate.examined:
        faults.append(f"证件 {number} 未登记资格考试合格")
    if not certificate.in_force:
        faults.append(f"证件 {number} 已暂扣或注销")
    if on < certificate.valid_from:
        faults.append(f"证件 {number} 自 {certificate.valid_from} 起才有效")
    if on > certificate.valid_to:
        faults.append(f"证件 {number} 已于 {certificate.valid_to} 到期")
    if category and category not in certificate.categories:
        faults.append(f"证件 {number} 的执法类别不含“{category}”")
    if area not in certificate.areas:
        faults.append(f"证件 {number} 的执法区域不含“{area}”")
    return faults


def refuse_unqualified(name: str, faults: list[str], *, on: dt.date) -> None:
    """Refuse when an officer has faults on that day (行政处罚法42; 住建部令55号11)."""
    if faults:
        raise Refusal(
            "officer.not_qualified",
            f"{name} 在 {on} 不具备执法资格：{'；'.join(faults)}。",
            "行政处罚法 第四十二条；住房和城乡建设行政处罚程序规定 第十一条",
            "换用证件有效的人员，或由登记人员更新证件后再办。",
        )


def check_roles(held: Collection[Role]) -> None:
    """等保二级: the system, security and audit duties lie in different accounts that hold nothing else."""
    for exclusive in EXCLUSIVE:
        if exclusive & set(held) and len(set(held)) > 1:
            raise Refusal(
                "account.duties_mixed",
                "系统、安全、审计三员须分设账号，且不兼其他角色。",
                "网络安全等级保护二级：管理职责分离",
                "为这一角色另建账号。",
                "role",
            )


RUNGS = (Role.SECTION, Role.LEGALHEAD, Role.DEPUTY)
"""Who may sign below the rung that the law names, in the order of reference §11.6 no. 21."""


def rungs_below(roles: Collection[Role], *, matter: str) -> list[list[str]]:
    """Reference §11.6 no. 21: which posts sign below the last rung is a setting; in what order is not.

    The last rung is the law's (§11.2) and no part of the setting. Somebody always signs before the leader: who handles
    a case and who decides it are seldom all who answer for it.
    """
    chosen = [role for role in RUNGS if role in roles]
    if not chosen or len(chosen) < len(set(roles)):
        raise Refusal(
            "agency.chain",
            "最后一级之前至少有一级，只能是" + "、".join(role.label for role in RUNGS) + "。",
            "审批链设置；最后一级依法由本机关负责人签署",
            "请至少勾选一级。",
            matter,
        )
    return [[role.value] for role in chosen]


def credit_code_fault(code: str) -> str:
    """GB 32100: return what is wrong with a unified social credit code, or an empty text."""
    if len(code) != CODE_LENGTH or any(char not in CREDIT_ALPHABET for char in code):
        return "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）。"
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    if CREDIT_ALPHABET[(31 - total % 31) % 31] != code[17]:
        return "统一社会信用代码的校验位不符，请核对是否输错。"
    return ""


def identity_number_fault(number: str) -> str:
    """GB 11643: return what is wrong with a resident identity number, or an empty text."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if len(number) != CODE_LENGTH or not number[:17].isdigit():
        return "居民身份证号应为 18 位。"
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    if "10X98765432"[total % 11] != number[17]:
        return "居民身份证号的校验位不符，请核对是否输错。"
    return ""
