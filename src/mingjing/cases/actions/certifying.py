"""保管链证明: the custody of one file as a paper, made from the records and itself a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import custody_acts as acts
from mingjing.cases.actions.custody import custody_dossier, own
from mingjing.cases.papers.custody import custody_items
from mingjing.cases.queries.custody import steps_of
from mingjing.cases.queries.keeping import checked
from mingjing.documents.actions import issue
from mingjing.documents.forms_custody import CUSTODY
from mingjing.records.deeds import deed
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.cases.queries.files import CaseFile
    from mingjing.documents.models import Document
    from mingjing.registry.models import User


def certify(*, user: User, file: CaseFile) -> Document:
    """行政处罚法47: what became of a file from its capture on, with its hashes; of a file destroyed as well."""
    require(user, "custody.certify")
    own(user, file)
    sha256 = file.blob.sha256
    items = custody_items(file, steps_of(file), checked([sha256]).get(sha256))
    with deed(dossier=custody_dossier(file), act=acts.CERTIFIED, actor=user.actor()) as work:
        work.mention(file.row)
        return issue(work, form=CUSTODY, agency=file.case.agency, made_on=clock.today(), data=items)
