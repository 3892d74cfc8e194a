"""Cases, their parties, and each party's own line: notice, defence, decision, service, payment."""

from mingjing.cases.models.case import Case, Handler, Party
from mingjing.cases.models.decision import Decision, Performance, Service
from mingjing.cases.models.hearing import Discussion, Notice, Statement
from mingjing.cases.models.measure import Order, Preservation
from mingjing.cases.models.petition import Petition, Suspension

__all__ = [
    "Case",
    "Decision",
    "Discussion",
    "Handler",
    "Notice",
    "Order",
    "Party",
    "Performance",
    "Petition",
    "Preservation",
    "Service",
    "Statement",
    "Suspension",
]
