"""Taking a month's credit disclosure out: an act, whoever does it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.exchange import acts
from mingjing.exchange.credit import of_month
from mingjing.exchange.credit_files import as_csvs, as_file
from mingjing.exchange.models import CreditExport
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.exchange.credit import Month
    from mingjing.records.actors import Actor
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, Officer, User

PERMISSION = "credit.export"


def credit_dossier(agency: Agency) -> Dossier:
    """Return the dossier of what an agency took out for the credit platform."""
    return open_dossier(kind="credit", ref=agency.ref, agency=agency.ref)


def export_credit(*, user: User, month: str, fmt: str) -> tuple[CreditExport, bytes]:
    """Take a month out as one file, and leave the record of who did."""
    require(user, PERMISSION)
    found = of_month(user.agency, month)
    data = as_file(found, _known(fmt))
    return _recorded(user.actor(), user.officer, found, fmt, data), data


def export_files(
    *, actor: Actor, officer: Officer | None, agency: Agency, month: str, fmt: str
) -> tuple[Month, dict[str, bytes]]:
    """Take a month out as files by the tails of their names, as the command writes them, and leave the record."""
    found = of_month(agency, month)
    made = as_csvs(found) if _known(fmt) == "csv" else {"": as_file(found, fmt)}
    _recorded(actor, officer, found, fmt, made[""])
    return found, made


def _recorded(actor: Actor, officer: Officer | None, month: Month, fmt: str, data: bytes) -> CreditExport:
    with deed(dossier=credit_dossier(month.agency), act=acts.CREDIT_EXPORTED, actor=actor) as work:
        made = work.add(
            CreditExport(
                agency=month.agency, month=month.month, format=fmt, rows=len(month.rows) + len(month.licences),
                faulty=len(month.all_faulty),
                withdrawn=len(month.withdrawn), sha256=hashlib.sha256(data).hexdigest(),
                taken_on=clock.today(), taken_by=officer,
            )
        )  # fmt: skip
        work.facts |= {"rows": made.rows, "faulty": made.faulty}
    return made


def _known(fmt: str) -> str:
    if fmt not in CreditExport.Format.values:
        raise Refusal(
            "credit.format",
            "没有这种格式。",
            next_step="文件名请以 .xlsx、.csv 或者 .json 结尾。",
            field="format",
        )
    return fmt
