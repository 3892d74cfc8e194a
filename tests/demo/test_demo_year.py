"""The demo: a bureau whose every row was written by an action, with some forty cases at every stage."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

from mingjing import clock
from mingjing.cases.models import Case, Decision, Party
from mingjing.cases.queries.case import as_json, cases_of
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import editions_of, in_force
from mingjing.demo import year
from mingjing.demo.people import ADMINISTRATORS, CAST, COLLEAGUES
from mingjing.disclosure.models import CorrectionRequest, Publication, Withdrawal
from mingjing.disclosure.naming import bare, hidden_name
from mingjing.documents.models import Document
from mingjing.records import audit, log
from mingjing.records.audit.contents import attested_models
from mingjing.records.models import Checkpoint, Dossier, LogHead, Opening, Pending, Record
from mingjing.registry.models import Agency, Officer, RoleGrant, User
from mingjing.registry.permissions import Role
from mingjing.review.models import Opinion
from mingjing.storage.store import read
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

STAGES = {
    "lead",
    "investigating",
    "suspended",
    "reviewing",
    "noticed",
    "decided",
    "served",
    "archived",
    "declined",
    "terminating",
    "withdrawn",
    "transfer",
    "crime",
}


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Agency]:
    """Tell the demo once for all tests here."""
    del django_db_setup
    data = override_settings(MINGJING_DATA=tmp_path_factory.mktemp("data"))
    with django_db_blocker.unblock(), data, transaction.atomic():
        year.tell()
        log.integrate_all()
        yield Agency.objects.get(parent=None)
        transaction.set_rollback(True)


pytestmark = [pytest.mark.once, pytest.mark.usefixtures("db")]


def states(agency: Agency) -> Counter[str]:
    return Counter(as_json(case)["state"] for case in cases_of(agency))


def test_it_has_some_forty_cases_at_every_stage(told: Agency) -> None:
    found = states(told)
    assert found.total() >= 40
    assert set(found) >= STAGES
    assert found["archived"] >= 10


def test_one_case_was_returned_by_review_and_mended_and_one_still_waits(told: Agency) -> None:
    assert told.name
    returned = Opinion.objects.exclude(result__in=["同意", "不在目录"])
    waiting = [
        opinion
        for opinion in returned
        if not opinion.draft.dossier.drafts.filter(
            party=opinion.draft.party, revision__gt=opinion.draft.revision
        )
    ]
    assert waiting
    assert returned.count() > len(waiting)


def test_two_parties_of_one_case_fare_differently(told: Agency) -> None:
    case = next(case for case in cases_of(told) if case.parties.count() == 2)
    first, second = Decision.objects.filter(party__case=case)
    assert first.number != second.number
    assert bytes(first.draft.core) != bytes(second.draft.core)


def test_it_has_more_than_a_thousand_records_all_in_the_log_under_a_signed_checkpoint(told: Agency) -> None:
    assert told.pk
    assert Record.objects.count() >= 1000
    assert not Pending.objects.exists()
    head = LogHead.objects.get()
    assert head.size == Record.objects.count() == Checkpoint.objects.order_by("-size")[0].size


def test_verify_finds_nothing_wrong_and_says_what_it_covered(told: Agency) -> None:
    assert told.pk
    findings = audit.run()
    assert findings.problems == []
    for what in ("记录", "日志叶子", "检查点", "承诺", "数据行", "文件承诺", "审核意见", "处罚决定", "文号"):
        assert findings.covered[what], what


def test_no_row_lacks_its_record(told: Agency) -> None:
    assert told.pk
    for model in attested_models():
        refs = {row.ref for row in model._default_manager.all()}
        recorded = set(
            Opening.objects.filter(kind=model.subject_kind(), sha256="").values_list("ref", flat=True)
        )
        assert refs == recorded, model


def test_people_firms_and_places_are_marked_as_examples(told: Agency) -> None:
    """Invented, and seen to be."""
    names = [
        told.name,
        *Officer.objects.values_list("name", flat=True),
        *Party.objects.values_list("name", flat=True),
    ]
    names += [*Case.objects.values_list("place", flat=True), *Party.objects.values_list("address", flat=True)]
    names += [name for name in Party.objects.values_list("representative", flat=True) if name]
    assert [name for name in names if "示例" not in name] == []


def test_its_five_lists_are_in_force_and_one_has_an_earlier_edition_to_compare(told: Agency) -> None:
    for kind in ListKind:
        assert in_force(told, kind), kind
    assert max(len(editions_of(told, kind)) for kind in ListKind) >= 2


def test_its_accounts_are_the_cast_and_their_colleagues_and_nobody_else(told: Agency) -> None:
    wanted = {person.username for person in (*CAST, *COLLEAGUES)} | {name for name, _ in ADMINISTRATORS}
    assert set(User.objects.filter(agency=told).values_list("username", flat=True)) == wanted
    assert len(wanted) >= 40
    assert set(Role) == {Role(each.role) for each in RoleGrant.objects.all()}


def test_numbers_of_the_year_run_without_a_gap_in_the_order_of_the_days(told: Agency) -> None:
    assert told.pk
    decisions = Document.objects.filter(form="JD03").exclude(verification_code="").order_by("number")
    assert [row.number for row in decisions] == [
        f"云建罚决字〔2026〕第{n:03d}号" for n in range(1, decisions.count() + 1)
    ]
    days = [row.made_on for row in decisions]
    assert days == sorted(days)


def test_no_persons_name_and_no_particulars_stand_in_a_publication(told: Agency) -> None:
    """§11.5; 244号10: who is public is public by the surname."""
    assert told.pk
    people = list(Party.objects.filter(party_kind="01"))
    public = "".join(
        f"{row.title}{row.party_name}{json.dumps(row.content, ensure_ascii=False)}"
        for row in Publication.objects.all()
    )
    secrets = {bare(person.name) for person in people} - {hidden_name(person.name) for person in people}
    assert len(secrets) >= 3
    secrets |= {person.identity_number for person in people}
    secrets |= {party.phone for party in Party.objects.all() if party.phone}
    assert [secret for secret in secrets if secret in public] == []


def test_its_publications_went_through_all_that_may_happen_to_them(told: Agency) -> None:
    """A person's public, one kept back, one ended; late, corrected, withdrawn; requests answered and open."""
    rows = Publication.objects.filter(agency=told, kind="decision")
    states = set(rows.values_list("state", flat=True))
    assert states >= {"collected", "proposed", "published", "replaced", "withheld", "withdrawn"}
    assert rows.filter(natural=True, state="published").exists()
    assert rows.filter(natural=True, state="withheld", ground="no_impact").exists()
    assert rows.exclude(late_reason="").exists()
    assert rows.exclude(correction="").filter(state="published").exists()
    assert {each.situation for each in Withdrawal.objects.all()} >= {"expired", "changed"}
    outcomes = {each.outcome for each in CorrectionRequest.objects.all()}
    assert outcomes == {"", "corrected", "refused"}


def test_records_hold_nothing_personal_in_clear(told: Agency) -> None:
    """B4: what stands in a record's body is kind, reference and commitment."""
    assert told.pk
    secrets = {
        value
        for party in Party.objects.all()
        for value in (party.name, party.identity_number, party.phone, party.address, party.credit_code)
        if value
    } | set(Officer.objects.values_list("name", flat=True))
    bodies = "".join(bytes(record.body).decode() for record in Record.objects.all())
    assert [secret for secret in secrets if secret in bodies] == []


def test_its_clocks_are_true_to_the_days_of_its_stories(told: Agency) -> None:
    """Some time limits are met, some run; nothing was met before it started."""
    assert told.pk
    rows = list(Clock.objects.all())
    assert any(row.met_on for row in rows)
    assert any(row.met_on is None for row in rows)
    assert all(row.met_on is None or row.met_on >= row.started_on for row in rows)


def test_every_archived_file_has_its_list_and_note_of_the_day_it_was_archived(told: Agency) -> None:
    """55号令40: in one act of the system, right after."""
    archived = [case for case in cases_of(told) if case.archive_number]
    assert len(archived) >= 10
    for case in archived:
        acts = list(Record.objects.filter(dossier=case.dossier).order_by("seq"))
        place = next(at for at, each in enumerate(acts) if each.act == "case.file_listed")
        assert acts[place - 1].act in {"case.closed", "case.archived"}
        day = acts[place - 1].recorded_at.astimezone(clock.SHANGHAI).date()
        made = case.dossier.documents.filter(form__in=["GD01-1", "GD01-2"]).values_list("made_on", flat=True)
        assert list(made) == [day, day]


def test_every_document_reads_and_every_dossier_begins_with_its_first_record(told: Agency) -> None:
    """B2: nothing rendered twice, nothing missing."""
    assert told.pk
    for row in Document.objects.select_related("original"):
        data = read(row.original)
        taken_over = not row.verification_code
        assert data.startswith(b"%PDF") or (taken_over and data.startswith(b"\x89PNG")), row
    begun = Dossier.objects.exclude(
        kind="open-data"
    )  # opened to be locked by whatever is taken down before a first dump
    assert not begun.filter(seq=0).exists()
