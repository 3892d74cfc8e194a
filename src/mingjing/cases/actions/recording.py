"""Recordings of what happened on a case: uploaded, explained, countersigned; evidence excluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions.common import acting_handler, allow, case_deed
from mingjing.cases.queries.case import ever_handled
from mingjing.evidence import actions as pieces
from mingjing.evidence import acts, recordings
from mingjing.evidence.recording_rules import UPLOADING
from mingjing.refusal import Refusal
from mingjing.workflow import approvals

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.evidence.actions import Upload
    from mingjing.evidence.arriving import Arrived
    from mingjing.evidence.models import Activity, Evidence, Explanation, Recording
    from mingjing.evidence.recordings import Made
    from mingjing.registry.models import Officer, User

"""244号19 行政执法部门负责人 (reference §11.2)."""


def upload_recording(
    *,
    user: User,
    case: Case,
    activity: Activity,
    upload: Upload | Arrived,
    made: Made,
    version: int | None = None,
) -> Recording:
    """种子 B3.2; 244号20: tie a recording to its activity, brought by whoever handled the case; late is not refused."""
    allow(user, "evidence.record", case, ended=activity.missing)
    officer = who_was_there(user, case)
    with case_deed(user=user, case=case, act=acts.RECORDED, version=version) as work:
        return recordings.attach(work, activity, upload, made, by=officer)


def describe_recording(
    *, user: User, case: Case, row: Recording, made: Made, version: int | None = None
) -> Recording:
    """244号18、19: say how a recording was made: device checked, announced, both sides, interruptions, points."""
    allow(user, "evidence.record", case, ended=True)
    who_was_there(user, case)
    with case_deed(user=user, case=case, act=acts.DESCRIBED, version=version) as work:
        return recordings.describe(work, row, made)


def explain_recording(
    *, user: User, case: Case, activity: Activity, ground: str, text: str, version: int | None = None
) -> Explanation:
    """种子 B3.0; 244号19: explain in writing why an activity could not be recorded."""
    allow(user, "evidence.record", case, ended=activity.missing)
    officer = who_was_there(user, case)
    with case_deed(user=user, case=case, act=acts.EXPLAINED, version=version) as work:
        return recordings.explain(work, activity, ground=ground, text=text, by=officer)


def countersign_explanation(
    *,
    user: User,
    case: Case,
    explanation: Explanation,
    agreed: bool,
    opinion: str,
    version: int | None = None,
) -> Explanation:
    """种子 B3.0; 244号19; reference §11.2: the responsible person of the agency countersigns, or says why not."""
    allow(user, "evidence.countersign", case, ended=explanation.activity.missing)
    with case_deed(user=user, case=case, act=acts.COUNTERSIGNED, version=version) as work:
        approvals.acting_as(work, user)
        approvals.may_stand(work.dossier, opinion)
        return recordings.countersign(
            work, explanation, agreed=agreed, opinion=opinion, by=approvals.signer(user)
        )


def exclude_evidence(
    *, user: User, case: Case, evidence: Evidence, reason: str, version: int | None = None
) -> Evidence:
    """行政处罚法46: note that a piece was obtained unlawfully; it stays in the file, no decision rests on it."""
    officer = acting_handler(user, case, "evidence.exclude")
    with case_deed(user=user, case=case, act=acts.EXCLUDED, version=version) as work:
        if evidence.dossier_id != case.dossier_id:
            raise Refusal("evidence.unknown", "本案没有这件证据。", next_step="请从案件页进入。")
        return pieces.exclude(work=work, evidence=evidence, reason=reason, by=officer)


def who_was_there(user: User, case: Case) -> Officer:
    """Return the person, who handles the case or did: a certificate that has run out since hides no recording."""
    officer = approvals.signer(user)
    if officer not in ever_handled(case):
        raise Refusal("case.not_handler", "您没有办理过本案。", UPLOADING, "请由本案承办人上传或者说明。")
    return officer
