"""Custody: used with a reason, hashed again, held, sealed, destroyed by an approved list only."""

from __future__ import annotations

import copy
import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image

from mingjing import clock
from mingjing.cases.actions import access, custody, disposal, rehashing, withdrawal
from mingjing.cases.models import AccessGrant, Checked, Disposal
from mingjing.cases.queries.custody import steps_of
from mingjing.cases.queries.files import file_of, files_of
from mingjing.cases.queries.keeping import due_in, term_of, wrong_in
from mingjing.cases.queries.opened import open_to
from mingjing.cases.rules import audience
from mingjing.demo.people import COLLEAGUES
from mingjing.documents.watermarks import marked
from mingjing.records import audit, log
from mingjing.records.actions import File, append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Destruction, Opening, Record
from mingjing.storage.backend import LocalDisk
from mingjing.storage.store import LockedBytesError, MissingBytesError, backend, put, read, stat
from telling import OFF_THE_CATALOGUE, decided, filed, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.queries.files import CaseFile
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.registry.models import User

DAY = dt.date(2026, 9, 15)
LATER = dt.date(2057, 3, 1)
BEFORE = dt.date(2056, 12, 31)


@pytest.fixture(scope="module")
def closed(founded: Bureau) -> CaseStory:
    """A case that was closed and archived for thirty years, in a bureau that has an archivist and a window."""
    bureau = copy.deepcopy(founded)
    with clock.at(dt.date(2026, 1, 5)):
        bureau.add(
            [each for each in COLLEAGUES if each.username in {"archivist", "window"}], dt.date(2026, 1, 1)
        )
    with clock.at(DAY):
        told = decided(bureau, matter=OFF_THE_CATALOGUE).served().performed().scanned().closed()
        told.refresh()
        return told


@pytest.fixture
def story(closed: CaseStory, db: None) -> Iterator[CaseStory]:
    """The case, told once: whatever a test does to it is undone, and what it destroys on the disk comes back."""
    del db
    kept = [read(each.blob) for each in files_of(closed.case)]
    yield copy.deepcopy(closed)
    for data in kept:
        put(data)


def piece(story: CaseStory) -> CaseFile:
    return next(each for each in files_of(story.refresh()) if each.kind.name == "evidence")


def archivist(story: CaseStory) -> User:
    return story.as_("archivist")


def approved(story: CaseStory, file: CaseFile) -> Disposal:
    row = disposal.propose(
        user=archivist(story), contents=[file.blob.sha256], appraisal="期满，已无利用价值。"
    )
    return disposal.decide(user=story.as_("principal"), disposal=row, agreed=True, opinion="同意销毁。")


def destroy(story: CaseStory, row: Disposal) -> Disposal:
    done = disposal.carry_out(user=archivist(story), disposal=row, watched_by=story.bureau.people["section"])
    disposal.clear_rest()
    return done


def test_a_download_without_a_reason_is_refused_and_one_with_it_says_why_and_whence(story: CaseStory) -> None:
    file = piece(story)
    with refusal("file.no_reason"):
        custody.download(user=archivist(story), file=file, reason=" ")
    custody.download(user=archivist(story), file=file, reason="法院调卷", address="10.1.2.3")
    custody.view(user=story.user, file=file, address="10.1.2.4")
    steps = steps_of(file)
    assert [each.what for each in steps][:1] == ["收到"]
    assert [(each.what, each.reason, each.place) for each in steps[-2:]] == [
        ("下载", "法院调卷", "10.1.2.3"),
        ("查看", "", "10.1.2.4"),
    ]
    body = bytes(steps[-2].line.record.body).decode()
    assert "法院" not in body
    assert "10.1.2.3" not in body


def test_everything_is_hashed_again_oldest_first_and_a_run_is_one_record(story: CaseStory) -> None:
    agency = story.case.agency
    with clock.at(DAY + dt.timedelta(days=40)):
        rule = rehashing.set_rule(
            user=archivist(story), every_days=30, hour_from=0, hour_to=0, scene_months=6
        )
        before = Record.objects.count()
        first = rehashing.rehash(agency, rule, most_files=3)
        assert first
        assert len(first.files) == 3
        assert Record.objects.count() == before + 1
        rest = rehashing.rehash(agency, rule)
        assert rest
        assert not set(first.files) & set(rest.files)
        assert rehashing.rehash(agency, rule) is None
    assert piece(story).blob.sha256 in {*first.files, *rest.files}
    assert steps_of(piece(story))[-1].what == "复核"


def test_outside_the_window_nothing_is_hashed(story: CaseStory) -> None:
    rehashing.set_rule(user=archivist(story), every_days=1, hour_from=22, hour_to=6, scene_months=6)
    for hour, runs in ((12, 0), (23, 1)):
        with clock.at(dt.datetime(2026, 11, 1, hour, tzinfo=clock.SHANGHAI)):
            assert len(rehashing.rehash_due()) == runs


def test_a_missing_file_alarms_and_blocks_its_disposal(story: CaseStory) -> None:
    file = piece(story)
    with clock.at(LATER):
        row = approved(story, file)
        backend().destroy(file.blob.sha256)
        rule = rehashing.set_rule(
            user=archivist(story), every_days=30, hour_from=0, hour_to=0, scene_months=6
        )
        run = rehashing.rehash(story.case.agency, rule)
        assert run
        assert run.faults == [[file.blob.sha256, "missing"]]
        assert Record.objects.latest("pk").act == "custody.mismatched"
        assert file.blob.sha256 not in {each.content for each in due_in(story.case.agency, LATER)}
        with refusal("disposal.nothing"):
            destroy(story, row)
        assert "文件不见了" in " ".join(audit.run().problems)


def test_the_longer_term_wins_and_only_what_is_due_is_listed(story: CaseStory) -> None:
    file = piece(story)
    assert term_of(file).ends_on == dt.date(2056, 12, 31)
    with clock.at(BEFORE):
        assert not due_in(story.case.agency, BEFORE)
        with refusal("disposal.not_due"):
            disposal.propose(user=archivist(story), contents=[file.blob.sha256], appraisal="期满。")
    assert file.blob.sha256 in {each.content for each in due_in(story.case.agency, LATER)}


def test_a_hold_keeps_a_file_from_the_list_and_from_destruction_until_it_is_lifted(story: CaseStory) -> None:
    file = piece(story)
    with clock.at(LATER):
        row = approved(story, file)
        held = custody.hold(
            user=archivist(story), case=file.case, file=file, ground="supervision", reason="监察函 3 号"
        )
        with refusal("disposal.nothing"):
            destroy(story, row)
        with pytest.raises(IntegrityError), transaction.atomic():
            _raw_destruction(row, file)
        custody.lift_hold(user=archivist(story), case=file.case, row=held, reason="监察终结")
        destroy(story, row)
    assert Destruction.objects.filter(blob=file.blob).exists()


def test_what_an_approved_list_names_is_destroyed_and_the_log_still_verifies(story: CaseStory) -> None:
    file = piece(story)
    with clock.at(LATER):
        done = destroy(story, approved(story, file))
        log.integrate_all()
        with pytest.raises(MissingBytesError):
            stat(file.blob)
        assert not any(bytes(each.salt) for each in Opening.objects.filter(sha256=file.blob.sha256))
        found = audit.run()
        assert found.problems == []
        record = Destruction.objects.get(blob=file.blob).record_id
        assert any(f"依记录 {record} 销毁" in note for note in found.notes)
        with refusal("file.gone") as told:
            custody.view(user=story.user, file=file)
        assert f"记录 {record}" in told.value.sentence
        assert [each.what for each in steps_of(file)][-3:] == ["提请销毁", "审批销毁", "销毁"]
        certificate = done.dossier.documents.get()
        assert read(certificate.original).startswith(b"%PDF")
        assert file.blob.sha256 in str(certificate.data)


def test_a_destroyed_content_cannot_come_back_unseen(story: CaseStory) -> None:
    file = piece(story)
    data = read(file.blob)
    with clock.at(LATER):
        destroy(story, approved(story, file))
        blob = put(data)
        with refusal("file.destroyed"):
            append(
                dossier=open_dossier(kind="x", ref="1"), act=custody.acts.VIEWED, actor=SYSTEM,
                subjects=[File("evidence.file", "0" * 32, blob.sha256, blob.sm3)],
            )  # fmt: skip


def test_nobody_approves_their_own_list_and_nobody_destroys_alone(story: CaseStory) -> None:
    with clock.at(LATER):
        row = disposal.propose(
            user=archivist(story), contents=[piece(story).blob.sha256], appraisal="期满，已无利用价值。"
        )
        with refusal("disposal.not_approved"):
            destroy(story, row)
        disposal.decide(user=story.as_("principal"), disposal=row, agreed=True, opinion="同意。")
        with refusal("disposal.alone"):
            disposal.carry_out(
                user=archivist(story), disposal=row, watched_by=story.bureau.people["archivist"]
            )


def _raw_destruction(row: Disposal, file: CaseFile) -> None:
    Destruction.objects.bulk_create(
        [
            Destruction(
                blob=file.blob, listed_in=f"cases.disposal:{row.ref}", destroyed_on=LATER,
                record=Record.objects.latest("pk"),
            )
        ]
    )  # fmt: skip


def test_the_database_itself_refuses_what_no_approved_list_names(story: CaseStory) -> None:
    file = piece(story)
    with clock.at(LATER):
        row = disposal.propose(
            user=archivist(story), contents=[file.blob.sha256], appraisal="期满，已无利用价值。"
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            _raw_destruction(row, file)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE records_opening SET salt = %s WHERE sha256 = %s", [b"", file.blob.sha256])
        other = next(each for each in files_of(story.case) if each.blob != file.blob)
        disposal.decide(user=story.as_("principal"), disposal=row, agreed=True, opinion="同意。")
        with pytest.raises(IntegrityError), transaction.atomic():
            _raw_destruction(row, other)


def reader(story: CaseStory, kind: str = "party") -> access.Reader:
    party = story.parties[0].ref if kind == "party" else ""
    return access.Reader(kind, "周一苇（示例）", "居民身份证，尾号 0012", "法定代表人", party)


def granted(story: CaseStory, *files: CaseFile, kind: str = "party") -> AccessGrant:
    return access.grant(
        user=story.as_("window"), case=story.refresh(), reader=reader(story, kind),
        things=[each.thing for each in files], copies=True, valid_from=DAY, valid_to=DAY + dt.timedelta(days=7),
    )  # fmt: skip


def test_internal_papers_and_marked_files_never_reach_a_party(story: CaseStory) -> None:
    """Review opinions, discussion, approvals, the report; what somebody marked with a reason."""
    with clock.at(DAY):
        custody.seal(
            user=story.user, file=piece(story), ground="reporter", reason="拍摄角度会暴露举报人住处。"
        )
        case, party = story.refresh(), story.parties[0].ref
        shown = open_to(case, "party", party)
        forms = {each.row.form for each in shown if each.kind.name == "document"}
        assert {"JD03", "GZ01"} <= forms
        assert not forms & {"FS01", "FS03", "JD01", "JD02", "LA01", "ZJ01", "JA01", "AY01", "AY02"}
        assert piece(story).thing not in {each.thing for each in shown}
        assert piece(story).thing in {each.thing for each in open_to(case, "authority", "")}
        with refusal("access.sealed"):
            granted(story, piece(story))
        review = next(each for each in files_of(case) if getattr(each.row, "form", "") == "FS03")
        with refusal("access.sealed"):
            granted(story, review)


def test_a_file_marked_after_the_grant_is_not_shown_any_more(story: CaseStory) -> None:
    with clock.at(DAY):
        row = granted(story, piece(story))
        custody.seal(user=story.user, file=piece(story), ground="secret", reason="含第三人报价。")
        with refusal("access.not_allowed"):
            access.show(user=story.as_("window"), row=row, thing=piece(story).thing)


def test_a_party_gets_marked_pictures_and_a_court_the_bytes_themselves(story: CaseStory) -> None:
    with clock.at(DAY):
        case = story.refresh()
        paper = next(
            each
            for each in open_to(case, "party", story.parties[0].ref)
            if each.blob.media_type == "application/pdf"
        )
        mine = granted(story, paper)
        given = access.hand_over(user=story.as_("window"), row=mine, thing=paper.thing, address="10.1.1.1")
        assert given.data != read(paper.blob)
        assert given.data.startswith(b"%PDF")
        courts = granted(story, paper, kind="authority")
        same = access.hand_over(user=archivist(story), row=courts, thing=paper.thing)
        assert same.blob == paper.blob
        assert not same.data
        assert [each.what for each in steps_of(file_of(case.agency, paper.ref) or paper)][-2:] == [
            "复制",
            "复制",
        ]


def test_a_grant_ends_with_its_days_and_covers_its_files_only(story: CaseStory) -> None:
    with clock.at(DAY):
        papers = open_to(story.refresh(), "party", story.parties[0].ref)
        row = granted(story, papers[0])
        with refusal("access.not_allowed"):
            access.show(user=story.as_("window"), row=row, thing=papers[1].thing)
    with clock.at(DAY + dt.timedelta(days=8)), refusal("access.over"):
        access.show(user=story.as_("window"), row=row, thing=papers[0].thing)


def test_who_has_no_identity_or_connection_gets_no_grant(story: CaseStory) -> None:
    with clock.at(DAY):
        for name in ("identity", "connection"):
            nobody = access.Reader(**{**reader(story).__dict__, name: " "})
            with refusal(f"access.no_{name}"):
                access.grant(
                    user=story.as_("window"), case=story.refresh(), reader=nobody, things=[piece(story).thing],
                    copies=False, valid_from=DAY, valid_to=DAY,
                )  # fmt: skip


def test_a_marked_picture_shows_the_words_and_loses_its_metadata() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    Image.new("RGB", (800, 600), "white").save(out, "JPEG", exif=exif)
    made = marked(out.getvalue(), "image/jpeg", "某人 2026-09-15")
    assert b"SECRET" in out.getvalue()
    assert b"SECRET" not in made.data
    colours = Image.open(io.BytesIO(made.data)).getcolors(1 << 20)
    assert colours
    assert len(colours) > 10
    with refusal("watermark.kind"):
        marked(b"", "video/mp4", "某人")


def test_checked_is_an_index_that_verify_compares_with_the_runs(story: CaseStory) -> None:
    with clock.at(DAY + dt.timedelta(days=40)):
        rule = rehashing.set_rule(
            user=archivist(story), every_days=30, hour_from=0, hour_to=0, scene_months=6
        )
        rehashing.rehash(story.case.agency, rule)
    row = Checked.objects.first()
    assert row
    Checked.objects.filter(pk=row.pk).update(at=row.at + dt.timedelta(days=100))
    assert any("复核结果与" in each for each in audit.run().problems)


def test_only_recordings_of_a_case_that_led_to_nothing_end_after_months(bureau: Bureau) -> None:
    """Reference §7: six months at least; what is cited, or of a case with a file, stays as long as the file."""
    with clock.at(DAY):
        told = filed(bureau).investigated()
        withdrawal.request_withdrawal(
            user=told.user, case=told.refresh(), situation="no_fact", reason="事实不能成立。"
        )
        withdrawal.decide_withdrawal(
            user=told.as_("deputy"), case=told.refresh(), agreed=True, opinion="同意撤案。"
        )
    films = [each for each in files_of(told.refresh()) if each.kind.name == "recording"]
    assert {term_of(each).ends_on for each in films} == {dt.date(2027, 3, 15)}
    others = [each for each in files_of(told.refresh()) if each.kind.name != "recording"]
    assert all(term_of(each).running for each in others)
    assert not due_in(told.case.agency, dt.date(2027, 3, 15))
    assert len(due_in(told.case.agency, dt.date(2027, 3, 16))) == len(films)


def test_who_reads_and_what_is_held_is_no_partys_to_read() -> None:
    for kind in ("cases.sealmark", "cases.legalhold", "cases.accessgrant"):
        assert not audience.opens_to_party(kind, "0" * 32, ())


def test_bytes_under_a_lock_stay_until_it_ends_and_verify_says_so(
    story: CaseStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3 Object Lock refuses: salts are gone at once, the bytes are tried again, nothing pretends."""
    file = piece(story)

    def locked(*_: object, **__: object) -> None:
        raise LockedBytesError(file.blob.sha256)

    with clock.at(LATER), monkeypatch.context() as patched:
        patched.setattr(LocalDisk, "destroy", locked)
        destroy(story, approved(story, file))
        assert disposal.clear_rest() == 1
        log.integrate_all()
        found = audit.run()
        assert found.problems == []
        assert any("字节尚未清除" in note for note in found.notes)
    assert disposal.clear_rest() == 0
    with pytest.raises(MissingBytesError):
        stat(file.blob)


def test_whoever_finds_a_file_missing_raises_the_alarm_at_once(story: CaseStory) -> None:
    file = piece(story)
    backend().destroy(file.blob.sha256)
    for _ in range(2):
        with refusal("file.missing"):
            custody.view(user=story.user, file=file)
    assert Record.objects.filter(act="custody.mismatched").count() == 1
    assert [each.blob_id for each in wrong_in(story.case.agency)] == [file.blob.sha256]
