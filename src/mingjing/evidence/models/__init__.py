"""Evidence, the activities of a file, and what was recorded of them in sound and picture."""

from mingjing.evidence.models.activity import Activity, Explanation, Recording
from mingjing.evidence.models.evidence import Evidence

__all__ = ["Activity", "Evidence", "Explanation", "Recording"]
