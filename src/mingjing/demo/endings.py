"""How the demo's cases end: paid at once, in instalments, late; documents spoiled and mended; the file closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import archiving, closing, confirming, decision, leads, mending, notice, paying
from mingjing.cases.queries.payments import account
from mingjing.demo.handing import by_hand, by_post
from mingjing.disclosure.models import Publication

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Decision, Party
    from mingjing.demo.stories import CaseStory

HARDSHIP = "当事人因工程款未能结清，账户余额不足，提交了银行流水和三个月的财务报表，申请分期缴纳。"


def pay(
    story: CaseStory, row: Decision, *, amount: int | None = None, note: str = "已停工并补办手续"
) -> None:
    """Pay what is owed today on a decision, late fine included, or a part of it (分)."""
    now = account(row, on=clock.today())
    code = f"1599{int(row.ref[:12], 16) % 10**15:015d}{row.performances.count()}"
    paid = now.left if amount is None else amount
    paying.perform(
        user=story.user, case=story.refresh(), decision=row, done_on=clock.today(), amount=paid,
        late_amount=now.late_left if amount is None else 0, channel="bank" if paid else "",
        payment_code=code if paid else "", receipt_number=code[-10:] if paid else "", note=note,
    )  # fmt: skip


def close(story: CaseStory) -> None:
    """Ask for closing, endorse and approve it, the file kept as long as the rule says."""
    people = story.bureau.people
    closing.request_closing(
        user=story.user, case=story.refresh(), pages=story.case.dossier.documents.count() * 3, defects="无",
        checked_by=people["section"],
    )  # fmt: skip
    leads.endorse(
        user=story.as_("section"), case=story.refresh(), matter="closing", opinion="执行完毕，建议结案。"
    )
    case = story.refresh()
    closing.approve_closing(
        user=story.as_("deputy"), case=case, opinion="同意结案。", retention=closing.retention_of(case)
    )


def archived(story: CaseStory) -> None:
    """Let the archivist bind the file of a case that ended without being closed."""
    case = story.refresh()
    archiving.archive(
        user=story.as_("archivist"), case=case, pages=case.dossier.documents.count() * 3,
        defects="案件未作处罚决定即终结，卷内文书以目录所列为准；尚未收回的签名、盖章件收回后补入。",
        checked_by=story.bureau.people["section"], retention=closing.retention_of(case),
    )  # fmt: skip


def confirmed(story: CaseStory) -> None:
    """Let each party sign where it wants to be served; it agrees to be served by e-mail."""
    for party in story.parties:
        confirming.confirm_address(
            user=story.user, case=story.refresh(), party=party, confirmed_on=clock.today(), address=party.address,
            receiver=party.representative or party.name, phone=party.phone or "0000-0000000", electronic=True,
            channel="email", account="office@example.invalid", contact="项目部值班电话 0000-0000001",
        )  # fmt: skip


def served_electronically(story: CaseStory) -> None:
    """Serve each decision by e-mail, as the party agrees in its confirmation of address."""
    confirmed(story)
    for each in story.decisions:
        decision.serve(
            user=story.user, case=story.refresh(), decision=each, method="06", served_on=clock.today(),
            place="office@example.invalid", receiver="到达当事人确认的邮箱", officers=story.officers,
            proof="电子送达确认书；到达回执截屏",
        )  # fmt: skip


def listed(story: CaseStory) -> None:
    """Make the list of evidence."""
    confirming.list_evidence(user=story.user, case=story.refresh())


def deferred(story: CaseStory, *days: dt.date) -> None:
    """Let each party apply to pay in equal parts on these days; grant it and serve the decision today."""
    for each in story.decisions:
        left = account(each, on=clock.today()).left
        part = left // len(days)
        amounts = [*([part] * (len(days) - 1)), left - part * (len(days) - 1)]
        row = paying.request_deferral(
            user=story.user, case=story.refresh(), decision=each, applied_on=clock.today(), reason=HARDSHIP,
            plan=list(zip(days, amounts, strict=True)),
        )  # fmt: skip
        paying.decide_deferral(
            user=story.as_("deputy"), case=story.refresh(), deferral=row, agreed=True,
            opinion="确有经济困难，证明材料齐全。",
        )  # fmt: skip
        paying.serve_deferral(user=story.user, case=story.refresh(), deferral=row, handed=by_hand())
    story.recorded()


def paid_a_part(story: CaseStory) -> None:
    """Pay the instalment that is due next."""
    for each in story.decisions:
        plan = each.deferrals.get(agreed=True).plan
        pay(story, each, amount=plan[each.performances.count()]["amount"], note="")


def spoiled(story: CaseStory) -> None:
    """Make a notice for each party, find it wrong before it is served, void it."""
    for party in story.parties:
        made = notice.notify(user=story.user, case=story.refresh(), party=party)
        mending.void(
            user=story.user, case=story.refresh(), document=made.document,
            reason="打印时漏印第二页，未送达当事人，重新制作。",
        )  # fmt: skip


def listed_and_spoiled(story: CaseStory) -> None:
    """List the evidence; then spoil the first notice."""
    listed(story)
    spoiled(story)


def rectified(story: CaseStory, *, item: str, wrong: str, right: str) -> None:
    """Ask to mend a slip in the first decision, grant it, serve it today."""
    row = mending.request_rectification(
        user=story.user, case=story.refresh(), document=story.decisions[0].document, rectification_kind="wrong",
        item=item, wrong=wrong, right=right, reason="制作时笔误，与卷内证据核对后更正。",
    )  # fmt: skip
    mending.decide_rectification(
        user=story.as_("deputy"),
        case=story.refresh(),
        rectification=row,
        agreed=True,
        opinion="属文字错误，同意更正。",
    )
    mending.serve_rectification(user=story.user, case=story.refresh(), rectification=row, handed=by_post())


def shown_mended(story: CaseStory) -> None:
    """Let publisher and checker publish the mended version that the system collected."""
    for each in story.decisions:
        for waiting in Publication.objects.filter(kind="decision", about=each.ref, state="collected"):
            story.bureau.release(waiting)


def sent_back(story: CaseStory, party: Party, opinion: str) -> None:
    """Sign up the chain of a decision; the leader does not agree."""
    for username, said in (("section", "拟同意，请审核。"), ("legalhead", "审核意见已附，程序合法。")):
        leads.endorse(
            user=story.as_(username), case=story.refresh(), matter="decision", about=party.ref, opinion=said
        )
    decision.refuse(user=story.as_("deputy"), case=story.refresh(), party=party, opinion=opinion)
