"""The agency's records at the desk: sentences for audit and supervision, one record with its proof."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules_cast import at_desk, outsider, who_may_open

from mingjing.ledger.entry import entry
from mingjing.ledger.note import VerifierKey
from mingjing.ledger.proof import TlogProof
from mingjing.records.keys import signing_key
from mingjing.records.log import integrate_all
from mingjing.records.models import Record
from mingjing.registry.permissions import Role
from mingjing.workbench.views.log import PER_PAGE
from telling import submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

LOG = "/workbench/log/"


def page_of(record: Record) -> str:
    return f"/workbench/record/{record.pk}/"


def test_audit_and_supervision_read_the_log_and_nobody_else(bureau: Bureau) -> None:
    assert who_may_open(LOG, bureau.users) == {"audit", "supervisor"}


def test_acts_are_told_in_sentences_the_newest_first_and_paged_by_number(bureau: Bureau) -> None:
    story = submitted(bureau)
    desk = at_desk("audit")
    page = desk.text(f"{LOG}?part=case")
    assert page.index("提请法制审核") < page.index("批准立案")
    assert story.title in page
    shown = [int(found) for found in re.findall(r"/workbench/record/(\d+)/", desk.text(LOG))]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == PER_PAGE
    older = desk.text(f"{LOG}?before={shown[-1]}")
    further = [int(found) for found in re.findall(r"/workbench/record/(\d+)/", older)]
    assert max(further) < shown[-1]
    assert "回到最新" in older


def test_log_ins_are_records_with_the_failures_before_them(bureau: Bureau) -> None:
    del bureau
    at_desk("officer1")
    page = at_desk("audit").text(f"{LOG}?part=account")
    assert "沈知行（示例）登录，此前连续失败 0 次。" in page


def test_the_page_says_what_is_not_in_the_log_yet(bureau: Bureau) -> None:
    desk = at_desk("audit")
    assert "待入日志" in desk.text(LOG)
    record = Record.objects.latest("pk")
    assert "尚未入日志" in desk.text(page_of(record))
    assert desk.get(f"{page_of(record)}proof/").status_code == 409
    integrate_all()
    assert "全部在日志中" in desk.text(LOG)
    del bureau


def test_a_record_opens_its_commitments_and_its_proof_verifies_without_us(bureau: Bureau) -> None:
    submitted(bureau)
    desk = at_desk("supervisor")
    integrate_all()
    record = Record.objects.filter(act="review.submitted").latest("pk")
    page = desk.text(page_of(record))
    for said in (
        "review.submitted",
        "记录体的散列与记录头所载一致",
        "与同一案卷的上一条记录相接",
        "与原值一致",
    ):
        assert said in page
    assert "与原值不符" not in page
    answer = desk.get(f"{page_of(record)}proof/")
    assert f"record-{record.pk}.tlog-proof" in answer.headers["Content-Disposition"]
    proof = TlogProof.parse(answer.content.decode())
    proof.verify(entry(bytes(record.head)), VerifierKey.parse(signing_key().vkey))


def test_who_reads_cases_reads_their_records_but_not_those_of_accounts(bureau: Bureau) -> None:
    story = submitted(bureau)
    on_case = story.case.dossier.records.latest("pk")
    desk = at_desk("officer1")
    on_account = Record.objects.filter(act="account.logged_in").latest("pk")
    assert desk.get(page_of(on_case)).status_code == 200
    assert desk.get(page_of(on_account)).status_code == 404
    assert at_desk("publisher").get(page_of(on_case)).status_code == 404


def test_another_agencys_audit_reads_nothing_of_ours(bureau: Bureau) -> None:
    story = submitted(bureau)
    desk = at_desk(outsider(Role.AUDIT))
    assert story.title not in desk.text(LOG)
    assert "沈知行" not in desk.text(f"{LOG}?part=account")
    record = story.case.dossier.records.latest("pk")
    assert desk.get(page_of(record)).status_code == 404
    assert desk.get(f"{page_of(record)}proof/").status_code == 404
