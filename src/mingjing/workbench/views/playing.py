"""Playing a recording: opening it is one act, then its bytes come by ranges for as long as the page is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingjing.cases.actions.custody import look
from mingjing.cases.queries.case import handlers_of
from mingjing.evidence import copying
from mingjing.evidence.models import Copy, Recording
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.theme.forms import new_key
from mingjing.theme.ranges import ranged
from mingjing.workbench.addresses import act_url
from mingjing.workbench.answers import see_other
from mingjing.workbench.reading import open_to
from mingjing.workbench.redactions import address_of, may_redact
from mingjing.workbench.views.acts.base import case_of
from mingjing.workbench.views.custody import came_from, file_at
from mingjing.workbench.views.recordings import known, path, pictures

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.cases.models import Case
    from mingjing.evidence.copying import Shown
    from mingjing.storage.models import Blob
    from mingjing.workbench.sessions import StaffRequest

SALT = "mingjing.workbench.playing"
OPEN_FOR = 12 * 3600
"""Seconds for which an opening counts: a working day before one page."""


def recording_of(case: Case, ref: str) -> Recording:
    """Return a recording of the case, or refuse."""
    rows = Recording.objects.select_related("activity__dossier", "blob", "recorded_by", "uploaded_by")
    found = rows.filter(activity__dossier=case.dossier_id, pk=ref).first()
    if found is None:
        raise Refusal("recording.unknown", "本案没有这份音像记录。", next_step="请从音像记录页进入。")
    return found


@require_POST
@open_to("evidence.view")
def play(request: StaffRequest, case: str, recording: str) -> HttpResponse:
    """Open a recording: one record, whatever is then played of it."""
    row = recording_of(case_of(request.user.agency, case), recording)
    look(user=request.user, file=file_at(request.user.agency, row.ref), address=came_from(request))
    return see_other(player_url(case, row, opening_for(request, row)))


def opening_for(request: StaffRequest, row: Shown) -> str:
    """Return the proof that this person has just opened this recording."""
    return signing.dumps([request.user.ref, row.ref], salt=SALT)


def player_url(case: str, row: Recording, opening: str) -> str:
    """Return the player's address."""
    return reverse("recording-player", args=[case, row.ref, opening])


def is_open(request: StaffRequest, row: Shown, opening: str) -> bool:
    """Say whether this very person opened this recording today."""
    try:
        told = signing.loads(opening, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return False
    return bool(told == [request.user.ref, row.ref])


def _opened(request: StaffRequest, case: str, recording: str, opening: str) -> tuple[Case, Recording]:
    found = case_of(request.user.agency, case)
    row = recording_of(found, recording)
    if not is_open(request, row, opening):
        raise Refusal(
            "recording.not_opened.not_allowed",
            "这次打开已经过期，或者是别人打开的。",
            next_step="请从音像记录页重新打开，系统会记下这次查看。",
        )
    return found, row


@require_safe
@open_to("evidence.view")
def player(request: StaffRequest, case: str, recording: str, opening: str) -> HttpResponse:
    """Show the player with what is known of the recording and what was cited of it."""
    found, row = _opened(request, case, recording, opening)
    copies = copying.copies_of(row)
    proxy = copies.get(Copy.Kind.PROXY)
    stream = reverse("recording-stream", args=[case, row.ref, opening, "original"])
    context = {
        "case": found,
        "recording": row,
        "original_url": stream,
        "stream_url": reverse("recording-stream", args=[case, row.ref, opening, "proxy"])
        if proxy
        else stream,
        "proxy": proxy,
        "pictures": pictures(found, row),
        "pairs": known(row),
        "technical": next((each.technical for each in copies.values()), []),
        "citations": row.citations.select_related("made_by"),
        "cite_url": reverse("recording-citation", args=[case, row.ref])
        if may_cite(request, found) and row.carrier != "photo"
        else "",
        "redact_url": f"{reverse('redaction-new', args=address_of(found, row))}?opening={opening}"
        if may_redact(request, found)
        else "",
        "opening": opening,
        "once": new_key(),
        "path": path(
            found,
            ("音像记录", act_url(found, "recording")),
            (str(row), reverse("case-recording", args=[case, row.ref])),
            ("播放", ""),
        ),
    }
    return render(request, "workbench/player.html", context)


def may_cite(request: StaffRequest, case: Case) -> bool:
    """Say whether the person may cite on this case now."""
    mine = may(request.roles, "evidence.cite") and request.user.officer in handlers_of(case)
    return mine and not case.ending


@require_safe
@open_to("evidence.view")
def stream(request: StaffRequest, case: str, recording: str, opening: str, which: str) -> HttpResponseBase:
    """Hand out ranges of an opened recording: of the original, or of the copy that a browser plays."""
    _, row = _opened(request, case, recording, opening)
    blob: Blob | None = row.blob
    if which == "proxy":
        proxy = copying.copies_of(row).get(Copy.Kind.PROXY)
        blob = proxy.blob if proxy else None
    if blob is None or which not in {"proxy", "original"}:
        raise Refusal("recording.unknown", "没有这个副本。", next_step="请播放原件。")
    return ranged(request, blob, filename=row.filename)


@require_safe
@open_to("evidence.view")
def picture(request: StaffRequest, case: str, recording: str, kind: str) -> HttpResponseBase:
    """Hand out a still copy: thumbnail, sheet, waveform."""
    row = recording_of(case_of(request.user.agency, case), recording)
    copy = copying.copies_of(row).get(kind)
    if copy is None or kind == Copy.Kind.PROXY:
        raise Refusal("recording.unknown", "没有这个副本。", next_step="请从音像记录页进入。")
    return ranged(request, copy.blob, filename=f"{copy}.jpg")
