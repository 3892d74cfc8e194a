"""What a system may do: send a version, take back, ask what became of it, ask who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.api.access import SenderRequest, keyed
from mingjing.api.document import document
from mingjing.api.problems import problem
from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.intake.reading import parsed
from mingjing.intake.receiving import Received, item_of, publications, recall, receive
from mingjing.intake.rules import Fault, refuse

if TYPE_CHECKING:
    from mingjing.intake.models import Item

State = Publication.State
CREATED = 201


def _json(told: object, status: int = 200) -> HttpResponse:
    return JsonResponse(told, safe=False, status=status, json_dumps_params={"ensure_ascii": False})


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document; it needs no key."""
    answer = _json(document(request.build_absolute_uri("/").rstrip("/")))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer every other address below the interface in its own shape."""
    del rest
    return problem(request, 404)


@keyed("GET")
def about(request: SenderRequest) -> HttpResponse:
    """Say whose key this is, and what may be sent with it until when."""
    sender = request.sender
    return _json(
        {
            "system": sender.system.name,
            "agency": sender.system.agency.name,
            "topics": list(sender.topics),
            "expires_on": sender.key.expires_on.isoformat() if sender.key else "",
        }
    )


@keyed("PUT")
def version(request: SenderRequest, topic: str, external_id: str, number: int) -> HttpResponse:
    """Take a version in: 201 the first time, 200 with the same answer ever after."""

    def act() -> Received:
        return receive(
            sender=request.sender, topic=topic, external_id=external_id, version=number, data=request.body
        )

    try:
        made = act()
    except OperationalError:
        made = act()  # the database gave one of two up; the same again changes nothing
    return _json(_told(made.item), CREATED if made.new else 200)


@keyed("PUT")
def withdrawal(request: SenderRequest, topic: str, external_id: str) -> HttpResponse:
    """Take back what was sent: `{"situation": "revoked"}`."""
    told = parsed(request.body)
    if strange := next((key for key in told if key != "situation"), ""):
        refuse([Fault(strange[:80], strange[:80], "没有这个字段。", next_step="只写 situation。")])
    made = recall(
        sender=request.sender, topic=topic, external_id=external_id, situation=str(told.get("situation", ""))
    )
    return _json(_told(made.item))


@keyed("GET")
def item(request: SenderRequest, topic: str, external_id: str) -> HttpResponse:
    """Say what became of an item."""
    return _json(_told(item_of(sender=request.sender, topic=topic, external_id=external_id)))


def _told(found: Item) -> dict[str, object]:
    publication = publications(found).first()
    return {
        "topic": found.topic,
        "id": found.external_id,
        "version": found.version,
        "state": found.state,
        "received_at": found.received_at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
        "publication": _publication(publication) if publication else None,
    }


def _publication(publication: Publication) -> dict[str, object]:
    public = publication.state == State.PUBLISHED
    return {
        "state": publication.state,
        "state_words": publication.get_state_display(),
        "version": publication.version,
        "due_on": publication.due_on.isoformat() if publication.due_on else None,
        "path": kinds.kind(publication.kind).address(publication) if public else None,
        "reason": publication.ground_reason or publication.remark,
    }
