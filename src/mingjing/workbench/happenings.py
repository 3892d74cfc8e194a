"""What happened on a case, as its page shows it: activities with their recordings, and what was wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries.recordings import evidence_defects, recording_defects
from mingjing.workbench.addresses import act_url

if TYPE_CHECKING:
    from mingjing.cases.standing import Standing
    from mingjing.evidence.models import Activity


def state_of(activity: Activity) -> tuple[str, str]:
    """Return tone and word of how an activity is recorded."""
    if any(each.breach for each in activity.recordings.all()):
        return "stop", "迟传，无法定理由"
    if activity.recorded:
        late = any(each.late for each in activity.recordings.all())
        return ("soon", "迟传，有法定理由") if late else ("ok", "已记录")
    if activity.explained:
        return "soon", "已说明并会签"
    if not activity.needs_recording:
        return "off", "文字记录"
    explanation = activity.explanation
    if explanation and explanation.agreed is None:
        return "now", "说明待会签"
    return ("stop", "全程记录有中断") if activity.gaps else ("stop", "缺音像记录")


def activity_rows(standing: Standing) -> list[dict[str, str]]:
    """Return the activities, newest first, each with how it is recorded."""
    rows = []
    for each in reversed(standing.case.dossier.activities.all()):
        tone, word = state_of(each)
        count = len(each.recordings.all())
        rows.append({"words": f"{each}，音像 {count} 份" if count else str(each), "tone": tone, "word": word})
    return rows


def defects_of_activities(standing: Standing) -> list[dict[str, str]]:
    """Return what was late, explained, not told, or taken otherwise than the law asks (§11.6 no. 11)."""
    case, url = standing.case, act_url(standing.case, "recording")
    shown = [
        {"title": str(activity), "url": url, "words": words}
        for activity, words in recording_defects(case.dossier.activities.all())
    ]
    return shown + [
        {"title": "证据", "url": "#evidence", "words": words}
        for words in evidence_defects(case.dossier.evidence.all())
    ]
