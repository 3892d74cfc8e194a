"""Where the acts on a case have their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing.theme.navigation import address

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.cases.tasks import Task
    from mingjing.documents.models import Document
    from mingjing.review.models import Submission

CASES = "workbench/cases/"
REVIEW, PUBLICATIONS, LISTS = "/workbench/review/", "/workbench/publications/", "/workbench/lists/"


def case_url(case: Case) -> str:
    """Return the page of a case."""
    return reverse("case", args=[case.ref])


def act_url(case: Case, verb: str, party: Party | None = None) -> str:
    """Return the page of an act on a case, or on one of its parties."""
    if party is None:
        return reverse(f"act-{verb}", args=[case.ref])
    return reverse(f"act-{verb}", args=[case.ref, party.ref])


def document_url(case: Case, document: Document) -> str:
    """Return the page of a document."""
    return reverse("case-document", args=[case.ref, document.ref])


def receipt_url(case: Case, document: Document) -> str:
    """Return where the receipt of a served decision is printed."""
    return reverse("case-receipt", args=[case.ref, document.ref])


def task_url(case: Case, task: Task, submission: Submission | None = None) -> str:
    """Return the page where a task is done; review has its own pages."""
    if task.verb.name in {"review", "signature"}:
        own = f"{REVIEW}{submission.ref}/" if submission else REVIEW
        return address(own) or address(REVIEW) or case_url(case)
    return act_url(case, task.verb.name, task.party)
