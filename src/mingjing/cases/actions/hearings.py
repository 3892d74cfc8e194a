"""The hearing itself: arranged, told, held, recorded, reported on; its days are not counted (行政处罚法63–65)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import acting_handler, allow, case_deed, not_voided, own_officers, party_of
from mingjing.cases.actions.reporting import not_naming
from mingjing.cases.models import Hearing, HearingDenial, HearingNotice
from mingjing.cases.papers.hearing import (
    announcement_items,
    denial_items,
    notice_items,
    record_items,
    report_items,
)
from mingjing.cases.queries.case import (
    ever_handled,
    hearing_waiting,
    newest_drafts,
)
from mingjing.cases.queries.hearings import any_undrafted, told_of, waiting_notices
from mingjing.cases.queries.recordings import settled
from mingjing.cases.queries.reviewing import reviewed_by
from mingjing.cases.rules import hearing as hearings
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules.petitions import with_reason
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.evidence.models import Activity
from mingjing.evidence.recordings import Happening, happened
from mingjing.refusal import Refusal
from mingjing.workflow import running
from mingjing.workflow.approvals import signer
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mingjing.cases.models import Case, Notice, Party
    from mingjing.cases.rules.service import Handing
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Officer, User

DECISION = "xzcf.decision_90"
KIND = "hearing"
WHY = "举行听证（住房和城乡建设行政处罚程序规定 第二十九条）"
ARRANGED_AT = ("notice", "hearing")


def arrange(
    *,
    user: User,
    case: Case,
    parties: Sequence[Party],
    held_on: dt.date,
    begins_at: dt.time,
    place: str,
    public: bool,
    closed_reason: str,
    chair: Officer,
    recorder: Officer,
    version: int | None = None,
) -> Hearing:
    """行政处罚法64(二)–(四); 55号令34: the responsible person says when, where, who presides; each party is told.

    From today the ninety days stand still (55号令29). A public hearing is announced.
    """
    allow(user, "case.arrange_hearing", case)
    own_officers([chair, recorder], case)
    today = clock.today()
    hearings.far_enough(held_on, today)
    hearings.two_people(same=chair.pk == recorder.pk)
    hearings.closed_for_reason(public=public, reason=closed_reason)
    where = with_reason(place, field="place")
    not_naming(case, place, closed_reason, field="closed_reason")
    with case_deed(user=user, case=case, act=acts.HEARING_ARRANGED, version=version) as work:
        running.require_step(case.dossier, *ARRANGED_AT)
        hearings.chair_is_no_handler(handled=chair in ever_handled(case))
        waiting = _unarranged(case, parties)
        made = Hearing(
            case=case, held_on=held_on, begins_at=begins_at, place=where, public=public,
            closed_reason="" if public else closed_reason.strip(), chair=chair, recorder=recorder,
            remark=hearings.chair_remark(reviewed=reviewed_by(case, chair)), arranged_on=today,
        )  # fmt: skip
        if public:
            made.announcement = issue(
                work, form=forms.HEARING_ANNOUNCEMENT, agency=case.agency, made_on=today,
                data=announcement_items(made),
            )  # fmt: skip
        work.add(made)
        for notice in waiting:
            document = issue(
                work, form=forms.HEARING_NOTICE, agency=case.agency, made_on=today, party=notice.party.ref,
                data=notice_items(made, notice),
            )  # fmt: skip
            work.add(HearingNotice(hearing=made, notice=notice, document=document))
        _stop(work, case)
        if running.at(case.dossier).step == "notice":
            running.go_on(work, on=today, holds=judge(case.dossier))
        openness = "公开" if public else "不公开"
        work.facts |= {"held": str(held_on), "openness": openness, "remark": made.remark}
    return made


def _unarranged(case: Case, parties: Sequence[Party]) -> list[Notice]:
    """Return the requests of these parties, each waiting and without a hearing arranged."""
    chosen = {party.pk for party in parties}
    found = [each for each in waiting_notices(case) if each.party_id in chosen and told_of(each) is None]
    if not chosen or len(found) != len(chosen):
        raise Refusal(
            "hearing.nobody_waits",
            "所选当事人没有待安排的听证申请。",
            hearings.HELD,
            "请选择要求听证而尚未安排的当事人。",
            "parties",
        )
    return found


def _stop(work: Deed, case: Case) -> None:
    limits = case.dossier.clocks.filter(rule=DECISION, met_on=None)
    if not any(each["kind"] == KIND and not each["until"] for limit in limits for each in limit.stops):
        running.stop_clock(work, rule=DECISION, on=clock.today(), kind=KIND, why=WHY)


def deny(
    *, user: User, case: Case, notice: Notice, asked_on: dt.date, proof: str, version: int | None = None
) -> HearingDenial:
    """行政处罚法63、64(一): answer in writing who asks without the right to a hearing, or after it has passed.

    Who may still ask is not denied: that request is registered and the hearing held.
    """
    allow(user, "case.arrange_hearing", case)
    today = clock.today()
    rules.not_in_future(asked_on, today, "asked_on")
    if notice.served_on is None or notice.ends_on is None:
        raise Refusal("notice.not_served", "告知书尚未送达。", "行政处罚法 第四十四条", "请先登记送达。")
    rules.not_before(asked_on, notice.served_on, what="告知书送达日期", field="asked_on")
    how = with_reason(proof, field="proof")
    with case_deed(
        user=user, case=case, act=acts.HEARING_DENIED, version=version, happened_on=asked_on
    ) as work:
        party_of(case, notice.party)
        ground = hearings.why_denied(
            offered=notice.hearing_offered, waived=notice.hearing_waived_on is not None,
            asked=notice.hearing_asked_on is not None, asked_on=asked_on, ends_on=notice.ends_on,
        )  # fmt: skip
        document = issue(
            work, form=forms.HEARING_DENIAL, agency=case.agency, made_on=today, party=notice.party.ref,
            data=denial_items(case, notice, asked_on, ground),
        )  # fmt: skip
        work.mention(notice.party)
        work.facts["number"] = document.number
        return work.add(
            HearingDenial(
                notice=notice, asked_on=asked_on, proof=how, ground=ground, denied_by=signer(user),
                denied_on=today, document=document,
            )
        )  # fmt: skip


def serve_hearing_notice(
    *, user: User, case: Case, told: HearingNotice, handed: Handing, version: int | None = None
) -> HearingNotice:
    """行政处罚法64(二): register when a party was told. Told too late is recorded as it is; the hearing then waits."""
    acting_handler(user, case, "case.notify")
    handing_over.checked(handed, told.document, told.notice.party)
    served_on = handed.served_on
    with case_deed(
        user=user, case=case, act=acts.HEARING_TOLD, version=version, happened_on=served_on
    ) as work:
        told = _of_case(case, told)
        not_voided(told.document)
        if told.served_on:
            raise Refusal("hearing.told", "这份听证通知书已登记送达。", next_step="请看案件经过。")
        late = served_on > hearings.last_service(told.hearing.held_on)
        work.mention(told.notice.party)
        work.facts |= {
            "number": told.document.number,
            "remark": "距举行之日不足七个完整的工作日，须改期。" if late else "",
        }
        handing_over.serve(work, case, told, handed, party=told.notice.party)
    return told


def _of_case(case: Case, told: HearingNotice) -> HearingNotice:
    """Return the notice as it stands now; refuse another case's, and one whose hearing is over."""
    found = HearingNotice.objects.select_related("hearing", "document", "notice__party").get(pk=told.pk)
    _still_open(case, found.hearing)
    return found


def _still_open(case: Case, hearing: Hearing) -> None:
    if hearing.case_id != case.pk or not hearing.open:
        raise Refusal("hearing.over", "这次听证已经结束或者改期。", hearings.HELD, "请看案件页。")


def call_off(*, user: User, case: Case, hearing: Hearing, reason: str, version: int | None = None) -> Hearing:
    """Put a hearing off: the requests wait again for another day; the ninety days go on standing still."""
    allow(user, "case.arrange_hearing", case)
    not_naming(case, reason, field="reason")
    with case_deed(user=user, case=case, act=acts.HEARING_CALLED_OFF, version=version) as work:
        hearing.refresh_from_db()
        _still_open(case, hearing)
        if hearing.transcript_id:
            raise Refusal(
                "hearing.recorded", "听证已经举行，不能改期。", hearings.HELD, "请由主持人提出听证报告。"
            )
        hearing.called_off_on, hearing.called_off_reason = clock.today(), with_reason(reason)
        work.facts["held"] = str(hearing.held_on)
        return work.change(hearing)


def record(
    *,
    user: User,
    case: Case,
    hearing: Hearing,
    attendance: Mapping[str, str],
    agents: Mapping[str, Sequence[str]],
    present: str,
    course: str,
    argued: str,
    closing: str,
    pages: int,
    signatures: str,
    version: int | None = None,
) -> Hearing:
    """行政处罚法64(六)–(八): what was said, shown and argued, who signed each page.

    `attendance` and `agents` by the ref of each hearing notice. Whoever stays away without reason or leaves has given
    up the hearing; where nobody is left it ends here.
    """
    allow(user, "case.hold_hearing", case)
    today = clock.today()
    signed = hearings.signatures(signatures)
    for names in agents.values():
        hearings.agents(names)
    with case_deed(
        user=user, case=case, act=acts.HEARING_RECORDED, version=version, happened_on=hearing.held_on
    ) as work:
        hearing.refresh_from_db()
        _still_open(case, hearing)
        _by_one_of(user, hearing.chair, hearing.recorder)
        if hearing.transcript_id:
            raise Refusal("hearing.recorded", "听证笔录已经制作。", hearings.HELD, "请看案件页的文书。")
        rules.not_in_future(hearing.held_on, today, "held_on")
        told = _waiting(hearing)
        for each in told:
            hearings.told_in_time(each.served_on, hearing.held_on)
            each.attendance = HearingNotice.Attendance(attendance[each.ref])
        heard = [each for each in told if each.attendance == HearingNotice.Attendance.PRESENT]
        hearing.pages, hearing.signatures = pages, signed
        hearing.transcript = issue(
            work, form=forms.HEARING_RECORD, agency=case.agency, made_on=hearing.held_on,
            party=told[0].notice.party.ref if len(told) == 1 else "",
            data=record_items(hearing, told, agents, {
                "到场的调查人员和其他人员": hearings.written(present, field="present", what="到场的人员"),
                "听证过程记录": hearings.written(course, field="course", what="各方的发言"),
                "举证、质证情况": _unless_gone(argued, heard, field="argued", what="举证、质证的情况"),
                "最后陈述内容": _unless_gone(closing, heard, field="closing", what="当事人的最后陈述"),
            }),
        )  # fmt: skip
        what = Happening(Activity.Kind.HEARING, hearing.held_on, place=hearing.place)
        happened(work, what, agency=case.agency, about=hearing)
        for each in told:
            work.change(each)
            if each not in heard:
                _given_up(work, each)
        gone = "" if len(heard) == len(told) else "当事人拒不出席或者中途退出的，视为放弃听证。"
        work.facts |= {"held": str(hearing.held_on), "pages": pages, "remark": gone}
        if not heard:
            hearing.ended_on = today
        work.change(hearing)
        if not heard:
            leave(work, case)
    return hearing


def _waiting(hearing: Hearing) -> list[HearingNotice]:
    """Return those told of a hearing whose request still stands."""
    rows = hearing.notices.select_related("notice__party", "hearing").all()
    return [each for each in rows if hearing_waiting(each.notice)]


def _unless_gone(text: str, heard: list[HearingNotice], *, field: str, what: str) -> str:
    """Ask for it where somebody was heard; where nobody came there is nothing to write."""
    return (
        hearings.written(text, field=field, what=what)
        if heard
        else text.strip() or "当事人未出席，听证终止。"
    )


def _by_one_of(user: User, *named: Officer) -> None:
    if signer(user) not in named:
        raise Refusal(
            "hearing.not_named",
            "您不是这次听证的主持人或者记录人。",
            "行政处罚法 第六十四条第四项",
            "请由指定的主持人、记录人办理。",
        )


def _given_up(work: Deed, told: HearingNotice) -> None:
    """行政处罚法64(六): staying away or leaving counts as giving up the hearing."""
    notice = told.notice
    notice.hearing_withdrawn_on = told.hearing.held_on
    notice.hearing_proof = f"{notice.hearing_proof}；{told.get_attendance_display()}，视为放弃听证权利"
    work.change(notice)


def report(
    *,
    user: User,
    case: Case,
    hearing: Hearing,
    focus: str,
    facts: str,
    law: str,
    opinion: str,
    version: int | None = None,
) -> Hearing:
    """行政处罚法65: the chair reports facts, evidence, law, an opinion; the hearing is over, the case drafted anew."""
    allow(user, "case.hold_hearing", case)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.HEARING_REPORTED, version=version) as work:
        hearing.refresh_from_db()
        _still_open(case, hearing)
        _by_one_of(user, hearing.chair)
        if hearing.transcript_id is None:
            raise Refusal("hearing.no_record", "还没有听证笔录。", hearings.HELD, "请先制作听证笔录。")
        settled(case)
        told = _waiting(hearing)
        hearing.report = issue(
            work, form=forms.HEARING_REPORT, agency=case.agency, made_on=today,
            party=told[0].notice.party.ref if len(told) == 1 else "",
            data=report_items(hearing, told, {
                "争议焦点": hearings.written(focus, field="focus", what="争议焦点"),
                "事实和证据": hearings.written(facts, field="facts", what="认定的事实和证据"),
                "法律适用": hearings.written(law, field="law", what="法律适用"),
                "处理意见": hearings.written(opinion, field="opinion", what="处理意见"),
            }),
        )  # fmt: skip
        hearing.ended_on = today
        work.change(hearing)
        drafts = newest_drafts(case.dossier)
        for each in told:
            each.notice.hearing_ended_on = today
            each.notice.hearing_revision = drafts[each.notice.party.ref].revision
            work.change(each.notice)
        leave(work, case)
    return hearing


def leave(work: Deed, case: Case) -> None:
    """Let the case leave the hearing once no request waits: to a new draft where a party was heard, else back.

    What another party newly stated meanwhile leads to a new draft as well (行政处罚法45).

    From today the ninety days count again.
    """
    if running.at(case.dossier).step != "hearing" or waiting_notices(case):
        return
    today = clock.today()
    for each in case.hearings.filter(ended_on=None, called_off_on=None):
        each.called_off_on, each.called_off_reason = today, "申请已经撤回，不再举行。"
        work.change(each)
    running.release_clock(work, rule=DECISION, on=today, kind=KIND)
    if any_undrafted(case):
        running.go_on(work, on=today, holds=judge(case.dossier))
    else:
        running.go_back(work, step="notice", on=today)
