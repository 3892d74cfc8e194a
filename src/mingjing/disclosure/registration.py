"""What the disclosure room tells lower rooms."""

import datetime as dt
from urllib.parse import urlencode

from mingjing.disclosure import surfaces
from mingjing.disclosure.actions import expire_due
from mingjing.disclosure.actions.attaching import FILE
from mingjing.disclosure.audit import check_index
from mingjing.disclosure.models import (
    CorrectionRequest,
    DisclosureRule,
    ImpactAssessment,
    Posting,
    Publication,
    PublicFile,
    Withdrawal,
)
from mingjing.records import audit, queue, vocabulary


def register() -> None:
    """Register how a publication is said in a sentence, and the search index as a public surface."""
    from mingjing.disclosure import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Publication.subject_kind(), vocabulary.Named(Publication, "title"))
    for kind in (PublicFile.subject_kind(), FILE):
        vocabulary.describe(kind, vocabulary.Named(PublicFile, "title"))
    vocabulary.describe(Withdrawal.subject_kind(), vocabulary.Named(Withdrawal, "withdrawn_on"))
    vocabulary.describe(DisclosureRule.subject_kind(), vocabulary.Named(DisclosureRule, "category"))
    vocabulary.describe(CorrectionRequest.subject_kind(), vocabulary.Named(CorrectionRequest, "number"))
    vocabulary.describe(ImpactAssessment.subject_kind(), vocabulary.Named(ImpactAssessment, "category"))
    vocabulary.describe(Posting.subject_kind(), vocabulary.Named(Posting, "place"))
    vocabulary.describe("disclosure.applicant", lambda refs: dict.fromkeys(refs, "申请人"))
    audit.register("检索与公示", check_index)
    queue.regularly("expiry", expire_due, every=dt.timedelta(minutes=1))
    surfaces.register(
        surfaces.Surface(
            "search",
            "检索",
            lambda publication: (f"/search?{urlencode({'q': publication.party_name})}",),
            remove=surfaces.remove_from_index,
        )
    )
