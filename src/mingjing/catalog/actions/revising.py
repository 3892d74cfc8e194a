"""When the law changes, what cites it is revised (种子 A2.0): tasks opened, ended by a new text or by a reason."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing import clock
from mingjing.catalog import acts
from mingjing.catalog import revision_rules as rules
from mingjing.catalog.citing_sources import Cited, Source, changes_cited, source, sources
from mingjing.catalog.models import LawRevision
from mingjing.catalog.revisions import running
from mingjing.law.comparing import LawDifference, before_it
from mingjing.law.terms import due
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.models import Agency
from mingjing.registry.permissions import Role
from mingjing.registry.queries import require, roles_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mingjing.law.differing import ArticleChange
    from mingjing.law.models import Statute
    from mingjing.records.actors import Actor
    from mingjing.records.models import Dossier, Record
    from mingjing.registry.models import User

TERM = "gk.20"
SETTLE = "law.stays"
Outcome = LawRevision.Outcome


def revision_dossier(agency: Agency) -> Dossier:
    """Return the dossier on which an agency's revisions after changes of the law are recorded."""
    return open_dossier(kind="revision", ref=agency.ref, agency=agency.ref)


def open_revisions(actor: Actor, found: LawDifference) -> None:
    """Listener: open a task for everything that cites an article which a new version changed or repealed."""
    for agency in Agency.objects.order_by("name"):
        cited = list(_citing(agency, found))
        if cited:
            _open(actor, agency, found, cited)


def _citing(agency: Agency, found: LawDifference) -> Iterator[tuple[Source, Cited, list[ArticleChange]]]:
    for each in sources():
        for thing in each.read(agency, found, ()):
            if changes := changes_cited(thing.texts, found):
                yield each, thing, changes


def _open(
    actor: Actor,
    agency: Agency,
    found: LawDifference,
    cited: list[tuple[Source, Cited, list[ArticleChange]]],
) -> None:
    today = clock.today()
    limit = due(TERM, today)
    with deed(dossier=revision_dossier(agency), act=acts.REVISIONS_OPENED, actor=actor) as work:
        work.mention(found.after)
        work.facts |= {"count": len(cited), "due": limit.due.isoformat()}
        for kept, thing, changes in cited:
            work.add(
                LawRevision(
                    agency=agency,
                    version=found.after,
                    source=kept.name,
                    subject=thing.ref,
                    title=thing.title,
                    unit=thing.unit,
                    remark=thing.remark,
                    changes=_said(changes),
                    asked_on=today,
                    due_on=limit.due,
                    safe_on=limit.safe,
                    provisional=limit.provisional,
                )
            )


def reconsider(work: Deed, agency: Agency, name: str, *, refs: Collection[str] = ()) -> int:
    """Within an act that brought a new text: end the tasks of what no longer cites what changed; return how many."""
    rows = running(agency, name)
    tasks = list(rows.filter(subject__in=refs) if refs else rows)
    ended = _answered(tasks)
    for task in ended:
        task.outcome, task.done_on = Outcome.REVISED, clock.today()
        work.change(task)
    return len(ended)


def follow(records: Sequence[Record]) -> None:
    """Consumer: end the tasks of what records of other rooms brought a new text for."""
    touched = {(each.dossier.kind, each.dossier.ref, each.dossier.agency) for each in records}
    for each in sources():
        found = [(ref, agency) for kind, ref, agency in touched if kind == each.dossier]
        for ref, agency in sorted(found):
            _follow(each, ref, agency)


def _follow(kept: Source, ref: str, agency: str) -> None:
    tasks = LawRevision.objects.filter(source=kept.name, done_on=None, agency=uuid.UUID(agency))
    if kept.own:
        tasks = tasks.filter(subject=ref)
    refs = [task.subject for task in _answered(list(tasks))]
    if refs:
        owner = tasks[0].agency
        with deed(dossier=revision_dossier(owner), act=acts.REVISIONS_ENDED, actor=SYSTEM) as work:
            work.facts["count"] = reconsider(work, owner, kept.name, refs=refs)


def compare_again(actor: Actor, statute: Statute) -> None:
    """Listener: a known version got its words. What could only be compared by a person is now compared by them."""
    tasks = LawRevision.objects.filter(version__statute=statute, done_on=None).select_related(
        "version", "agency"
    )
    for agency in Agency.objects.filter(pk__in=tasks.values("agency")).order_by("name"):
        own = list(tasks.filter(agency=agency).order_by("source", "subject"))
        cited = _cited_now(own)
        with deed(dossier=revision_dossier(agency), act=acts.REVISIONS_COMPARED, actor=actor) as work:
            work.mention(statute)
            work.facts["ended"] = sum(not cited[task.ref] for task in own)
            for task in own:
                if cited[task.ref]:
                    task.changes = _said(cited[task.ref])
                else:
                    task.outcome, task.done_on = Outcome.SAME, clock.today()
                work.change(task)


def _said(changes: Sequence[ArticleChange]) -> list[list[str]]:
    return [[each.heading, each.kind.label] for each in changes]


def _answered(tasks: Sequence[LawRevision]) -> list[LawRevision]:
    """Return the tasks whose thing no longer cites what changed, or is no longer there."""
    cited = _cited_now(tasks)
    return [task for task in tasks if not cited[task.ref]]


def _cited_now(tasks: Sequence[LawRevision]) -> dict[str, list[ArticleChange]]:
    """Return for each task which of the changed articles its thing cites now."""
    cited: dict[str, list[ArticleChange]] = {}
    for key in {(task.agency_id, task.version_id, task.source) for task in tasks}:
        together = [task for task in tasks if (task.agency_id, task.version_id, task.source) == key]
        first = together[0]
        before = before_it(first.version)
        changes: dict[str, list[ArticleChange]] = {}
        if before is not None:
            found = LawDifference(before, first.version)
            things = source(first.source).read(first.agency, found, [task.subject for task in together])
            changes = {each.ref: changes_cited(each.texts, found) for each in things}
        cited |= {task.ref: changes.get(task.subject, []) for task in together}
    return cited


def keep(*, user: User, revision: LawRevision, reason: str, version: int | None = None) -> LawRevision:
    """Say with reasons that what cites the law stays as it is, though the law changed."""
    require(user, SETTLE)
    with deed(
        dossier=revision_dossier(user.agency), act=acts.REVISION_KEPT, actor=user.actor(), version=version
    ) as work:
        task = LawRevision.objects.filter(Q(pk=revision.pk), agency=user.agency).first()
        if task is None:
            raise Refusal("revision.unknown", "本机关没有这项修订任务。", next_step="请从修订任务进入。")
        rules.may_stay(done_on=task.done_on, reason=reason)
        own = user.officer.department.name if user.officer else ""
        rules.own_revision(own, task.unit, everything=Role.LEGALHEAD in roles_of(user))
        task.outcome, task.reason, task.done_on = Outcome.STAYS, reason.strip(), clock.today()
        task.settled_by = user.officer
        work.change(task)
    return task
