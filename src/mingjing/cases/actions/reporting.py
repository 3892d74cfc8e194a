"""A lead's source and its reporter: received, answered, told; the identity sealed, opened by name and for a reason."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.models import Case, Reply, Report, SealedReporter, SealOpening
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.rules import lead as lead_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.sealing import Identity, seal, unseal
from mingjing.documents.actions import CODE_ALPHABET
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.registry.queries import require, roles_of
from mingjing.workflow import running
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mingjing.records.actors import Actor
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Officer, User
    from mingjing.registry.permissions import Role

REPLY = "source.reply"


@dataclass(frozen=True)
class Taker:
    """Who took a report: a person of ours, or another system that sent it, whom no officer stands for."""

    actor: Actor
    officer: Officer | None = None

    @classmethod
    def of(cls, user: User) -> Taker:
        """Return the taker that an account is."""
        return cls(user.actor(), user.officer)


NUMBER = 6


def receive(
    work: Deed, case: Case, taker: Taker, *, reference: str, reply_by: dt.date | None, reporter: Identity
) -> Report | None:
    """Note within the act that registers a lead where it came from; seal the reporter on a dossier of its own.

    Nothing is noted where nothing is known. The texts that handlers will read must not name the reporter.
    """
    due = lead_rules.reply_due(case.source, case.found_on, reply_by)
    if not (reference or due or reporter):
        return None
    lead_rules.names_nobody(reporter, (case.title, case.summary, case.place, reference), field="summary")
    report = Report(case=case, reference=reference, reply_by=due, received_by=taker.officer)
    if reporter:
        report.reporter, report.reachable = _number(), bool(reporter.contact or reporter.address)
    work.add(report)
    if due:
        running.start_clock(work, rule=REPLY, on=case.found_on, named=due)
    if reporter:
        _seal(taker, report, reporter)
    return report


def _number() -> str:
    """Return a reporter's number: it tells neither who, nor when, nor how many reported."""
    return "J" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(NUMBER))


def _seal(taker: Taker, report: Report, reporter: Identity) -> None:
    dossier = _apart(report)
    with deed(dossier=dossier, act=acts.SEALED, actor=taker.actor) as work:
        work.add(
            SealedReporter(
                report=report,
                agency=report.case.agency,
                number=report.reporter,
                sealed=seal(reporter, number=report.reporter),
            )
        )
        work.facts["number"] = report.reporter


def _apart(report: Report) -> Dossier:
    """Return the dossier of a reporter: what is recorded there stands in no case's timeline and no case's bundle."""
    return open_dossier(kind="reporter", ref=report.ref, agency=report.case.agency.ref)


def report_of(case: Case) -> Report:
    """Return the source of a case, or refuse where it has none to answer."""
    found = Report.objects.select_related("case__agency", "received_by").filter(case=case).first()
    if found is None:
        raise Refusal("report.none", "本案没有登记来件。", lead_rules.VERIFYING, "请看案件页的案源。")
    return found


def may_open(user: User, case: Case, report: Report | None, *, roles: frozenset[Role] | None = None) -> bool:
    """Say whether an account may open the seal (`lead_rules.opens`); `roles` where they are known already."""
    if report is None or not report.reporter or user.officer is None or user.agency_id != case.agency_id:
        return False
    return lead_rules.opens(
        received=report.received_by_id == user.officer_id,
        post=may(roles_of(user) if roles is None else roles, "case.unseal"),
        handles=user.officer in handlers_of(case),
        consented=report.consented_on is not None,
    )


def check_may_open(*, user: User, case: Case) -> Report:
    """Refuse whoever may not open the seal; return the source whose reporter they may know."""
    return _allow(user, case)


def open_seal(*, user: User, case: Case, reason: str) -> Identity:
    """行政处罚法50; §11.6 no. 23: show a reporter's identity to whoever may see it; every opening is a record.

    Also on a case that has ended: the reporter is told of its end.
    """
    report = _allow(user, case)
    if not reason.strip():
        raise Refusal(
            "reporter.no_reason", "请写明启封的事由。", lead_rules.SECRECY, "如：电话告知处理结果。", "reason"
        )
    row = SealedReporter.objects.get(report=report)
    identity = unseal(bytes(row.sealed), number=row.number)
    lead_rules.names_nobody(identity, [reason], field="reason")
    with deed(dossier=_apart(report), act=acts.UNSEALED, actor=user.actor()) as work:
        work.add(
            SealOpening(
                reporter=row, opened_by=signer(user), opened_on=clock.today(), reason=reason.strip(),
                with_consent=user.officer in handlers_of(case),
            )
        )  # fmt: skip
        work.facts["number"] = report.reporter
    return identity


def _allow(user: User, case: Case) -> Report:
    """Return the report of a case whose seal the account may open, or refuse."""
    if user.agency_id != case.agency_id:
        raise Refusal("case.unknown", "没有这个案件。", next_step="请核对案号。")
    report = Report.objects.select_related("case__agency").filter(case=case).first()
    if may_open(user, case, report) and report is not None:
        return report
    if report is not None and report.reporter and user.officer in handlers_of(case):
        raise Refusal(
            "reporter.sealed",
            "您是本案承办人，举报人没有同意披露身份，您只能看到编号。",
            lead_rules.SECRECY,
            "确须与举报人核实的，由接收人征得本人同意并登记。",
        )
    require(user, "case.unseal")
    raise Refusal("reporter.none", "本案没有密封的举报人。", lead_rules.SECRECY, "请看案件页的来件一栏。")


def reply(
    *,
    user: User,
    case: Case,
    replied_on: dt.date,
    manner: str,
    content: str,
    version: int | None = None,
) -> Reply:
    """§11.6 no. 23: answer the source of a lead (12345, whoever handed it on); its own limit is met."""
    require(user, "case.reply")
    if user.agency_id != case.agency_id:
        raise Refusal("case.unknown", "没有这个案件。", next_step="请核对案号。")
    report = report_of(case)
    if report.reply_by is None and not report.reference:
        raise Refusal("report.no_reply", "来件没有要求答复。", lead_rules.VERIFYING, "请看案件页的来件一栏。")
    return _answer(
        user, case, report, to=Reply.To.SOURCE, replied_on=replied_on, manner=manner, content=content,
        version=version,
    )  # fmt: skip


def tell_reporter(
    *,
    user: User,
    case: Case,
    replied_on: dt.date,
    manner: str,
    content: str,
    version: int | None = None,
) -> Reply:
    """55号令15: tell the reporter what came of it: done by whoever may know who it is, and no handler learns."""
    report = _allow(user, case)
    if not report.reachable:
        raise Refusal(
            "reporter.unreachable", "举报人没有留下联系方式，不必告知。", lead_rules.VERIFYING, "请看案件页。"
        )
    return _answer(
        user, case, report, to=Reply.To.REPORTER, replied_on=replied_on, manner=manner, content=content,
        version=version,
    )  # fmt: skip


def _answer(
    user: User,
    case: Case,
    report: Report,
    *,
    to: str,
    replied_on: dt.date,
    manner: str,
    content: str,
    version: int | None,
) -> Reply:
    """Write an answer down. It needs no open case: a lead that was not filed is answered all the same."""
    rules.not_in_future(replied_on, clock.today(), "replied_on")
    rules.not_before(replied_on, case.found_on, what="收到线索的日期", field="replied_on")
    if not content.strip():
        raise Refusal(
            "reply.empty", "请写明答复的内容。", lead_rules.VERIFYING, "写处理结果和理由。", "content"
        )
    not_naming(case, content, field="content")
    act = acts.REPLIED if to == Reply.To.SOURCE else acts.REPORTER_TOLD
    with deed(
        dossier=case.dossier, act=act, actor=user.actor(), version=version, happened_on=replied_on
    ) as work:
        report.refresh_from_db()
        row = Reply(
            case=case,
            to=to,
            replied_on=replied_on,
            manner=manner,
            content=content.strip(),
            made_by=signer(user),
        )
        work.add(row)
        _note(work, case, report, row)
        work.facts |= {"manner": row.get_manner_display(), "number": report.reporter}
    return row


def _note(work: Deed, case: Case, report: Report, row: Reply) -> None:
    if row.to == Reply.To.REPORTER and case.ending:
        report.told_on = row.replied_on
    if row.to == Reply.To.SOURCE and report.replied_on is None:
        report.replied_on = row.replied_on
        running.meet_clock(work, rule=REPLY, on=row.replied_on)
    work.change(report)


def not_naming(case: Case, *texts: str, field: str) -> None:
    """Refuse texts that are to stand in the case's file and name whom the seal hides."""
    _names_nobody(case.dossier, texts, field=field)


def opinion_names_nobody(dossier: Dossier, opinion: str) -> None:
    """Refuse an opinion that names whom the seal of the dossier's case hides: who signs may have opened it."""
    _names_nobody(dossier, (opinion,), field="opinion")


def _names_nobody(dossier: Dossier, texts: Iterable[str], *, field: str) -> None:
    row = SealedReporter.objects.filter(report__case__dossier=dossier).first()
    if row:
        lead_rules.names_nobody(unseal(bytes(row.sealed), number=row.number), texts, field=field)


def given_by(case: Case, report: Report | None) -> str:
    """Return who gave a lead, as its register says it: a reporter by their number alone (§11.6 no. 23)."""
    if report is None:
        return f"本机关（{case.get_source_display()}）"
    return f"编号 {report.reporter}，身份另行密封" if report.reporter else "未留姓名"


def on_paper(report: Report | None) -> dict[str, str]:
    """Return what a document says of a lead's source: its number and its limit."""
    if report is None:
        return {}
    items = {"来件编号": report.reference, "答复期限": report.reply_by}
    return {name: str(value) for name, value in items.items() if value}


def record_consent(
    *, user: User, case: Case, consented_on: dt.date, consent: str, version: int | None = None
) -> Report:
    """§11.6 no. 23: write down that the reporter agreed to be known to the handlers, when and how."""
    report = _allow(user, case)
    rules.not_in_future(consented_on, clock.today(), "consented_on")
    rules.not_before(consented_on, case.found_on, what="收到线索的日期", field="consented_on")
    if not consent.strip():
        raise Refusal(
            "reporter.no_consent",
            "请写明举报人同意的方式和证明。",
            lead_rules.SECRECY,
            "如：本人签名的同意书。",
            "consent",
        )
    not_naming(case, consent, field="consent")
    with deed(
        dossier=case.dossier,
        act=acts.CONSENTED,
        actor=user.actor(),
        version=version,
        happened_on=consented_on,
    ) as work:
        report.refresh_from_db()
        report.consented_on, report.consent = consented_on, consent.strip()
        work.change(report)
        work.facts["number"] = report.reporter
    return report


def keep_apart(case: Case, officers: Iterable[Officer], *, field: str = "handlers") -> None:
    """§11.5: whoever knows the reporter does not handle the case, unless the reporter agreed to be known."""
    report = Report.objects.filter(case=case).exclude(reporter="").first()
    if report is None or report.consented_on:
        return
    opened = SealOpening.objects.filter(reporter__report=report).values_list("opened_by_id", flat=True)
    known = {report.received_by_id, *opened}
    lead_rules.stays_unknown(dict.fromkeys(each.name for each in officers if each.pk in known), field=field)
