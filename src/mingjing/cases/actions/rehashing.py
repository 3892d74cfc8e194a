"""Everything stored is hashed again, what was verified longest ago first, in portions that each leave one record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from mingjing import clock
from mingjing.cases import custody_acts as acts
from mingjing.cases.models import Checked, CustodyRule, HashRun
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.models import Destruction, Opening
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.models import Blob
from mingjing.storage.store import Hashing, MissingBytesError, open_range, stat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, User

MOST_FILES, MOST_BYTES = 500, 1 << 30
"""What one portion takes; a file that is larger is a portion of its own."""
AGAIN = dt.timedelta(days=1)
"""What was found wrong is looked at again after this long: it may have been restored."""
DAYS, HOURS, MONTHS = range(1, 1096), range(24), range(6, 121)


def custody_of(agency: Agency) -> Dossier:
    """Return the dossier of an agency's custody, apart from the agency's own, on which people edit."""
    return open_dossier(kind="custody", ref=agency.ref, agency=agency.ref)


def set_rule(
    *,
    user: User,
    every_days: int,
    hour_from: int,
    hour_to: int,
    scene_months: int,
    version: int | None = None,
) -> CustodyRule:
    """The agency sets how often and when everything is hashed again, and how long recordings of no case stay.

    公安机关现场执法视音频记录工作规定 (参照): six months at least.
    """
    require(user, "custody.rule")
    if every_days not in DAYS:
        raise Refusal(
            "custody.days", "复核的周期为 1 日至 1095 日。", next_step="请改写天数。", field="every_days"
        )
    if hour_from not in HOURS or hour_to not in HOURS:
        raise Refusal("custody.hours", "时刻为 0 点至 23 点。", next_step="请改写时刻。", field="hour_from")
    if scene_months not in MONTHS:
        raise Refusal(
            "custody.months",
            "现场音像至少保存 6 个月，至多填 120 个月。",
            next_step="请改写月数。",
            field="scene_months",
        )
    with deed(dossier=custody_of(user.agency), act=acts.RULED, actor=user.actor(), version=version) as work:
        found = CustodyRule.objects.filter(agency=user.agency).first()
        row = found or CustodyRule(agency=user.agency)
        row.every_days, row.hour_from, row.hour_to = every_days, hour_from, hour_to
        row.scene_months = scene_months
        (work.change if found else work.add)(row)
        span = "全天" if hour_from == hour_to else f"{hour_from} 点至 {hour_to} 点"
        work.facts |= {"days": every_days, "months": scene_months, "span": span}
    return row


def in_window(rule: CustodyRule, hour: int) -> bool:
    """Say whether an hour of the day lies in the window, which may pass midnight."""
    if rule.hour_from == rule.hour_to:
        return True
    if rule.hour_from < rule.hour_to:
        return rule.hour_from <= hour < rule.hour_to
    return hour >= rule.hour_from or hour < rule.hour_to


def rehash_due() -> list[HashRun]:
    """Do one portion for each agency that has set its rule and whose window is open: the worker calls this."""
    hour = clock.now().hour
    rules = CustodyRule.objects.select_related("agency")
    runs = [rehash(rule.agency, rule) for rule in rules if in_window(rule, hour)]
    return [run for run in runs if run is not None]


def rehash(
    agency: Agency, rule: CustodyRule, *, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES
) -> HashRun | None:
    """Hash one portion of what is due; None where nothing is. The reading is done before the transaction."""
    portion = list(_portion(_due(agency, rule, clock.now())[:most_files], most_bytes))
    if not portion:
        return None
    found = {blob.sha256: fault_of(blob) for blob in portion}
    return _enter(agency, portion, found)


def found_missing(agency: Agency, blob: Blob) -> None:
    """Enter at once what somebody who wanted to look found missing, unless it is known."""
    if not Checked.objects.filter(blob=blob, fault=Checked.Fault.MISSING).exists():
        _enter(agency, [blob], {blob.sha256: Checked.Fault.MISSING})


def _enter(agency: Agency, portion: list[Blob], found: dict[str, str]) -> HashRun | None:
    wrong = [[sha256, fault] for sha256, fault in found.items() if fault]
    act = acts.MISMATCHED if wrong else acts.REHASHED
    with deed(dossier=custody_of(agency), act=act, actor=SYSTEM) as work:
        gone = set(Destruction.objects.filter(blob__in=portion).values_list("blob_id", flat=True))
        run = HashRun(
            agency=agency,
            number=agency.hash_runs.count() + 1,
            ran_at=_now(),
            files=[sha256 for sha256 in found if sha256 not in gone],
            faults=[each for each in wrong if each[0] not in gone],
            size=sum(blob.size for blob in portion),
        )
        work.add(run)
        work.facts |= {"count": len(run.files), "wrong": len(run.faults)}
        kept = [Checked(blob_id=sha256, run=run, at=run.ran_at, fault=found[sha256]) for sha256 in run.files]
        Checked.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["blob"],
            update_fields=["run", "at", "fault"],
            batch_size=500,
        )
    return run


def _now() -> dt.datetime:
    now = clock.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _due(agency: Agency, rule: CustodyRule, now: dt.datetime) -> QuerySet[Blob]:
    """Return what an agency's records committed to, and what no record names, verified longest ago first.

    What came in was hashed as it came, so a content that was never checked counts from then.
    """
    named = Opening.objects.filter(sha256=OuterRef("pk"))
    return (
        Blob.objects.filter(
            Exists(named.filter(record__dossier__agency=agency.ref)) | ~Exists(named),
            destruction__isnull=True,
        )
        .annotate(verified=Coalesce("checked__at", "stored_at"))
        .filter(
            Q(verified__lt=now - dt.timedelta(days=rule.every_days))
            | (Q(checked__at__lt=now - AGAIN) & ~Q(checked__fault=""))
        )
        .order_by("verified", "pk")
    )


def _portion(blobs: Iterable[Blob], most_bytes: int) -> Iterable[Blob]:
    size = 0
    for blob in blobs:
        size += blob.size
        if size > most_bytes and size > blob.size:
            return
        yield blob


def fault_of(blob: Blob) -> str:
    """Read a content once more and say what is wrong with it; empty where it is what its row says."""
    hashed = Hashing()
    try:
        size = stat(blob).size
        for chunk in open_range(blob):
            hashed.update(chunk)
    except MissingBytesError:
        return Checked.Fault.MISSING
    if hashed.sha256 != blob.sha256 or size != hashed.size:
        return Checked.Fault.ALTERED
    return "" if (hashed.sm3, hashed.size) == (blob.sm3, blob.size) else Checked.Fault.ROW
