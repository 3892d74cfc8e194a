"""The frame of every act on one publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.disclosure.actions import dossier_of
from mingjing.workbench.acting import ActView
from mingjing.workbench.views.publications import find_publication

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication
    from mingjing.records.models import Dossier


class OnPublication(ActView):
    """What all of them share: the publication, its dossier, the way back."""

    publication: Publication

    def load(self, **address: str) -> None:
        """Find the publication in the person's own agency."""
        self.publication = find_publication(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the publication's dossier."""
        return dossier_of(self.publication)

    def back(self) -> str:
        """Return the publication's page."""
        return reverse("desk-publication", args=[self.publication.ref])

    def context(self) -> dict[str, Any]:
        """Say where we are and what it is about."""
        return {
            "heading": self.title,
            "back_url": self.back(),
            "paper": [("标题", self.publication.title), ("文号", self.publication.number)],
            "path": [
                ("公示", reverse("desk-publications")),
                (self.publication.number or self.publication.title, self.back()),
                (self.title, ""),
            ],
        }
