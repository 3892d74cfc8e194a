"""Evidence, the activities of a file, what was recorded of them in sound and picture, and files on their way in."""

from mingjing.evidence.models.activity import Activity, Explanation, Recording
from mingjing.evidence.models.arrival import Arrival
from mingjing.evidence.models.citation import Citation
from mingjing.evidence.models.copy import Copy
from mingjing.evidence.models.evidence import Evidence
from mingjing.evidence.models.inbox import DeviceAlarm, Inbound, Passed
from mingjing.evidence.models.redaction import Redaction

__all__ = [
    "Activity",
    "Arrival",
    "Citation",
    "Copy",
    "DeviceAlarm",
    "Evidence",
    "Explanation",
    "Inbound",
    "Passed",
    "Recording",
    "Redaction",
]
