"""What is done to a publication: collected, confirmed, checked and published or withheld, corrected, withdrawn."""

from mingjing.disclosure.actions.assessing import confirm_assessment, file_assessment
from mingjing.disclosure.actions.collecting import agree_withholding, collect, forward, withhold
from mingjing.disclosure.actions.correcting import correct
from mingjing.disclosure.actions.expiring import expire_due
from mingjing.disclosure.actions.opening import give_openings
from mingjing.disclosure.actions.posting import post, remove_posting
from mingjing.disclosure.actions.publishing import dossier_of, propose, publish, published_on, send_back
from mingjing.disclosure.actions.requesting import answer_request, ask_correction
from mingjing.disclosure.actions.ruling import adopt_rule, adopt_rules, draft_rule, return_rule, rules_dossier
from mingjing.disclosure.actions.withdrawing import end, explain_withdrawal, set_aside, take_back, withdraw

__all__ = [
    "adopt_rule",
    "adopt_rules",
    "agree_withholding",
    "answer_request",
    "ask_correction",
    "collect",
    "confirm_assessment",
    "correct",
    "dossier_of",
    "draft_rule",
    "end",
    "expire_due",
    "explain_withdrawal",
    "file_assessment",
    "forward",
    "give_openings",
    "post",
    "propose",
    "publish",
    "published_on",
    "remove_posting",
    "return_rule",
    "rules_dossier",
    "send_back",
    "set_aside",
    "take_back",
    "withdraw",
    "withhold",
]
