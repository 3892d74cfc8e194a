"""Cases, their parties, and each party's own line: notice, defence, decision, service, payment."""

from mingjing.cases.models.after import AddressConfirmation, Deferral, Rectification
from mingjing.cases.models.case import Case, Handler, Party
from mingjing.cases.models.decision import Decision, Performance, Service
from mingjing.cases.models.ending import Education, Transfer
from mingjing.cases.models.hearing import Discussion, Notice, Statement
from mingjing.cases.models.hearings import Hearing, HearingNotice
from mingjing.cases.models.lead import Reply, Report, SealedReporter, SealOpening
from mingjing.cases.models.measure import Order, Preservation
from mingjing.cases.models.petition import Petition, Suspension

__all__ = [
    "AddressConfirmation",
    "Case",
    "Decision",
    "Deferral",
    "Discussion",
    "Education",
    "Handler",
    "Hearing",
    "HearingNotice",
    "Notice",
    "Order",
    "Party",
    "Performance",
    "Petition",
    "Preservation",
    "Rectification",
    "Reply",
    "Report",
    "SealOpening",
    "SealedReporter",
    "Service",
    "Statement",
    "Suspension",
    "Transfer",
]
