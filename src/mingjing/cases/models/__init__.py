"""Cases, their parties, and each party's own line: notice, defence, decision, service, payment."""

from mingjing.cases.models.after import AddressConfirmation, Deferral, Rectification, Relief
from mingjing.cases.models.announcing import PublicNotice
from mingjing.cases.models.binding import BoundFile
from mingjing.cases.models.case import Case, Handler, Party
from mingjing.cases.models.custody import (
    AccessGrant,
    Checked,
    CustodyRule,
    Disposal,
    DisposalItem,
    FileUse,
    HashRun,
    LegalHold,
    MarkedCopy,
    SealMark,
)
from mingjing.cases.models.decision import Decision, Performance, Service
from mingjing.cases.models.ending import Education, Transfer
from mingjing.cases.models.hearing import Discussion, Notice, Statement
from mingjing.cases.models.hearings import Hearing, HearingDenial, HearingNotice
from mingjing.cases.models.lead import Reply, Report, SealedReporter, SealOpening
from mingjing.cases.models.measure import Order, Preservation
from mingjing.cases.models.petition import Petition, Suspension
from mingjing.cases.models.same_act import ActJudgement, Supplement
from mingjing.cases.models.taken import (
    PriorDecision,
    PriorNotice,
    PriorPayment,
    PriorReview,
    PriorStep,
    TakeOver,
)
from mingjing.cases.models.testing import ResultNotice, Testing

__all__ = [
    "AccessGrant",
    "ActJudgement",
    "AddressConfirmation",
    "BoundFile",
    "Case",
    "Checked",
    "CustodyRule",
    "Decision",
    "Deferral",
    "Discussion",
    "Disposal",
    "DisposalItem",
    "Education",
    "FileUse",
    "Handler",
    "HashRun",
    "Hearing",
    "HearingDenial",
    "HearingNotice",
    "LegalHold",
    "MarkedCopy",
    "Notice",
    "Order",
    "Party",
    "Performance",
    "Petition",
    "Preservation",
    "PriorDecision",
    "PriorNotice",
    "PriorPayment",
    "PriorReview",
    "PriorStep",
    "PublicNotice",
    "Rectification",
    "Relief",
    "Reply",
    "Report",
    "ResultNotice",
    "SealMark",
    "SealOpening",
    "SealedReporter",
    "Service",
    "Statement",
    "Supplement",
    "Suspension",
    "TakeOver",
    "Testing",
    "Transfer",
]
