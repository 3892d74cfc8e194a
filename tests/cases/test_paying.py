"""行政处罚法66、67、70、72; 行政强制法45; §11.4 no. 8: paying in time, later, in parts, or late."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import paying, relief
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.payments import account
from mingjing.cases.rules.payment import Owed, Schedule, late_fine, payment, plan
from mingjing.cases.standing import standing_of
from mingjing.demo import endings
from mingjing.demo.handing import by_post
from mingjing.demo.stories import Plan
from mingjing.documents.models import Document
from mingjing.law.terms import due
from mingjing.refusal import Refusal
from mingjing.workflow.models import Clock
from telling import FIRM, OTHER_FIRM, decided, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Deferral, Performance, Relief
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

SERVED, LAST, LATE = dt.date(2026, 9, 17), dt.date(2026, 10, 8), dt.date(2026, 10, 9)
DAY = dt.timedelta(days=1)
FINE = 31_460_00
PAID = {"channel": "bank", "payment_code": "15" * 10, "receipt_number": "0000000001"}


def served(bureau: Bureau, *, late: bool = True) -> CaseStory:
    """Tell a case decided on 15 September 2026 and served on the 17th."""
    story = decided(bureau, plans=(Plan(FINE, late_fine=late),))
    with clock.at(SERVED):
        return story.served()


def pay(story: CaseStory, **told: Any) -> Performance:
    return paying.perform(
        user=story.user, case=story.refresh(), decision=story.decisions[0], done_on=clock.today(),
        **(PAID | told),
    )  # fmt: skip


def pay_clock(story: CaseStory) -> Clock:
    return Clock.objects.get(dossier=story.case.dossier, rule="xzcf.pay_15")


# ── the payment itself ──


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"amount": -1}, "payment.negative"),
        ({"amount": 11}, "payment.too_much"),
        ({"late_amount": 1}, "payment.late_too_much"),
        ({"channel": ""}, "payment.no_channel"),
        ({"payment_code": ""}, "payment.no_code"),
        ({"payment_code": "15" * 9}, "payment.no_code"),
        ({"payment_code": "缴" * 20}, "payment.no_code"),
        ({"receipt_number": " "}, "payment.no_receipt"),
        ({"receipt_number": "123"}, "payment.receipt_form"),
        ({"receipt_number": "示例12345678"}, "payment.receipt_form"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(told: dict[str, Any], code: str) -> None:
    """行政处罚法67、70; §11.6 no. 7."""
    with pytest.raises(Refusal) as said:
        payment(Owed(10, 0), **({"amount": 10} | PAID | told))
    assert said.value.code == code


def test_a_payment_with_its_code_and_receipt_and_an_order_without_money_pass() -> None:
    for receipt in ("0000000001", "150601240000000001", "00012345"):
        payment(Owed(10, 0), amount=10, **(PAID | {"receipt_number": receipt}))
    payment(Owed(0, 0), amount=0, channel="", payment_code="", receipt_number="")


def test_the_fifteen_days_roll_over_the_national_holiday_and_the_next_day_is_late() -> None:
    """deadlines.csv xzcf.pay_15: 2026-09-17 送达→2026-10-08，首个逾期日10-09."""
    assert due("xzcf.pay_15", SERVED).due == LAST
    own = [Schedule(SERVED, ((LAST, 10_000_00),))]
    assert late_fine(own, [], fine=10_000_00, on=LAST) == 0
    assert late_fine(own, [], fine=10_000_00, on=LATE) == 300_00


def test_the_decision_names_bank_address_amount_term_and_whether_a_late_fine_runs(bureau: Bureau) -> None:
    """罚款决定与罚款收缴分离实施办法7; §11.6 no. 7."""
    told = ((FIRM, True, "每日按罚款数额的百分之三加处罚款"), (OTHER_FIRM, False, "不加处罚款"))
    for firm, late, said in told:
        story = decided(bureau, firms=(firm,), plans=(Plan(FINE, late_fine=late),))
        text = dict(story.decisions[0].document.data)["履行方式和期限"]
        agency = bureau.agency
        for part in (
            agency.collecting_bank,
            agency.collecting_address,
            "31,460.00",
            "十五日内",
            "电子支付系统",
            said,
        ):
            assert part in text, part


# ── the late fine ──


def test_it_is_three_percent_a_day_and_never_more_than_the_fine() -> None:
    """Reference §2.2: 33 days make 99 percent, the 34th caps at the whole."""
    own = [Schedule(SERVED, ((LAST, 10_000_00),))]

    def owed(days: int) -> int:
        return late_fine(own, [], fine=10_000_00, on=LAST + days * DAY)

    assert [owed(days) for days in (1, 10, 33, 34, 400)] == [300_00, 3_000_00, 9_900_00, 10_000_00, 10_000_00]


def test_what_was_paid_no_longer_runs_and_the_day_of_payment_counts() -> None:
    own = [Schedule(SERVED, ((LAST, 10_000_00),))]
    half, rest = (LATE, 5_000_00), (LATE + 2 * DAY, 5_000_00)
    assert late_fine(own, [half], fine=10_000_00, on=LATE + DAY) == 300_00 + 150_00
    assert late_fine(own, [half, rest], fine=10_000_00, on=LATE + 30 * DAY) == 300_00 + 2 * 150_00


def test_it_runs_only_where_the_decision_says_so(bureau: Bureau) -> None:
    """§11.4 no. 8; 罚缴分离办法9."""
    story = served(bureau, late=False)
    with clock.at(LATE + 9 * DAY):
        assert account(story.decisions[0], on=clock.today()).late == 0
        with refusal("payment.late_too_much"):
            pay(story, amount=FINE, late_amount=1)
        pay(story, amount=FINE)
        assert "closing-request" in [task.verb.name for task in ahead(standing_of(story.refresh())).closing]


def test_a_case_is_not_closed_while_the_late_fine_is_owed(bureau: Bureau) -> None:
    """行政处罚法72: shown as owed on a day, registered with its receipt, then carried out."""
    story = served(bureau)
    with clock.at(LATE + DAY):
        owed = FINE * 3 * 2 // 100
        said = [gate.sentence for gate in ahead(standing_of(story.refresh())).gates]
        assert any(f"加处罚款至今天 {owed / 100:,.2f} 元" in each for each in said)
        pay(story, amount=FINE)
        story.scanned()
        with refusal("closing.unperformed"):
            endings.close(story)
        with refusal("payment.late_too_much"):
            pay(story, late_amount=owed + 1)
        with refusal("payment.no_receipt"):
            pay(story, late_amount=owed, receipt_number="")
        row = pay(story, late_amount=owed, receipt_number="0000000002")
        assert row.late_amount == owed
        assert account(story.decisions[0], on=clock.today() + 30 * DAY).settled


# ── deferral and instalments ──


def deferral(story: CaseStory, *parts: tuple[dt.date, int], **told: Any) -> Deferral:
    return paying.request_deferral(
        user=story.user, case=story.refresh(), decision=story.decisions[0], plan=parts,
        **({"applied_on": clock.today(), "reason": "工程款未结"} | told),
    )  # fmt: skip


def granted(story: CaseStory, *parts: tuple[dt.date, int]) -> Deferral:
    return paying.decide_deferral(
        user=story.as_("deputy"), case=story.refresh(), deferral=deferral(story, *parts), agreed=True,
        opinion="困难属实。",
    )  # fmt: skip


NOVEMBER, DECEMBER = dt.date(2026, 11, 10), dt.date(2026, 12, 10)


def test_the_clock_follows_the_instalments(bureau: Bureau) -> None:
    """行政处罚法66第二款: the head decides by a numbered document; each part has its day."""
    story = served(bureau)
    with clock.at(SERVED + DAY):
        row = granted(story, (NOVEMBER, 15_000_00), (DECEMBER, 16_460_00))
        assert row.document is not None
        assert row.document.number == "云建缓字〔2026〕第001号"
        items = dict(row.document.data)
        assert "第2期：2026年12月10日前缴纳人民币壹万陆仟肆佰陆拾元整" in items["各期的日期和金额"]
        assert pay_clock(story).due_on == NOVEMBER
    with clock.at(NOVEMBER):
        assert account(story.decisions[0], on=NOVEMBER).late == 0
        pay(story, amount=15_000_00)
        assert pay_clock(story).due_on == DECEMBER
    with clock.at(DECEMBER):
        pay(story, amount=16_460_00, receipt_number="0000000002")
        assert pay_clock(story).met_on == DECEMBER
        assert account(story.decisions[0], on=DECEMBER + 30 * DAY).late == 0


def test_a_late_fine_never_runs_during_deferral_and_runs_again_on_an_instalment_missed() -> None:
    """行政处罚法66、72."""
    own = Schedule(SERVED, ((LAST, 10_000_00),))
    later = Schedule(LATE + 2 * DAY, ((NOVEMBER, 4_000_00), (DECEMBER, 6_000_00)))
    assert late_fine([own, later], [], fine=10_000_00, on=NOVEMBER) == 600_00
    assert late_fine([own, later], [], fine=10_000_00, on=NOVEMBER + DAY) == 600_00 + 120_00
    assert late_fine([own, later], [(NOVEMBER, 4_000_00)], fine=10_000_00, on=DECEMBER) == 600_00


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((), "deferral.empty"),
        (((NOVEMBER, 9), (DECEMBER, 0)), "deferral.empty"),
        (((DECEMBER, 5), (NOVEMBER, 5)), "deferral.order"),
        (((SERVED, 10),), "deferral.order"),
        (((NOVEMBER, 9),), "deferral.total"),
        (tuple((NOVEMBER + n * DAY, 1) for n in range(13)), "deferral.too_many"),
    ],
)
def test_a_plan_that_changes_the_fine_or_makes_no_sense_is_refused(
    parts: tuple[tuple[dt.date, int], ...], code: str
) -> None:
    with pytest.raises(Refusal) as said:
        plan(parts, owed=10, today=SERVED)
    assert said.value.code == code


def test_who_asks_does_not_grant_and_a_refusal_says_why_and_moves_no_day(bureau: Bureau) -> None:
    story = decided(bureau)
    with refusal("deferral.not_served"):
        deferral(story, (NOVEMBER, FINE))
    with clock.at(SERVED):
        story.served()
        row = deferral(story, (NOVEMBER, FINE))
        with refusal("deferral.pending"):
            deferral(story, (NOVEMBER, FINE))
        with refusal("deferral.undecided"):
            paying.serve_deferral(
                user=story.user, case=story.refresh(), deferral=row, handed=by_post(on=SERVED)
            )
        for user, agreed, opinion, code in (
            (story.user, True, "同意", "role.not_allowed"),
            (story.as_("deputy"), False, " ", "petition.no_opinion"),
        ):
            with refusal(code):
                paying.decide_deferral(
                    user=user, case=story.refresh(), deferral=row, agreed=agreed, opinion=opinion
                )
        refused = paying.decide_deferral(
            user=story.as_("deputy"),
            case=story.refresh(),
            deferral=row,
            agreed=False,
            opinion="没有证明材料。",
        )
        assert "不同意" in dict(refused.document.data)["决定"]  # type: ignore[union-attr]
        assert pay_clock(story).due_on == LAST
        waiting = [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]
        assert "deferral-service" in waiting
        paying.serve_deferral(
            user=story.user, case=story.refresh(), deferral=refused, handed=by_post(on=SERVED)
        )
        with refusal("deferral.served"):
            paying.serve_deferral(
                user=story.user, case=story.refresh(), deferral=refused, handed=by_post(on=SERVED)
            )
    assert Document.objects.filter(form="ZX02").count() == 1


# ── reconsideration and litigation ──


def test_no_late_fine_is_reckoned_during_reconsideration_or_litigation() -> None:
    """deadlines.csv xzcf.late_fine_suspend; 行政处罚法73第三款."""
    own = [Schedule(SERVED, ((LAST, 10_000_00),))]
    span = [(LATE + DAY, LATE + 10 * DAY)]
    assert late_fine(own, [], fine=10_000_00, on=LATE + 10 * DAY, left_out=span) == 300_00
    assert late_fine(own, [], fine=10_000_00, on=LATE + 12 * DAY, left_out=span) == 900_00


def test_a_reconsideration_is_registered_and_its_end_and_payment_goes_on_meanwhile(bureau: Bureau) -> None:
    """行政处罚法73: 不停止执行."""
    story = served(bureau)
    told = {"relief_kind": "reconsider", "reference": "县政府复议受理〔2026〕5号"}

    def seek(**changed: Any) -> Relief:
        return relief.register_relief(
            user=story.user, case=story.refresh(), decision=story.decisions[0], **(told | changed)
        )

    with clock.at(LATE + 9 * DAY):
        with refusal("relief.no_reference"):
            seek(began_on=LATE, reference=" ")
        row = seek(began_on=LATE)
        with refusal("relief.open"):
            seek(began_on=LATE)
        assert account(story.decisions[0], on=clock.today()).late == 0
        with refusal("relief.no_outcome"):
            relief.end_relief(user=story.user, case=story.refresh(), relief=row, ended_on=LATE, outcome="")
        relief.end_relief(
            user=story.user, case=story.refresh(), relief=row, ended_on=LATE + 8 * DAY, outcome="维持"
        )
        assert account(story.decisions[0], on=clock.today()).late == FINE * 3 // 100
        with refusal("relief.ended"):
            relief.end_relief(
                user=story.user, case=story.refresh(), relief=row, ended_on=LATE, outcome="维持"
            )
        pay(story, amount=FINE, late_amount=FINE * 3 // 100)
    assert pay_clock(story).met_on == LATE + 9 * DAY


def test_what_is_sought_against_a_closed_case_is_registered_and_ended(bureau: Bureau) -> None:
    """行政处罚法73; 行政诉讼法46: payment goes on meanwhile, the case may close before the suit begins."""
    story = served(bureau)
    told = {"relief_kind": "reconsider", "began_on": SERVED, "reference": "县政府复议受理〔2026〕5号"}

    def seek() -> Relief:
        return relief.register_relief(
            user=story.user, case=story.refresh(), decision=story.decisions[0], **told
        )

    def end(row: Relief) -> None:
        relief.end_relief(
            user=story.user, case=story.refresh(), relief=row, ended_on=clock.today(), outcome="维持"
        )

    with clock.at(SERVED):
        row = seek()
        story.performed().scanned()
        endings.close(story)
        assert story.refresh().ending == "closed"
        with refusal("relief.open"):
            seek()
        end(row)
    with clock.at(LATE):
        told |= {"relief_kind": "litigation", "began_on": LATE, "reference": "县法院受理〔2026〕9号"}
        end(seek())
    assert [each.ended_on for each in story.decisions[0].reliefs.order_by("began_on")] == [SERVED, LATE]
    with refusal("case.ended"):
        pay(story)
