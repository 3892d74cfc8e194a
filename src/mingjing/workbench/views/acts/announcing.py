"""公告送达: announcing a document to a party that no other way reaches."""

from __future__ import annotations

import uuid
from typing import Any

from mingjing.cases.actions import announcing
from mingjing.cases.queries.announced import unserved
from mingjing.cases.queries.serving import called
from mingjing.documents.models import Document
from mingjing.workbench.forms.announcing import AnnounceForm
from mingjing.workbench.views.acts.base import PartyAct


class Announce(PartyAct):
    """公告送达."""

    verb = "announcement"
    submit = "制作公告"
    form_class = AnnounceForm
    clause = announcing.CLAUSE
    remark = "公告由系统列入待公开，公示员确认、公示审核员核对后上网；自公开之日起满三十日视为送达，期满后再登记送达。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer what the party was not yet served."""
        return {"papers": [(each.ref, called(each)) for each in unserved(self.case, self.party)]}

    def do(self, form: Any) -> None:
        """Make the announcement."""
        paper = Document.objects.get(pk=uuid.UUID(hex=form.typed["paper"]))
        announcing.announce(**self.common(form), party=self.party, paper=paper, why=form.typed["why"])
