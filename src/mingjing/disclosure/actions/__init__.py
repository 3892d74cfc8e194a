"""What is done to a publication: proposed, checked and published, sent back, withdrawn, its withdrawal explained."""

from mingjing.disclosure.actions.publishing import dossier_of, propose, publish, published_on, send_back
from mingjing.disclosure.actions.withdrawing import explain_withdrawal, withdraw

__all__ = [
    "dossier_of",
    "explain_withdrawal",
    "propose",
    "publish",
    "published_on",
    "send_back",
    "withdraw",
]
