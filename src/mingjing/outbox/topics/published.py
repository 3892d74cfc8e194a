"""Publications and credit disclosure: what became public goes out, what was taken down is taken back (244号13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure import acts
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of, withdrawal_of
from mingjing.disclosure.rules import SECRET
from mingjing.exchange.credit import row_of
from mingjing.outbox.lines import UNSENT, Line, digest_of, void
from mingjing.outbox.models import Message

if TYPE_CHECKING:
    from mingjing.records.models import Json, Record

PUBLICATIONS, CREDIT = "publications", "credit"
State = Publication.State
DECISION = "decision"


def item_of(publication: Publication) -> str:
    """Return what all versions of a publication are called outside."""
    return f"{publication.kind}/{publication.about}"


def follow(line: Line, record: Record) -> None:
    """Tell what became public as it is public now; take back what was taken down or whose period ended.

    Of natural persons nothing goes out here: they are in no feed and no open data either (§11.5).
    """
    publication = _about(record)
    if publication is None:
        return
    if record.act in {acts.WITHDRAWN.name, acts.EXPIRED.name}:
        line.drop(item_of(publication), _gone(publication), label=_label(publication))
        return
    current = _current(publication)
    if current is not None and not current.natural:
        _hide(current)
        line.tell(item_of(current), _public(current), label=_label(current))


def follow_credit(line: Line, record: Record) -> None:
    """Tell a published penalty in the platform's fields; take it back when it is taken down.

    The end of the portal's own period takes nothing back here: the credit period stands in the row (§11.6 no. 14).
    """
    publication = _about(record)
    if publication is None or publication.kind != DECISION or record.act == acts.EXPIRED.name:
        return
    if record.act == acts.WITHDRAWN.name:
        line.drop(item_of(publication), _gone(publication), label=publication.number)
        return
    current = _current(publication)
    if current is not None:
        _hide(current)
        row = row_of(current)
        faults = [f"{each.label}：{each.sentence}" for each in row.faults]
        line.tell(item_of(current), dict(row.values), label=current.number, faults=faults)


def credit_again(message: Message) -> list[str]:
    """Make a row anew that had faults; return what still is wrong with it."""
    current = _standing(message)
    if current is None:
        return ["已经不再公示"]
    row = row_of(current)
    if row.faults:
        return [f"{each.label}：{each.sentence}" for each in row.faults]
    message.data = dict(row.values)
    message.digest = digest_of(message.data)
    return []


def stands(message: Message) -> bool:
    """Say whether what a message says may still be told; a taking back always goes out.

    What was written before a correction that hides what had leaked is not told either: the corrected version is.
    """
    if message.op == Message.Op.DELETE:
        return True
    current = _standing(message)
    if current is None:
        return False
    at = current.published_at
    return current.correction not in SECRET or at is None or message.made_at >= at


def take_away(publication: Publication) -> None:
    """Let nothing of a publication go out any more, within the act that takes it down."""
    rows = Message.objects.filter(
        topic__in=[PUBLICATIONS, CREDIT], item=item_of(publication), state__in=UNSENT
    )
    void(rows.exclude(op=Message.Op.DELETE))


def _hide(current: Publication) -> None:
    """Forget what waits with what a correction hides, also where it waits for a person."""
    if current.correction in SECRET:
        unsent = Message.objects.filter(item=item_of(current), made_at__lt=current.published_at)
        void(unsent.filter(topic__in=[PUBLICATIONS, CREDIT], state__in=UNSENT).exclude(op=Message.Op.DELETE))


def _standing(message: Message) -> Publication | None:
    kind, _, about = message.item.partition("/")
    rows = Publication.objects.filter(kind=kind, about=about, state=State.PUBLISHED)
    return rows.select_related("agency").first()


def _about(record: Record) -> Publication | None:
    if record.act not in {acts.PUBLISHED.name, acts.WITHDRAWN.name, acts.EXPIRED.name}:
        return None
    kind, _, ref = record.subject.partition(":")
    if kind != Publication.subject_kind():
        return None
    return Publication.objects.select_related("agency").filter(pk=ref).first()


def _current(publication: Publication) -> Publication | None:
    rows = Publication.objects.filter(kind=publication.kind, about=publication.about, state=State.PUBLISHED)
    return rows.select_related("agency").first()


def _label(publication: Publication) -> str:
    return publication.number or ("" if publication.natural else publication.title[:120])


def _public(publication: Publication) -> dict[str, Json]:
    """Return what the public reads, and nothing else."""
    at = publication.published_at
    return {
        "kind": publication.kind,
        "number": publication.number,
        "title": publication.title,
        "agency": publication.agency.name,
        "agency_code": publication.agency.credit_code,
        "matter_code": publication.matter_code,
        "matter_name": publication.matter_name,
        "party": publication.party_name,
        "made_on": publication.made_on.isoformat(),
        "published_at": at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds") if at else "",
        "expires_on": publication.expires_on.isoformat() if publication.expires_on else "",
        "edition": publication.version,
        "fields": [[label, text] for label, text in fields_of(publication)],
    }


def _gone(publication: Publication) -> dict[str, Json]:
    """Return what is told of a thing taken down: its number and why, nobody's name."""
    down = withdrawal_of(publication)
    return {
        "number": publication.number,
        "situation": down.get_situation_display() if down else "",
        "withdrawn_on": down.withdrawn_on.isoformat() if down else "",
    }
