"""Prior notice, waiver, statement and defence, collective discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import (
    acting_handler,
    case_deed,
    not_voided,
    party_of,
    still_undecided,
)
from mingjing.cases.actions.hearings import leave
from mingjing.cases.models import Case, Notice, Party, Statement
from mingjing.cases.papers.wording import addressee, penalties_text
from mingjing.cases.queries.case import (
    core_of,
    hearing_waiting,
    newest_drafts,
    passed,
)
from mingjing.cases.queries.hearings import larger_sum, waiting_notices
from mingjing.cases.rules import no_penalty
from mingjing.cases.rules import notice as notice_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.evidence.models import Activity
from mingjing.evidence.recordings import Happening, happened
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.rules.service import Handing
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Agency, User

STATE = [
    "served_on", "method", "proof", "announced_on", "refusal", "ends_on", "waived_on", "waiver_proof",
    "hearing_waived_on", "hearing_asked_on", "hearing_withdrawn_on", "hearing_proof", "hearing_ended_on",
    "hearing_revision",
]  # fmt: skip
"""What of a notice changes after it was made."""


def notify(*, user: User, case: Case, party: Party, version: int | None = None) -> Notice:
    """行政处罚法44、62; 55号令22: make the notice of the penalty that is planned, from the party's passed draft."""
    acting_handler(user, case, "case.notify")
    party_of(case, party)
    with case_deed(user=user, case=case, act=acts.NOTIFIED, version=version) as work:
        running.require_step(case.dossier, "notice")
        still_undecided(party)
        newest = newest_drafts(case.dossier).get(party.ref)
        if newest is None or not passed(newest):
            raise Refusal(
                "notice.not_reviewed",
                "最新一稿尚未通过法制审核，不能据以告知。",
                "行政处罚法 第五十八条；深评查138",
                "请先提请审核。",
            )
        for each in party.notices.all():
            notice_rules.no_hearing_waits(asked_on=hearing_waiting(each))
        core = core_of(newest)
        no_penalty.nothing_to_notify(core)
        ground = notice_rules.hearing_right(core["penalties"], larger=larger_sum(case, party))
        _reachable(case.agency)
        document = issue(
            work,
            form=forms.NOTICE,
            agency=case.agency,
            made_on=clock.today(),
            party=party.ref,
            data={
                **addressee(party),
                "违法事实": core["facts"],
                "违反的规定": "、".join(core["violated"]),
                "处罚依据": "、".join(core["basis"]),
                "拟作出的处罚": penalties_text(core),
                "权利": notice_rules.rights_text(ground),
                "联系": f"{case.agency.address}，{case.agency.phone}",
            },
        )
        notice = Notice(party=party, draft=newest, document=document, hearing_offered=bool(ground))
        work.add(notice)
        work.mention(party)
        work.facts["number"] = document.number
    return notice


def _reachable(agency: Agency) -> None:
    """行政处罚法 第四十四条、第四十五条: a party must be able to reach whom it states its defence to."""
    if not (agency.address and agency.phone):
        raise Refusal(
            "agency.unreachable",
            "本机关的地址、咨询电话还没有填写，告知书写不出向哪里陈述、申辩。",
            "行政处罚法 第四十四条、第四十五条",
            "请系统管理员在“机关信息”中填写后再制作。",
        )


def serve_notice(
    *,
    user: User,
    case: Case,
    notice: Notice,
    handed: Handing,
    version: int | None = None,
) -> Notice:
    """55号令22: the five working days run from service; without proof of service nothing runs."""
    acting_handler(user, case, "case.notify")
    party_of(case, notice.party)
    handing_over.checked(handed, notice.document, notice.party)
    served_on = handed.served_on
    with case_deed(
        user=user, case=case, act=acts.NOTICE_SERVED, version=version, happened_on=served_on
    ) as work:
        notice.refresh_from_db(fields=STATE)
        not_voided(notice.document)
        if notice.served_on:
            raise Refusal("notice.served", "这份告知书已登记送达。", next_step="请看案件经过。")
        started = running.start_clock(work, rule="zj55.statement", on=served_on, party=notice.party.ref)
        if notice.hearing_offered:
            running.start_clock(work, rule="zj55.hearing_req", on=served_on, party=notice.party.ref)
        notice.ends_on = started.due_on
        handing_over.serve(work, case, notice, handed, party=notice.party)
        work.mention(notice.party)
        work.facts["ends"] = str(started.due_on)
    return notice


def waive(
    *,
    user: User,
    case: Case,
    notice: Notice,
    waived_on: dt.date,
    proof: str,
    hearing: bool | None = None,
    version: int | None = None,
) -> Notice:
    """行政处罚法62; reference §11.4 no. 6: a clear waiver in writing ends the period.

    `hearing` says whether the hearing is waived too; it must be said where the notice offered one. A statement
    waived before leaves the hearing to be waived later.
    """
    acting_handler(user, case, "case.hear_party")
    party_of(case, notice.party)
    rules.not_in_future(waived_on, clock.today(), "waived_on")
    if notice.served_on is None:
        raise Refusal(
            "notice.not_served", "告知书尚未送达，谈不上放弃。", "行政处罚法 第六十二条", "请先登记送达。"
        )
    rules.not_before(waived_on, notice.served_on, what="告知书送达日期", field="waived_on")
    notice_rules.waiver_in_writing(proof)
    notice_rules.waiver_says_hearing(offered=notice.hearing_offered, hearing=hearing)
    with case_deed(user=user, case=case, act=acts.WAIVED, version=version, happened_on=waived_on) as work:
        notice.refresh_from_db(fields=STATE)
        party = notice.party.ref
        if notice.waived_on and (notice.hearing_waived_on or not hearing):
            raise Refusal("waiver.exists", "已登记书面放弃。", next_step="请看案件经过。")
        if hearing:
            notice_rules.no_hearing_waits(asked_on=hearing_waiting(notice))
            notice.hearing_waived_on, notice.hearing_proof = waived_on, proof
            running.meet_clock(work, rule="zj55.hearing_req", on=waived_on, party=party)
        if notice.waived_on is None:
            notice.waived_on, notice.waiver_proof = waived_on, proof
            running.meet_clock(work, rule="zj55.statement", on=waived_on, party=party)
        work.change(notice)
        work.mention(notice.party)
    return notice


HEARD_AT = ("conclusion", "review", "notice", "hearing", "discussion", "decision")
"""Where a party may still be heard: its own period runs whatever the other parties' lines wait for."""
PRESENTED = ("discussion", "decision")
"""Where the case waits for its decision; a hearing is arranged before that, so its request leads back to the notice."""


def request_hearing(
    *, user: User, case: Case, notice: Notice, asked_on: dt.date, proof: str, version: int | None = None
) -> Notice:
    """行政处罚法63、64(一); 55号令33: record that the party asks for a hearing, in writing or by word of mouth.

    From now on nothing is decided until the request is withdrawn in writing. `proof`: how and by whom it was asked.
    """
    acting_handler(user, case, "case.hear_party")
    party_of(case, notice.party)
    rules.not_in_future(asked_on, clock.today(), "asked_on")
    if notice.served_on is None or notice.ends_on is None:
        raise Refusal("notice.not_served", "告知书尚未送达。", "行政处罚法 第四十四条", "请先登记送达。")
    rules.not_before(asked_on, notice.served_on, what="告知书送达日期", field="asked_on")
    with case_deed(
        user=user, case=case, act=acts.HEARING_ASKED, version=version, happened_on=asked_on
    ) as work:
        running.require_step(case.dossier, *HEARD_AT)
        still_undecided(notice.party)
        notice.refresh_from_db(fields=STATE)
        notice_rules.may_ask_for_hearing(
            offered=notice.hearing_offered, waived=notice.hearing_waived_on is not None,
            asked=notice.hearing_asked_on is not None, asked_on=asked_on, ends_on=notice.ends_on or asked_on,
        )  # fmt: skip
        notice.hearing_asked_on, notice.hearing_proof = asked_on, proof
        work.change(notice)
        work.mention(notice.party)
        issue(
            work, form=forms.HEARING_REQUEST, agency=case.agency, made_on=clock.today(), party=notice.party.ref,
            data={
                "申请人": notice.party.name,
                "事由": f"对{notice.title}（{notice.number}）拟作出的处罚要求举行听证",
                "时间": str(asked_on),
                "提出方式": proof,
            },
        )  # fmt: skip
        running.meet_clock(work, rule="zj55.hearing_req", on=asked_on, party=notice.party.ref)
        if running.at(case.dossier).step in PRESENTED:
            running.go_back(work, step="notice", on=clock.today())
    return notice


def withdraw_hearing(
    *, user: User, case: Case, notice: Notice, withdrawn_on: dt.date, proof: str, version: int | None = None
) -> Notice:
    """行政处罚法64: record that the party withdrew its request for a hearing in writing; the case goes on."""
    acting_handler(user, case, "case.hear_party")
    party_of(case, notice.party)
    rules.not_in_future(withdrawn_on, clock.today(), "withdrawn_on")
    notice_rules.waiver_in_writing(proof)
    with case_deed(
        user=user, case=case, act=acts.HEARING_WITHDRAWN, version=version, happened_on=withdrawn_on
    ) as work:
        running.require_step(case.dossier, *HEARD_AT)
        notice.refresh_from_db(fields=STATE)
        asked = hearing_waiting(notice)
        if asked is None:
            raise Refusal(
                "hearing.none", "没有待处理的听证申请。", notice_rules.HEARING, "请看案件页的告知情况。"
            )
        rules.not_before(withdrawn_on, asked, what="要求听证的日期", field="withdrawn_on")
        notice.hearing_withdrawn_on = withdrawn_on
        notice.hearing_proof = f"{notice.hearing_proof}；撤回：{proof}"
        work.change(notice)
        work.mention(notice.party)
        leave(work, case)
    return notice


def record_statement(
    *,
    user: User,
    case: Case,
    notice: Notice,
    made_on: dt.date,
    content: str,
    brings_new: bool,
    reexamination: str,
    oral: bool = False,
    version: int | None = None,
) -> Statement:
    """行政处罚法45; 55号令22: record the defence and re-examine it in writing; new matter sends the case back.

    Where a hearing waits, of whichever party, it is held first: its end sends the case back (`hearings.leave`).
    What was said by word of mouth (`oral`) is recorded in sound (种子 B3.0).
    """
    acting_handler(user, case, "case.hear_party")
    party_of(case, notice.party)
    rules.not_in_future(made_on, clock.today(), "made_on")
    if notice.served_on is None:
        raise Refusal("notice.not_served", "告知书尚未送达。", "行政处罚法 第四十四条", "请先登记送达。")
    rules.not_before(made_on, notice.served_on, what="告知书送达日期", field="made_on")
    notice_rules.reexamined(reexamination)
    with case_deed(user=user, case=case, act=acts.STATED, version=version, happened_on=made_on) as work:
        running.require_step(case.dossier, *HEARD_AT)
        still_undecided(notice.party)
        statement = work.add(
            Statement(
                notice=notice,
                made_on=made_on,
                content=content,
                brings_new=brings_new,
                reexamination=reexamination,
                revision=newest_drafts(case.dossier)[notice.party.ref].revision,
            )
        )
        work.mention(notice.party)
        issue(
            work,
            form=forms.STATEMENT,
            agency=case.agency,
            made_on=made_on,
            party=notice.party.ref,
            data={"陈述人": notice.party.name, "时间": str(made_on), "陈述、申辩内容": content},
        )
        _reexamined(work, case, statement)
        if oral:
            what = Happening(Activity.Kind.STATEMENT, made_on, party=notice.party.ref)
            happened(work, what, agency=case.agency, about=statement)
        running.meet_clock(work, rule="zj55.statement", on=made_on, party=notice.party.ref)
        if brings_new and not waiting_notices(case):
            running.go_back(work, step="conclusion", on=clock.today())
    return statement


def _reexamined(work: Deed, case: Case, statement: Statement) -> None:
    """行政处罚法45; 55号令22: the written re-examination is a paper of its own; it never makes the penalty heavier."""
    issue(
        work, form=forms.REEXAMINATION, agency=case.agency, made_on=clock.today(), party=statement.notice.party.ref,
        data={
            "案由": case.title,
            "当事人": statement.notice.party.name,
            "告知书": statement.notice.number,
            "陈述、申辩意见": statement.content,
            "是否提出新的事实、理由或者证据": "提出" if statement.brings_new else "未提出",
            "复核意见": statement.reexamination,
            "处理": "另成一稿，重新提请法制审核；不因陈述、申辩加重处罚。"
            if statement.brings_new
            else "按原拟意见继续办理；不因陈述、申辩加重处罚。",
        },
    )  # fmt: skip
