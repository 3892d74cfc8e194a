"""No act without its record: an act stands whole in its dossier's chain, or has left nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from mingjing import clock
from mingjing.demo.stories import OPINION
from mingjing.ledger.canonical import canonical, parse
from mingjing.ledger.entry import entry, parse_head, value_commitment
from mingjing.records.actions import File, append, lock, once, open_dossier, settle
from mingjing.records.actors import SYSTEM, Actor
from mingjing.records.deeds import deed
from mingjing.records.models import Attested, Dossier, Opening, Pending, Record, Submission
from mingjing.records.vocabulary import act
from mingjing.refusal import Refusal
from mingjing.registry.models import Department

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

PROBED = act("probe.made", "试办", "{actor}试办了{s0}，共 {count} 项。")
OFFICER = Actor("officer", "a" * 32)
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    return open_dossier(kind="probe", ref="1", agency="b" * 32)


def _body(record: Record) -> dict[str, object]:
    found = json.loads(bytes(record.body))
    assert isinstance(found, dict)
    return found


def make_act(dossier: Dossier, **more: object) -> Record:
    with transaction.atomic():
        return append(dossier=dossier, act=PROBED, actor=SYSTEM, **more)  # type: ignore[arg-type]


# ── the record ──


def test_a_record_is_the_next_link_of_its_dossier(dossier: Dossier) -> None:
    first, second = make_act(dossier), make_act(dossier)
    heads = [parse_head(bytes(each.head)) for each in (first, second)]
    assert [each.seq for each in heads] == [1, 2]
    assert heads[0].prev == ""
    assert heads[1].prev == entry(bytes(first.head)).hex()
    assert heads[1].body == hashlib.sha256(bytes(second.body)).hexdigest()
    assert {each.dossier for each in heads} == {dossier.pk.hex}
    dossier.refresh_from_db()
    assert (dossier.seq, dossier.head) == (2, entry(bytes(second.head)).hex())
    assert set(Pending.objects.values_list("record_id", flat=True)) == {first.pk, second.pk}


def test_columns_copy_a_canonical_body(dossier: Dossier, bureau: Bureau) -> None:
    day = dt.date(2026, 9, 10)
    record = make_act(dossier, subjects=[bureau.agency], happened_on=day, facts={"count": 3})
    body = _body(record)
    assert canonical(parse(bytes(record.body))) == bytes(record.body)
    assert body["act"] == record.act == "probe.made"
    assert body["actor"] == {"kind": "system", "ref": "mingjing"}
    assert body["at"] == "2026-09-15T10:00:00.000+08:00"
    assert body["happened_on"] == "2026-09-10"
    assert body["facts"] == {"count": 3}
    assert body["written"] == [0]
    assert record.subject == f"registry.agency:{bureau.agency.ref}"


def test_a_time_has_milliseconds_and_no_more(dossier: Dossier) -> None:
    moment = dt.datetime(2026, 9, 15, 10, 0, 0, 123_987, tzinfo=clock.SHANGHAI)
    with clock.at(moment):
        record = make_act(dossier)
    record.refresh_from_db()
    assert _body(record)["at"] == "2026-09-15T10:00:00.123+08:00"
    assert record.recorded_at == moment.replace(microsecond=123_000)


def test_the_first_record_says_what_the_dossier_is(dossier: Dossier) -> None:
    assert _body(make_act(dossier))["dossier"] == {"agency": "b" * 32, "kind": "probe", "ref": "1"}
    assert "dossier" not in _body(make_act(dossier))


def test_nothing_personal_stands_in_a_record(dossier: Dossier, bureau: Bureau) -> None:
    record = make_act(dossier, subjects=[bureau.agency])
    assert bureau.agency.name.encode() not in bytes(record.body)
    opening = record.openings.get()
    assert bureau.agency.name in opening.value
    committed_to = value_commitment(opening.kind, bytes(opening.salt), opening.value.encode()).hex()
    assert _body(record)["subjects"] == [
        {"kind": "registry.agency", "ref": bureau.agency.ref, "commitment": committed_to}
    ]


def test_no_record_of_a_whole_case_names_anybody_or_repeats_what_was_typed(decided: CaseStory) -> None:
    told = {person.name for person in decided.bureau.people.values()}
    told |= {
        decided.title,
        decided.place,
        decided.facts,
        decided.plans[0].reasons,
        OPINION,
        *decided.report.values(),
    }
    for firm in decided.firms:
        told |= {firm.name, firm.credit_code, firm.representative}
    bodies = [bytes(body).decode() for body in Record.objects.values_list("body", flat=True)]
    assert len(bodies) > 100
    assert {words for words in told for body in bodies if words in body} == set()


def test_each_occurrence_has_a_salt_of_its_own(dossier: Dossier, bureau: Bureau) -> None:
    made = [make_act(dossier, subjects=[bureau.agency]).openings.get() for _ in range(2)]
    assert bytes(made[0].salt) != bytes(made[1].salt)
    assert made[0].value == made[1].value


def test_a_file_is_committed_to_by_both_hashes(dossier: Dossier) -> None:
    file = File("evidence.file", "e" * 32, "1" * 64, "2" * 64)
    record = make_act(dossier, subjects=[file])
    opening = record.openings.get()
    assert (opening.sha256, opening.sm3, opening.value) == ("1" * 64, "2" * 64, "")
    assert "1" * 64 not in bytes(record.body).decode()
    assert _body(record)["written"] == []


def test_a_substitute_is_named_with_the_authority(dossier: Dossier) -> None:
    with transaction.atomic():
        record = append(dossier=dossier, act=PROBED, actor=Actor("officer", "c" * 32, {"for": "d" * 32}))
    assert _body(record)["actor"] == {"for": "d" * 32, "kind": "officer", "ref": "c" * 32}


def test_an_authority_cannot_pass_for_somebody_else(dossier: Dossier) -> None:
    with transaction.atomic():
        record = append(dossier=dossier, act=PROBED, actor=Actor("officer", "c" * 32, {"ref": "d" * 32}))
    assert _body(record)["actor"] == {"kind": "officer", "ref": "c" * 32}


def test_an_act_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        act("probe.made", "", "")


# ── transactions ──


@committed
@pytest.mark.parametrize("step", [lock, lambda each: append(dossier=each, act=PROBED, actor=SYSTEM)])
def test_an_act_outside_a_transaction_is_refused(dossier: Dossier, step: Callable[[Dossier], object]) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        step(dossier)


class BrokenOffError(Exception):
    """Something that went wrong in the middle of an act."""


@committed
def test_an_act_that_fails_leaves_nothing(dossier: Dossier, bureau: Bureau) -> None:
    before = _counts()
    with pytest.raises(BrokenOffError), deed(dossier=dossier, act=PROBED, actor=SYSTEM) as work:  # noqa: PT012
        work.add(Department(agency=bureau.agency, name="临时股", function="office"))
        raise BrokenOffError
    assert _counts() == before
    assert not Department.objects.filter(name="临时股").exists()


@committed
def test_a_record_that_cannot_be_written_takes_the_rows_with_it(
    dossier: Dossier, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are saved before the record: when the record fails, they go too."""

    def fail(**_: object) -> Record:
        raise BrokenOffError

    before = _counts()
    monkeypatch.setattr("mingjing.records.deeds.append", fail)
    with pytest.raises(BrokenOffError), deed(dossier=dossier, act=PROBED, actor=SYSTEM) as work:
        work.add(Department(agency=bureau.agency, name="临时股", function="office"))
    assert _counts() == before
    assert not Department.objects.filter(name="临时股").exists()


def _counts() -> tuple[int, ...]:
    seqs = sum(Dossier.objects.values_list("seq", flat=True))
    return (*(model.objects.count() for model in (Record, Opening, Pending)), seqs)


# ── deeds ──


def test_a_deed_records_what_it_touched_in_order(dossier: Dossier, bureau: Bureau) -> None:
    department = Department(agency=bureau.agency, name="法规股", function="legal")
    officer = bureau.people["officer1"]
    with deed(dossier=dossier, act=PROBED, actor=SYSTEM) as work:
        work.mention(bureau.agency)
        work.add(department)
        officer.post = "副股长"
        work.change(officer)
        work.mention(department)
        work.facts["count"] = 2
    assert work.record is not None
    body = _body(work.record)
    refs = [each["ref"] for each in body["subjects"]]  # type: ignore[attr-defined]
    assert refs == [bureau.agency.ref, department.ref, officer.ref]
    assert body["written"] == [1, 2]
    assert list(work.record.openings.order_by("position").values_list("written", flat=True)) == [
        False,
        True,
        True,
    ]
    department.refresh_from_db()
    officer.refresh_from_db()
    assert officer.post == "副股长"


def test_a_row_is_committed_to_as_it_is_stored(dossier: Dossier, bureau: Bureau) -> None:
    with deed(dossier=dossier, act=PROBED, actor=SYSTEM) as work:
        row = work.add(Department(agency=bureau.agency, name="法规股", function=Department.Function.LEGAL))
    assert work.record is not None
    stored: Attested = Department.objects.get(pk=row.pk)
    assert work.record.openings.get().value == canonical(stored.snapshot()).decode()


# ── two people at once ──


def test_what_somebody_else_has_changed_is_not_acted_on(dossier: Dossier) -> None:
    make_act(dossier)
    with pytest.raises(Refusal) as refused, deed(dossier=dossier, act=PROBED, actor=SYSTEM, version=0):
        pytest.fail("an act on a page that is no longer true")
    assert refused.value.code == "record.stale"
    with deed(dossier=dossier, act=PROBED, actor=SYSTEM, version=1):
        pass
    assert dossier.records.count() == 2


ROLLED_BACK = sum((number + turn) % 5 == 0 for number in range(8) for turn in range(6))


@committed
def test_eight_people_on_one_dossier_make_one_gapless_chain(dossier: Dossier) -> None:
    faults: list[BaseException] = []

    def act_often(number: int) -> None:
        try:
            for turn in range(6):
                with transaction.atomic():
                    record = append(
                        dossier=dossier, act=PROBED, actor=OFFICER, facts={"n": number, "turn": turn}
                    )
                    if (number + turn) % 5 == 0:
                        transaction.set_rollback(True)
                assert record.seq
        except BaseException as error:  # noqa: BLE001 - shown by the test's own thread
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act_often, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    records = list(dossier.records.order_by("seq"))
    assert [each.seq for each in records] == list(range(1, 8 * 6 - ROLLED_BACK + 1))
    previous = ""
    for each in records:
        head = parse_head(bytes(each.head))
        assert (head.seq, head.prev) == (each.seq, previous)
        previous = entry(bytes(each.head)).hex()
    dossier.refresh_from_db()
    assert (dossier.seq, dossier.head) == (len(records), previous)
    assert [each.pk for each in records] == sorted(each.pk for each in records)


# ── one-time keys ──


def test_a_form_sent_twice_leads_to_the_first_result(db: None) -> None:
    del db
    assert once(key="k", user="u", digest="d") is None
    settle(key="k", result="/cases/1/")
    assert once(key="k", user="u", digest="d") == "/cases/1/"


@pytest.mark.parametrize("changed", [{"digest": "other"}, {"user": "other"}])
def test_a_key_is_good_for_one_form_of_one_person(db: None, changed: dict[str, str]) -> None:
    del db
    once(key="k", user="u", digest="d")
    with pytest.raises(Refusal) as refused:
        once(**({"key": "k", "user": "u", "digest": "d"} | changed))
    assert refused.value.code == "form.key_reused"


@committed
def test_a_key_is_free_again_when_its_act_failed() -> None:
    with pytest.raises(BrokenOffError), transaction.atomic():  # noqa: PT012
        once(key="k", user="u", digest="d")
        raise BrokenOffError
    assert not Submission.objects.exists()
    assert once(key="k", user="u", digest="d") is None


@committed
def test_of_a_form_sent_many_times_at_once_one_is_acted_on(dossier: Dossier) -> None:
    outcomes: list[str | None] = []

    def submit() -> None:
        try:
            with transaction.atomic():
                first = once(key="k", user="u", digest="d")
                if first is None:
                    append(dossier=dossier, act=PROBED, actor=OFFICER)
                    settle(key="k", result="/done/")
            outcomes.append(first)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes, key=str) == ["/done/"] * 5 + [None]
    assert dossier.records.count() == 1
