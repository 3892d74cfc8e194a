"""What the demo's publications go through: late, kept back, withdrawn, corrected, asked about, ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure.actions import (
    agree_withholding,
    answer_request,
    ask_correction,
    confirm_assessment,
    correct,
    draft_rule,
    explain_withdrawal,
    file_assessment,
    post,
    remove_posting,
    withdraw,
    withhold,
)
from mingjing.disclosure.models import CorrectionRequest, Posting, Publication, Withdrawal
from mingjing.disclosure.queries import rule_for
from mingjing.theme import qr

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

WITHDRAWN_PARTY = "北川燃气供应站"
NOTE = "县人民政府行政复议决定（示例）：变更罚款数额。"
REASON = "行政复议机关变更了该决定的罚款数额，原公示信息依法撤下。"

COUNTY = "https://www.yunling.example.gov.cn/xzzfgs"
COLUMN, ACCOUNT = "县政府网站·行政执法公示（示例）", "云岭住建（示例）"
BOARD = "局一楼大厅公示栏（示例）"

CORRECTED_PARTY = "兰亭房地产"
ADDRESS = "云岭县云川镇兰亭路 2 号（示例）"
CORRECTION = "住所登记不全，依营业执照补全。"


LATE_PARTY = "瑞景置业"
LATE = "公示审核员外出培训，未及时指定代岗；已调整岗位安排，逾期情况报执法监督员。"
KEPT_BACK_PARTY = "欧阳"
KEPT_BACK = "装修自有住宅一户，已恢复，未影响他人，不具有一定社会影响。"

PURPOSE_SAID = "只公开具有一定社会影响的决定，为履行法定公开职责所必需；公示期由三个月延长为六个月。"
IMPACT_SAID = "姓名只写姓氏，仍可能被熟人认出；期限延长后被转载的可能增加，风险较低。"
MEASURES_SAID = "住址、证件号、联系方式一律隐去，不供检索、不进订阅，两人核对，到期自动撤下。"
CONCLUSION_SAID = "措施与风险相适应，可以施行；满一年重新评估。"

UNFOUNDED_PARTY = "青禾置业"
UNFOUNDED = "处罚金额与我看到的报道不一致，报道说是三十万元，请核实。"
UNFOUNDED_ANSWER = (
    "经核对决定书原件，公开的罚款数额与决定书一致，不予更正。可以凭决定书验真码在“查验真伪”核对。"
)
FOUNDED = "住所只写到镇，营业执照上是兰亭路 2 号，请补全。"
FOUNDED_ANSWER = "经核对营业执照，住所登记不全，已更正，更正前后的内容在原网址可查。"
OPEN_PARTY = "恒泰建筑"
OPEN = "公司名称去年已变更登记，公开的还是旧名称，请核实后更正。"


def day_of(publication: Publication) -> dt.date:
    """Return the day on which a publication is settled: its safe day, for one of them two days after its last."""
    if LATE_PARTY in publication.party_name and publication.due_on:
        return publication.due_on + dt.timedelta(days=2)
    return publication.safe_on or publication.made_on


def settle(bureau: Bureau, publication: Publication) -> Publication:
    """Confirm, check and publish; a person's decision without social impact is kept back by the same two people."""
    if publication.natural and publication.party_name.startswith(KEPT_BACK_PARTY):
        made = withhold(
            user=bureau.users["publisher"], publication=publication, ground="no_impact", reason=KEPT_BACK
        )
        return agree_withholding(user=bureau.users["checker"], publication=made)
    late = publication.due_on is not None and clock.today() > publication.due_on
    return bureau.release(publication, late_reason=LATE if late else "")


def confirm_one(bureau: Bureau) -> Publication:
    """Confirm the most pressing of what was collected: it waits for the checker."""
    waiting = Publication.objects.select_related("agency").filter(
        state=Publication.State.COLLECTED, kind="decision"
    )
    return bureau.confirm(waiting.order_by("due_on", "pk")[0])


def ask(party: str, claim: str) -> CorrectionRequest:
    """Ask for a correction, as anyone may."""
    return ask_correction(publication=_public(party), field="", claim=claim)


def answer(bureau: Bureau, request: CorrectionRequest, outcome: str, text: str) -> CorrectionRequest:
    """Answer it."""
    return answer_request(user=bureau.users["publisher"], request=request, outcome=outcome, answer=text)


def draft_rule_for_persons(bureau: Bureau) -> None:
    """Draft a longer period for natural persons, after its assessment; it waits for its check."""
    rule = rule_for(bureau.agency, "行政处罚", natural=True)
    assert rule is not None  # noqa: S101 - the bureau adopted it
    columns = (
        "scope", "fields", "carriers", "limit_key", "posts", "basis", "procedure", "supervision", "safeguards",
        "assessment",
    )  # fmt: skip
    told = {name: getattr(rule, name) for name in columns}
    period = "自决定之日起六个月，期满自动停止公示；与信用公示期分别设定（待确认）"
    assessed = file_assessment(
        user=bureau.users["publisher"], category=rule.category, purpose=PURPOSE_SAID, impact=IMPACT_SAID,
        measures=MEASURES_SAID, conclusion=CONCLUSION_SAID,
    )  # fmt: skip
    confirm_assessment(user=bureau.users["checker"], assessment=assessed)
    draft_rule(
        user=bureau.users["publisher"],
        category=rule.category,
        party_kind=rule.party_kind,
        told={**told, "months": 6, "period": period},
    )


def take_down(bureau: Bureau) -> Withdrawal:
    """Withdraw the decision that a reconsideration changed."""
    return withdraw(
        user=bureau.users["checker"],
        publication=_public(WITHDRAWN_PARTY),
        situation=Withdrawal.Situation.CHANGED,
        note=NOTE,
    )


def put_up(bureau: Bureau, party: str, *places: tuple[str, str, str, str]) -> None:
    """Record where the clerk put a decision up by hand: channel, place, address, number there."""
    publication = _public(party)
    for channel, place, address, number in places:
        post(
            user=bureau.users["publisher"], publication=publication, channel=channel, place=place, address=address,
            number=number, posted_at=clock.now(), shot=None if address else qr.picture(publication.number),
        )  # fmt: skip


def put_up_early(bureau: Bureau) -> None:
    """Put up the one that will be withdrawn, and one more."""
    put_up(
        bureau, WITHDRAWN_PARTY,
        ("platform", COLUMN, f"{COUNTY}/202608/t20260810_1021.html", "11150000/2026-01021"),
        ("wechat", ACCOUNT, "https://mp.example.com/s/yl-0810", ""),
    )  # fmt: skip
    put_up(
        bureau, UNFOUNDED_PARTY,
        ("platform", COLUMN, f"{COUNTY}/202608/t20260810_1022.html", "11150000/2026-01022"),
        ("board", BOARD, "", ""),
    )  # fmt: skip


def take_off_the_platform(bureau: Bureau) -> None:
    """Record that the withdrawn one left the county's platform; the other place still waits."""
    posting = Posting.objects.select_related("publication__agency").get(
        channel="platform", publication__party_name__contains=WITHDRAWN_PARTY
    )
    remove_posting(user=bureau.users["publisher"], posting=posting, removed_on=clock.today())


def tell_why(bureau: Bureau) -> None:
    """Publish the reason."""
    withdrawal = Withdrawal.objects.select_related("publication").get(
        explained_on=None, explain_by__isnull=False
    )
    explain_withdrawal(user=bureau.users["checker"], withdrawal=withdrawal, reason=REASON)


def mend(bureau: Bureau) -> Publication:
    """Propose a corrected version of one decision, and let the checker publish it."""
    made = correct(
        user=bureau.users["publisher"],
        publication=_public(CORRECTED_PARTY),
        fields={"住所": ADDRESS},
        correction=Publication.Correction.WRONG,
        reason=CORRECTION,
    )
    return bureau.release(made)


def _public(party: str) -> Publication:
    """Return the party's decision that was made first among those that are public now."""
    rows = Publication.objects.select_related("agency").filter(
        kind="decision", party_name__contains=party, state=Publication.State.PUBLISHED
    )
    return rows.order_by("made_on", "pk")[0]
