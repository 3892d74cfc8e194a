"""Looking, citing and redacting, tried in every role."""

from __future__ import annotations

from typing import Any

from mingjing.cases.actions import binding, citing, redacting
from mingjing.cases.models import BoundFile
from mingjing.evidence import actions as evidence
from mingjing.evidence.models import Recording, Redaction

LOOKS: dict[Any, Any] = {
    binding.read_bound: lambda world, user: binding.read_bound(user=user, row=BoundFile(case=world.case)),
    evidence.look: lambda world, user: evidence.look(user=user, evidence=world.extra["evidence"]),
}
MEDIA_TRIES: dict[str, Any] = {
    "evidence.cite": {
        citing.cite_recording: lambda world, user: citing.cite_recording(
            user=user, case=world.case, recording=Recording(), starts="0:01", shows="外架"
        ),
    },
    "evidence.redact": {
        redacting.redact: lambda world, user: redacting.redact(
            user=user, case=world.case, row=Recording.objects.first(), regions="", reason="公开"
        ),
    },
    "evidence.release": {
        redacting.answer_redaction: lambda world, user: redacting.answer_redaction(
            user=user,
            case=world.case,
            row=Recording.objects.first(),
            redaction=Redaction(),
            released=True,
            words="",
        ),
    },
}
