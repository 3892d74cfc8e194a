"""What the agency tells the public of itself (种子 A2.0; 244号8(一)): duties, powers, postal address, monitoring."""

from __future__ import annotations

from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry import acts
from mingjing.registry.models import Agency, User, agency_dossier
from mingjing.registry.queries import require

MANAGE = "registry.manage"
CLAUSE = "种子 一（二）1；244号 第八条（一）"
DESCRIBED = ("duties", "powers", "postal_address", "monitoring")


def describe_agency(*, user: User, version: int | None = None, **told: str) -> Agency:
    """Say what the public reads of one's own agency; duties and powers are never empty once told.

    What stands elsewhere (departments, delegations, sites) is not told here: the public page reads it there.
    """
    require(user, MANAGE)
    if unknown := set(told) - set(DESCRIBED):
        raise TypeError(f"not told to the public: {unknown}")
    with deed(
        dossier=agency_dossier(user.agency), act=acts.AGENCY_DESCRIBED, actor=user.actor(), version=version
    ) as work:
        agency = Agency.objects.get(pk=user.agency_id)
        _refuse_gaps(agency, told)
        for name, value in told.items():
            setattr(agency, name, value)
        work.change(agency)
    return agency


def _refuse_gaps(agency: Agency, told: dict[str, str]) -> None:
    for name in ("duties", "powers"):
        if not told.get(name, getattr(agency, name)).strip():
            label = Agency._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001
            raise Refusal(
                "agency.not_described",
                f"没有写明{label}，不能公开。",
                CLAUSE,
                "请按“三定”规定和权责清单填写。",
                name,
            )
    if all(getattr(agency, name) == value for name, value in told.items()):
        raise Refusal("agency.unchanged", "没有改动任何一项。", next_step="请改动后再保存。")
