"""Approval chains: who signs in what order is a setting (§11.6 no. 21), who signs last is the law's (§11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role
from mingjing.registry.queries import own_roles, substitutions_of
from mingjing.workflow.models import Approval

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, Officer, Substitution, User

LEADERS = (Role.DEPUTY, Role.PRINCIPAL)
"""本机关负责人: the responsible persons of an agency (行政处罚法57; 55号令15、31)."""
DEFAULT_CHAINS: dict[str, tuple[tuple[Role, ...], ...]] = {
    "filing": ((Role.SECTION,), LEADERS),
    "decision": ((Role.SECTION,), (Role.LEGALHEAD,), LEADERS),
    "closing": ((Role.SECTION,), LEADERS),
}
"""matter → rungs, each the roles that may sign it. 立案、决定、结案: 本机关负责人 (55号令15、31; 行政处罚法57)."""

LABELS = {"filing": "立案审批", "decision": "处罚决定审批", "closing": "结案审批"}


_readers: list[Callable[[Dossier, str], None]] = []


def read_before_signing(reader: Callable[[Dossier, str], None]) -> None:
    """Register who reads every opinion that is to stand in a dossier and refuses what must not stand there."""
    _readers.append(reader)


def may_stand(dossier: Dossier, opinion: str) -> None:
    """Refuse an opinion that one of the rooms above does not let stand in the dossier."""
    for read in _readers:
        read(dossier, opinion)


@dataclass(frozen=True)
class Chain:
    """A chain as it stands for one matter: its rungs and what has been signed in the current round."""

    rungs: tuple[tuple[Role, ...], ...]
    signed: tuple[Approval, ...]
    round: int

    @property
    def next_rung(self) -> int | None:
        """Return the index of the rung that waits, or None when all agreed."""
        return None if self.signed and _complete(self.signed) else len(self.signed)

    @property
    def waits_for(self) -> tuple[Role, ...]:
        """Return the roles that may sign next."""
        return self.rungs[len(self.signed)] if self.next_rung is not None else ()

    @property
    def last_next(self) -> bool:
        """Say whether only the rung that decides is left."""
        return self.next_rung == len(self.rungs) - 1


def rungs_of(agency: Agency, matter: str) -> tuple[tuple[Role, ...], ...]:
    """Return an agency's chain: its own setting, whose last rung is always the law's."""
    own = agency.approval_chains.get(matter)
    default = DEFAULT_CHAINS[matter]
    if not own:
        return default
    return (*(tuple(Role(role) for role in rung) for rung in own), default[-1])


def chain(agency: Agency, dossier: Dossier, matter: str, about: str = "") -> Chain:
    """Return how far a chain has been signed. A refusal ended its round; the next signature begins a new one."""
    rows = dossier.approvals.filter(matter=matter, about=about).order_by("round", "rung")
    return chain_of(rungs_of(agency, matter), list(rows))


def chain_of(rungs: tuple[tuple[Role, ...], ...], rows: Sequence[Approval]) -> Chain:
    """Return how far a chain has been signed, from its signatures by round and rung.

    A refusal ends a round. So does a change of the setting that the signatures no longer go along with: nobody's
    signature stands for another post's, and what waited for the leader waits for whoever now comes before.
    """
    current = rows[-1].round if rows else 1
    signed = tuple(row for row in rows if row.round == current)
    if signed and not (_complete(signed) or _under_way(rungs, signed)):
        return Chain(rungs, (), current + 1)
    return Chain(rungs, signed, current)


def _complete(signed: Sequence[Approval]) -> bool:
    """Say whether the rung that decides has agreed; what the setting becomes afterwards changes nothing of it."""
    return signed[-1].final and signed[-1].agreed


def _under_way(rungs: tuple[tuple[Role, ...], ...], signed: Sequence[Approval]) -> bool:
    """Say whether signatures go along the rungs below the last, all of them agreeing."""
    fits = (row.agreed and row.role in rung for row, rung in zip(signed, rungs, strict=False))
    return len(signed) < len(rungs) and all(fits)


@dataclass(frozen=True)
class Capacity:
    """In what capacity somebody signs: a role of their own, or another's by a registered authority."""

    role: Role
    substitution: Substitution | None = None


def capacity(user: User, roles: tuple[Role, ...], *, on: dt.date) -> Capacity:
    """Return the capacity in which an account may sign for one of the roles, or refuse (§11.2)."""
    own = own_roles(user, on=on)
    for role in roles:
        if role in own:
            return Capacity(role)
    for each in substitutions_of(user, on=on):
        if Role(each.role) in roles:
            return Capacity(Role(each.role), each)
    wanted = "或".join(role.label for role in roles)
    raise Refusal(
        "approval.not_yours",
        f"这一级须由{wanted}签署。",
        "住房和城乡建设行政处罚程序规定 第十五条、第二十六条、第三十一条",
        f"请转{wanted}办理；本人不在岗的，先登记代签授权。",
    )


def acting_as(
    work: Deed, user: User, roles: tuple[Role, ...] = LEADERS, *, on: dt.date | None = None
) -> Capacity:
    """Return the capacity in which somebody acts; where they stand in for another the record says by what authority."""
    held = capacity(user, roles, on=on or clock.today())
    if held.substitution:
        work.authority = {"for": held.substitution.absent.ref, "by": held.substitution.ref}
    return held


def sign(
    work: Deed,
    *,
    user: User,
    agency: Agency,
    matter: str,
    about: str = "",
    agreed: bool,
    opinion: str,
    on: dt.date,
    final: bool,
) -> Approval:
    """Sign the next rung of a chain. `final` says whether the caller is the act of the last rung."""
    state = chain(agency, work.dossier, matter, about)
    if state.next_rung is None:
        raise Refusal(
            "approval.complete", f"{LABELS[matter]}已逐级签署完毕。", next_step="请看案件页的下一步。"
        )
    if state.last_next != final:
        raise Refusal(
            "approval.rung",
            f"{LABELS[matter]}尚待{'或'.join(role.label for role in state.waits_for)}签署。",
            "本机关审批链设置",
            "请按审批链逐级签署。",
        )
    held = acting_as(work, user, state.waits_for, on=on)
    may_stand(work.dossier, opinion)
    person = signer(user)
    if any(row.signed_by_id == person.pk for row in state.signed):
        raise Refusal(
            "approval.same_person",
            "同一人不得在一条审批链上签署两级。",
            "本机关审批链设置",
            "请由另一有权人员签署。",
        )
    row = Approval(
        dossier=work.dossier,
        matter=matter,
        about=about,
        round=state.round,
        rung=state.next_rung,
        role=held.role,
        signed_by=person,
        agreed=agreed,
        final=final,
        opinion=opinion,
        signed_on=on,
    )
    if held.substitution:
        row.stands_for, row.authority = held.substitution.absent, held.substitution.authority
    return work.add(row)


def signer(user: User) -> Officer:
    """Return the person behind an account; an account without one signs nothing."""
    if user.officer is None:
        raise Refusal(
            "account.no_person", "这个账号没有对应的工作人员，不能签署。", next_step="请用本人账号办理。"
        )
    return user.officer
