"""What a case still lacks of its recordings, one gate an activity (种子 B3.0; §11.4 no. 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Gate
from mingjing.cases.queries.recordings import BLOCKED_AT, lack
from mingjing.cases.tasks import task
from mingjing.evidence.recording_rules import EXPLAINING, RECORDING

if TYPE_CHECKING:
    from mingjing.cases.gates.gate import State
    from mingjing.cases.standing import Standing
    from mingjing.evidence.models import Activity


def recording_gates(standing: Standing) -> list[Gate]:
    """Return a gate for each activity without its recording; where the step can close without it, only a note.

    A case that has ended lacks the recording of what was served since, or of what ended it.
    """
    shut: State = "stop" if standing.step_id in BLOCKED_AT and not standing.suspension else "note"
    return [_gate(each, shut) for each in standing.case.dossier.activities.all() if each.missing]


def _gate(activity: Activity, state: State) -> Gate:
    sentence = lack(activity)
    if any(each.agreed is None for each in activity.explanations.all()):
        return Gate(state, sentence, EXPLAINING, task("countersignature", sentence, EXPLAINING))
    return Gate(state, sentence, RECORDING, task("recording", sentence, RECORDING, rule="nm.av24"))
