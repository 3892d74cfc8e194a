"""What is done to a publication: proposed, checked and published, sent back, corrected, withdrawn."""

from mingjing.disclosure.actions.correcting import correct
from mingjing.disclosure.actions.publishing import dossier_of, propose, publish, published_on, send_back
from mingjing.disclosure.actions.ruling import adopt_rules
from mingjing.disclosure.actions.withdrawing import explain_withdrawal, withdraw

__all__ = [
    "adopt_rules",
    "correct",
    "dossier_of",
    "explain_withdrawal",
    "propose",
    "publish",
    "published_on",
    "send_back",
    "withdraw",
]
