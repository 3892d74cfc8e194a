"""What the cases room tells lower rooms."""

import datetime as dt

from mingjing.cases import (
    acts,
    announcing,
    branching,
    ingesting,
    publishing,
    republishing,
    revising,
    serving_notices,
)
from mingjing.cases.actions.disposal import clear_rest
from mingjing.cases.actions.rehashing import rehash_due
from mingjing.cases.audit import check_decisions, check_numbers, check_opinions, check_reviewed_records
from mingjing.cases.audit_custody import check_custody
from mingjing.cases.audit_prior import check_prior_opinions
from mingjing.cases.audit_sealed import check_sealed
from mingjing.cases.complained import handled
from mingjing.cases.models import (
    AccessGrant,
    ActJudgement,
    AddressConfirmation,
    BoundFile,
    Case,
    CustodyRule,
    Decision,
    Deferral,
    Discussion,
    Disposal,
    DisposalItem,
    Education,
    FileUse,
    HashRun,
    Hearing,
    LegalHold,
    MarkedCopy,
    Notice,
    Order,
    Party,
    Petition,
    Preservation,
    PriorDecision,
    PriorNotice,
    PriorPayment,
    PriorReview,
    PriorStep,
    PublicNotice,
    Rectification,
    Relief,
    Reply,
    Report,
    ResultNotice,
    SealedReporter,
    SealMark,
    SealOpening,
    Service,
    Statement,
    Suspension,
    TakeOver,
    Testing,
    Transfer,
)
from mingjing.cases.queries import case as queries
from mingjing.catalog import citing_sources, unused
from mingjing.disclosure import kinds
from mingjing.evidence.registration import AsTheySay
from mingjing.records import audit, consumers, queue, stamping, vocabulary
from mingjing.visits import complaints
from mingjing.workflow import approvals, predicates


def register() -> None:
    """Put the gate up; register predicates, words, the public kind and the consumer that proposes publications."""
    from mingjing.cases import (  # noqa: PLC0415
        custody_acts,  # noqa: F401 - the vocabulary is declared by loading it
        guards,  # noqa: F401
        guards_custody,  # noqa: F401
    )
    from mingjing.cases.actions import binding, reporting  # noqa: PLC0415

    complaints.HANDLED.append(handled)
    predicates.register("drafts_passed", queries.drafts_passed)
    predicates.register("draft_superseded", queries.draft_superseded)
    predicates.register("needs_discussion", queries.needs_discussion)
    branching.register()
    citing_sources.register(revising.SOURCE)
    approvals.read_before_signing(reporting.opinion_names_nobody)
    for model, attribute in (
        (Case, "title"),
        (Party, "name"),
        (Decision, "number"),
        (Notice, "served_on"),
        (Service, "served_on"),
        (Statement, "made_on"),
        (Discussion, "held_on"),
        (Hearing, "held_on"),
        (ActJudgement, "judged_on"),
        (Transfer, "approved_on"),
        (Education, "held_on"),
        (Suspension, "began_on"),
        (Order, "deadline"),
        (Preservation, "began_on"),
        (Testing, "entrusted_on"),
        (ResultNotice, "served_on"),
        (PublicNotice, "made_on"),
        (AddressConfirmation, "confirmed_on"),
        (Deferral, "asked_on"),
        (Rectification, "asked_on"),
        (Relief, "began_on"),
        (Report, "reporter"),
        (Reply, "replied_on"),
        (SealedReporter, "number"),
        (SealOpening, "opened_on"),
        (TakeOver, "entered_on"),
        (PriorStep, "step_kind"),
        (PriorDecision, "number"),
        (PriorReview, "number"),
        (PriorNotice, "number"),
        (PriorPayment, "done_on"),
        (FileUse, "use"),
        (CustodyRule, "every_days"),
        (DisposalItem, "name"),
    ):
        vocabulary.describe(model.subject_kind(), vocabulary.Named(model, attribute))
    for own in (BoundFile, LegalHold, SealMark, AccessGrant, MarkedCopy, HashRun, Disposal):
        vocabulary.describe(own.subject_kind(), AsTheySay(own))
    vocabulary.describe("cases.marked_file", AsTheySay(MarkedCopy))
    vocabulary.describe(Petition.subject_kind(), queries.petition_words)
    kinds.register(publishing.DECISION_KIND)
    kinds.register(announcing.HEARING_KIND)
    kinds.register(serving_notices.SERVICE_KIND)
    stamping.at_once(acts.CLOSED.name, acts.SERVED.name)
    consumers.register("cases.publications", publishing.propose_decisions)
    consumers.register("cases.rectified", republishing.propose_rectified)
    consumers.register("cases.announcements", announcing.propose_hearings)
    consumers.register("cases.served_by_notice", serving_notices.propose_services)
    consumers.register("cases.binding", binding.follow)
    audit.register("审核意见与审核人", check_opinions)
    audit.register("决定与审核", check_decisions)
    audit.register("审核记录与意见", check_reviewed_records)
    audit.register("上线前的审核意见", check_prior_opinions)
    audit.register("文号", check_numbers)
    audit.register("密封的举报人", check_sealed)
    audit.register("复核与销毁", check_custody)
    unused.register(revising.matters_used)
    queue.regularly("ingest", ingesting.sweep, every=dt.timedelta(minutes=1))
    queue.regularly("rehashing", rehash_due, every=dt.timedelta(minutes=1))
    queue.regularly("clearing", clear_rest, every=dt.timedelta(days=1))
