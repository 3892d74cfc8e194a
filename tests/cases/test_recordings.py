"""种子 B3.0、B3.1、B3.2; 244号9、16–20; §11.4 no. 10: recorded or explained, in time or seen to be late, and told."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import closing, decision, investigation, notice, orders, preservation, recording
from mingjing.cases.examination import examine
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.queries.recordings import activities_of
from mingjing.cases.standing import standing_of
from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.demo import samples
from mingjing.demo.bureau import DATA
from mingjing.demo.filming import TOLD
from mingjing.demo.handing import by_post
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Activity
from mingjing.evidence.recordings import Made, duty_on, view
from mingjing.review.checks.seen import State
from telling import decided, filed, noticed, refusal, reviewed

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.evidence.models import Explanation, Recording

DAY = dt.datetime(2026, 9, 15, 10, tzinfo=clock.SHANGHAI)
HOUR = dt.timedelta(hours=1)
KIND = Activity.Kind


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    """A case whose officers inspected and inquired this morning and have uploaded nothing yet."""
    with clock.at(DAY):
        return filed(bureau, prompt=False).investigated()


def only(story: CaseStory, kind: str) -> Activity:
    return next(each for each in activities_of(story.case.dossier) if each.activity_kind == kind)


def upload(
    story: CaseStory, activity: Activity, content: bytes = b"", name: str = "现场.mp4", **changed: Any
) -> Recording:
    typed: dict[str, Any] = {
        "started_at": DAY - HOUR, "ended_at": DAY, "place": "工地", "device": "执法记录仪 YL-07",
        "recorded_by": story.officers[1],
    }  # fmt: skip
    return recording.upload_recording(
        user=story.user,
        case=story.refresh(),
        activity=activity,
        upload=Upload(name, io.BytesIO(content or samples.film(name))),
        made=Made(**typed | changed),
    )


def conclude(story: CaseStory) -> None:
    story.concluded()


def explain(story: CaseStory, activity: Activity) -> Explanation:
    return recording.explain_recording(
        user=story.user,
        case=story.refresh(),
        activity=activity,
        ground="1",
        text="记录仪电池故障，已电话报告。",
    )


def shut(story: CaseStory) -> list[str]:
    return [
        gate.sentence
        for gate in ahead(standing_of(story.refresh())).gates
        if gate.state == "stop" and "音像" in gate.sentence
    ]


def seen(story: CaseStory) -> list[tuple[State, str]]:
    said = examine(story.refresh(), story.submission(story.parties[0]))["procedure"]
    return [(each.state, each.sentence) for each in said if each.clause.startswith("244号")]


# ── B3.0: a step that needs a recording does not close without it ──


def test_an_investigation_does_not_end_while_an_activity_lacks_its_recording(story: CaseStory) -> None:
    """种子 B3.0; 244号17: the gate says what is missing of each activity; uploading it opens the step."""
    with clock.at(DAY + HOUR):
        assert sorted(shut(story)) == [
            "2026-09-15 现场检查（勘验）：没有音像记录，须有照片、录音或者录像",
            "2026-09-15 询问：没有音像记录，须有录音或者录像",
        ]
        with refusal("recording.missing") as told:
            conclude(story)
        assert len(told.value.details) == 2
        upload(story, only(story, KIND.INSPECTION), samples.photo("现场"), "现场.jpg")
        upload(story, only(story, KIND.INQUIRY), samples.sound("询问"), "询问.wav")
        assert shut(story) == []
        conclude(story)


def test_a_picture_does_not_show_what_was_said(story: CaseStory) -> None:
    """§6.9: an inquiry is recorded in sound or film."""
    with clock.at(DAY + HOUR):
        upload(story, only(story, KIND.INSPECTION))
        upload(story, only(story, KIND.INQUIRY), samples.photo("询问"), "询问.jpg")
        with refusal("recording.missing") as told:
            conclude(story)
    assert told.value.details == ["2026-09-15 询问：已有的记录不足以反映，还须有录音或者录像"]


def test_an_explanation_counts_once_the_responsible_person_has_countersigned(story: CaseStory) -> None:
    """种子 B3.0; 244号19; §11.2: an objective cause, in writing, countersigned by the agency's responsible person."""
    with clock.at(DAY + HOUR):
        upload(story, only(story, KIND.INQUIRY))
        activity = only(story, KIND.INSPECTION)
        with refusal("explanation.ground"):
            recording.explain_recording(
                user=story.user, case=story.refresh(), activity=activity, ground="忘记", text="忘了"
            )
        said = explain(story, activity)
        with refusal("explanation.pending"):
            explain(story, activity)
        with refusal("recording.missing"):
            conclude(story)
        with refusal("role.not_allowed"):
            answer(story, said, by="section")
        with refusal("explanation.no_opinion"):
            answer(story, said, agreed=False)
        answer(story, said, agreed=False, opinion="设备完好，请补传。")
        with refusal("recording.missing"):
            conclude(story)
        second = explain(story, activity)
        answer(story, second)
        with refusal("explanation.answered"):
            answer(story, second)
        with refusal("explanation.needless"):
            explain(story, activity)
        conclude(story)


def answer(
    story: CaseStory, said: Explanation, *, agreed: bool = True, opinion: str = "", by: str = "deputy"
) -> Explanation:
    return recording.countersign_explanation(
        user=story.as_(by), case=story.refresh(), explanation=said, agreed=agreed, opinion=opinion
    )


def test_service_is_recorded_before_the_case_closes(bureau: Bureau) -> None:
    """种子 B3.0: direct service is recorded by the list in force; the case is not put forward for closing without."""
    story = decided(bureau)
    decision.serve(
        user=story.user, case=story.refresh(), decision=story.decisions[0], method="01", served_on=clock.today(),
        place="工地", receiver="周某", proof="送达回证", officers=story.officers, told_items=TOLD,
    )  # fmt: skip
    assert only(story, KIND.SERVED_DIRECT).source.endswith("LX-009")
    story.performed()
    with refusal("recording.missing"):
        closing.request_closing(
            user=story.user, case=story.refresh(), pages=60, defects="无", checked_by=story.officers[1]
        )


def test_a_spoken_defence_is_recorded_and_a_written_one_is_not(bureau: Bureau) -> None:
    """种子 B3.0: oral statements are recorded; going on to the decision waits for it."""
    story = noticed(bureau)
    served = newest_notice(story.parties[0])
    assert served is not None
    for oral in (False, True):
        notice.record_statement(
            user=story.user, case=story.refresh(), notice=served, made_on=clock.today(), content="首次违法。",
            brings_new=False, reexamination="已在裁量中考虑。", oral=oral,
        )  # fmt: skip
        kinds = [each.activity_kind for each in activities_of(story.case.dossier) if each.missing]
        assert kinds == ([KIND.STATEMENT] if oral else [])
    with clock.at(clock.today() + dt.timedelta(days=20)), refusal("recording.missing"):
        story.presented()


# ── B3.1: the list in force on the day decides, the law underneath it ──


def test_the_list_in_force_on_the_day_decides(bureau: Bureau) -> None:
    """种子 B3.1: a stricter edition binds from its day; what happened before keeps what it needed."""
    before = clock.today()
    assert duty_on(bureau.agency, KIND.INSPECTION, before).grade == "av"
    with clock.at(before + dt.timedelta(days=1)):
        release(bureau, "LX-003,行政处罚,勘验,勘验,勘验全过程,,,,,,,,检查类,应当记录", "全过程记录")
    later = duty_on(bureau.agency, KIND.INSPECTION, before + dt.timedelta(days=1))
    assert (later.grade, later.carriers) == ("full", ("video",))
    assert later.source == "行政执法音像记录事项清单（第2版） LX-003"
    assert duty_on(bureau.agency, KIND.INSPECTION, before).grade == "av"


def release(bureau: Bureau, row: str, grade: str) -> None:
    """Publish another edition of the list in which a row has another grade."""
    text = (DATA / "recordings.csv").read_text(encoding="utf-8")
    assert row in text
    edition = lists.import_list(
        user=bureau.users["publisher"], list_kind=ListKind.RECORDINGS, filename="recordings.csv",
        data=text.replace(row, row.replace("应当记录", grade)).encode(),
    )  # fmt: skip
    bureau.release(lists.send_to_check(user=bureau.users["publisher"], edition=edition))


def test_no_list_takes_away_what_the_law_asks_for(bureau: Bureau) -> None:
    """244号17: hearings, service by leaving and by public notice are recorded whatever a list says."""
    release(bureau, "进入听证场所,听证全过程,离开听证场所,场景类,应当记录", "可以记录")
    assert duty_on(bureau.agency, KIND.HEARING, clock.today()).grade == "av"


def test_before_any_list_the_default_matrix_holds(bureau: Bureau) -> None:
    """§6.9."""
    day = clock.today() - dt.timedelta(days=400)
    assert duty_on(bureau.agency, KIND.SERVED_DIRECT, day).source == "默认记录强度，清单未列"
    assert not duty_on(bureau.agency, KIND.DISPOSAL, day).needed


# ── B3.2: in time, or late and seen; never refused ──


def test_uploads_within_twenty_four_hours_are_in_time(story: CaseStory) -> None:
    """244号20: the last moment counts, one second more does not."""
    activity = only(story, KIND.INSPECTION)
    with clock.at(DAY + dt.timedelta(hours=24)):
        assert not upload(story, activity).late
    with clock.at(DAY + dt.timedelta(hours=24, seconds=1)):
        row = upload(story, activity, name="二.mp4")
        assert (row.late, row.breach) == (True, True)
        row = upload(story, activity, name="三.mp4", late_reason="3")
        assert (row.late, row.breach) == (True, False)


def test_a_reason_given_for_nothing_is_not_kept(story: CaseStory) -> None:
    """A recording that came in time has no reason for being late."""
    with clock.at(DAY + HOUR):
        assert upload(story, only(story, KIND.INSPECTION), late_reason="2").late_reason == ""


def test_a_breach_is_recorded_and_seen_by_the_reviewer(story: CaseStory) -> None:
    """§11.6 no. 11: late without a lawful reason blocks nothing; the machine points the reviewer to it."""
    with clock.at(DAY + 50 * HOUR):
        upload(story, only(story, KIND.INSPECTION))
        upload(story, only(story, KIND.INQUIRY), name="询问.mp4", late_reason="1")
        conclude(story)
        story.drafted().submitted()
        assert sorted(seen(story)) == [
            (State.FAULT, "2026-09-15 现场检查（勘验）的录像 1超过二十四小时才上传，没有法定理由"),
            (State.WARN, "2026-09-15 询问的录像 1（连续执法）迟传"),
        ]


def test_a_clean_file_gives_the_machine_nothing_to_say(bureau: Bureau) -> None:
    """Recorded in time, told in full: no fault, no warning."""
    story = filed(bureau).investigated().concluded().drafted().submitted()
    assert {state for state, _ in seen(story)} == {State.OK}


def test_what_was_recorded_is_over_and_of_that_day(story: CaseStory) -> None:
    """B3.2: no recording from the future, none that ends before it begins, none of another day, none twice."""
    activity = only(story, KIND.INSPECTION)
    with clock.at(DAY + HOUR):
        with refusal("recording.future"):
            upload(story, activity, ended_at=DAY + 2 * HOUR)
        with refusal("recording.backwards"):
            upload(story, activity, started_at=DAY, ended_at=DAY - HOUR)
        with refusal("recording.other_day"):
            upload(story, activity, started_at=DAY - 24 * HOUR)
        upload(story, activity)
        with refusal("recording.twice"):
            upload(story, activity)


def test_a_recording_is_what_its_content_is(story: CaseStory) -> None:
    """A renamed text is no film, a paper no recording."""
    activity = only(story, KIND.INSPECTION)
    with clock.at(DAY + HOUR):
        with refusal("file.content_mismatch"):
            upload(story, activity, "录像".encode() * 40)
        with refusal("file.kind_not_allowed"):
            upload(story, activity, b"%PDF-1.7", "记录.pdf")
        with refusal("file.empty"):
            recording.upload_recording(
                user=story.user, case=story.refresh(), activity=activity, upload=Upload("a.mp4", io.BytesIO()),
                made=Made(DAY, DAY, "工地", "手机", story.officers[0]),
            )  # fmt: skip
    assert list(only(story, KIND.INSPECTION).recordings.all()) == []


def test_only_who_handled_the_case_uploads_but_a_lapsed_certificate_hides_no_recording(
    story: CaseStory,
) -> None:
    """§11.6 no. 11: what was recorded comes in; who was not there brings nothing."""
    activity = only(story, KIND.INSPECTION)
    with clock.at(DAY + HOUR):
        with refusal("case.not_handler"):
            recording.upload_recording(
                user=story.as_("officer3"), case=story.refresh(), activity=activity,
                upload=Upload("a.mp4", io.BytesIO(samples.film("a"))),
                made=Made(DAY, DAY, "工地", "手机", story.officers[0]),
            )  # fmt: skip
        for each in story.officers[0].certificates.all():
            type(each).objects.filter(pk=each.pk).update(valid_to=DAY.date() - dt.timedelta(days=1))
        upload(story, activity)


def test_a_recording_of_another_case_is_not_uploaded_here(bureau: Bureau, story: CaseStory) -> None:
    """An activity belongs to its file."""
    with clock.at(DAY + HOUR):
        other = filed(bureau, prompt=False).investigated()
        with refusal("activity.unknown"):
            upload(story, only(other, KIND.INSPECTION))


def test_each_viewing_of_a_recording_is_one_record(story: CaseStory) -> None:
    """B3.2: viewing is an act, on a dossier of the recording's own."""
    with clock.at(DAY + HOUR):
        row = upload(story, only(story, KIND.INSPECTION))
        before = story.refresh().dossier.seq
        assert view(user=story.as_("reviewer"), recording=row) == samples.film("现场.mp4")
        assert story.refresh().dossier.seq == before
        with refusal("role.not_allowed"):
            view(user=story.as_("publisher"), recording=row)


# ── 244号9: the four things ──


def test_what_was_not_told_is_written_as_it_was(bureau: Bureau) -> None:
    """A3.2, 244号9; §11.6 no. 20: the record states each of the four; what was left out is a defect, never refused."""
    story = filed(bureau)
    document = investigation.record_inspection(
        user=story.user, case=story.case, kind="inspection", happened_on=clock.today(), place="工地", person="梁某",
        content="正在施工。", officers=story.officers, card_shown=True, told="事由", told_items=["reason", "basis"],
    )  # fmt: skip
    written = dict(document.data)
    reason, _, rights, *_ = written["告知的事由、依据、权利、义务"].splitlines()
    assert reason == "执法事由：涉嫌未取得施工许可证擅自施工（已告知）"
    assert rights.startswith("权利：")
    assert rights.endswith("（未告知，如实记录）")
    assert only(story, KIND.INSPECTION).untold == ["权利", "义务"]


def test_preservation_and_its_disposal_are_recorded(bureau: Bureau) -> None:
    """种子 B3.0; 55号令19: what is registered is filmed, and so is what is done with it."""
    story = filed(bureau)
    story.preserved()
    row = only(story, KIND.PRESERVATION)
    assert (row.recorded, row.carriers, row.untold) == (True, ["photo", "video"], [])
    preservation.dispose(
        user=story.user, case=story.refresh(), preservation=story.case.preservations.get(), disposition="5",
        note="已核对。",
    )  # fmt: skip
    assert only(story, KIND.DISPOSAL).missing


def test_a_notice_handed_over_is_recorded_and_one_sent_by_post_is_not(bureau: Bureau) -> None:
    """种子 B3.0; 244号9、17: officers who hand a document over record it and tell; nobody films the post."""
    story = reviewed(bureau)
    made = notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    for_post = orders.issue_order(
        user=story.user, case=story.refresh(), party=story.parties[0], order_kind="stop", facts="无证施工",
        basis="《建筑法》第六十四条", demands="停工", deadline=clock.today(),
    )  # fmt: skip
    orders.serve_order(
        user=story.user, case=story.refresh(), order=for_post, handed=by_post(),
    )  # fmt: skip
    assert [each for each in activities_of(story.case.dossier) if each.missing] == []
    notice.serve_notice(
        user=story.user, case=story.refresh(), notice=made, handed=replace(
            by_post(), method="02", proof="两名见证人签名", refused_because="拒绝签收", told_items=["reason"]
        ),
    )  # fmt: skip
    left = only(story, KIND.SERVED_LEFT)
    assert (left.missing, left.carriers) == (True, ["photo", "video"])
    assert left.untold == ["执法依据", "权利", "义务"]
