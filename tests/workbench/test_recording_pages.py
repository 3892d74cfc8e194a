"""音像记录：手机上拍一张就上传，说明、会签、统计都从页面办得到 (种子 B3.0、B3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from case_cast import case_at, page
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rules_cast import at_desk

from mingjing import clock
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo import samples
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import CaseStory
from mingjing.workbench.views import recordings

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.demo.bureau import Bureau
    from mingjing.evidence.models import Activity

COUNTS = "/workbench/recordings/"


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    """A case whose officers inspected and inquired today and have uploaded nothing."""
    return CaseStory(bureau, prompt=False).lead().verified().filed().investigated()


def only(story: CaseStory, kind: str) -> Activity:
    return next(each for each in activities_of(story.case.dossier) if each.activity_kind == kind)


def url(name: str, story: CaseStory, activity: Activity) -> str:
    return reverse(name, args=[story.case.ref, activity.ref])


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def shoot(story: CaseStory, activity: Activity, name: str = "现场.jpg") -> HttpResponse:
    return at_desk("officer1").send(
        url("recording-shot", story, activity), {"file": file(name, samples.photo(name))}
    )


def test_a_picture_is_uploaded_from_the_camera_without_typing_anything(story: CaseStory) -> None:
    """种子 B3.2: the page holds the camera; what is taken is of this moment, by this person, on a phone."""
    activity = only(story, "inspection")
    shown = at_desk("officer1").text(page(story.case, "recording"))
    assert f'action="{url("recording-shot", story, activity)}"' in shown
    assert 'capture="environment"' in shown
    assert url("recording-shot", story, only(story, "inquiry")) not in shown
    assert shoot(story, activity)["Location"] == page(story.case, "recording")
    row = activity.recordings.get()
    assert (row.carrier, row.device, row.recorded_by, row.late) == ("photo", "手机", story.officers[0], False)
    assert row.started_at == row.ended_at == row.uploaded_at
    assert row.place == activity.place


def test_the_case_page_says_what_is_missing_and_leads_to_it(story: CaseStory) -> None:
    """种子 B3.0: one gate an activity; the button that ends the investigation stays shut."""
    shown = at_desk("officer1").text(page(story.case))
    assert "询问：没有音像记录，须有录音或者录像" in shown
    assert f'href="{page(story.case, "recording")}"' in shown
    assert f'href="{page(story.case, "conclusion")}"' not in shown
    story.recorded()
    shown = at_desk("officer1").text(page(story.case))
    assert "没有音像记录" not in shown
    assert f'href="{page(story.case, "conclusion")}"' in shown


def test_a_file_from_a_recorder_is_uploaded_with_what_is_known_of_it(story: CaseStory) -> None:
    """种子 B3.2: times, place, device, who recorded; a refusal loses nothing that was typed."""
    activity = only(story, "inquiry")
    day = f"{activity.happened_on:%Y-%m-%d}"
    typed = {
        "started_at": f"{day}T08:30", "ended_at": f"{day}T08:20", "place": "工地办公室", "device": "记录仪 YL-07",
        "recorded_by": str(story.officers[1].pk), "focus": ["1", "2"], "interruption": "",
    }  # fmt: skip
    officer, address = at_desk("officer1"), url("recording-upload", story, activity)
    refused = officer.send(address, {**typed, "file": file("询问.wav", samples.sound("问"))})
    assert refused.status_code == 422
    assert "工地办公室" in refused.content.decode()
    done = officer.send(
        address, {**typed, "ended_at": f"{day}T08:50", "file": file("询问.wav", samples.sound("问"))}
    )
    assert done.status_code == 303
    row = activity.recordings.get()
    shown = officer.text(reverse("case-recording", args=[story.case.ref, row.ref]))
    for said in ("记录仪 YL-07", row.blob.sha256, row.blob.sm3, "audio/wav", "（1）现场执法环境"):
        assert said in shown
    handed = officer.client.post(reverse("case-recording", args=[story.case.ref, row.ref]))
    assert handed.getvalue() == samples.sound("问")
    assert "查看了音像记录" in officer.text(reverse("case-recording", args=[story.case.ref, row.ref]))


def test_an_explanation_goes_to_the_responsible_person_and_back(story: CaseStory) -> None:
    """种子 B3.0; 244号19: written by the officer, on the leader's desk, countersigned with the password."""
    activity = only(story, "inspection")
    officer, deputy = at_desk("officer1"), at_desk("deputy")
    officer.send(
        url("recording-explanation", story, activity),
        {"ground": "2", "text": "暴雨，设备进水。已报告韩局长。"},
    )
    address = page(story.case, "countersignature")
    assert address in deputy.text("/workbench/")
    assert "暴雨，设备进水" in deputy.text(address)
    deputy.send(address, {"agreed": "yes", "opinion": "属实。", "password": PASSWORD})
    shown = officer.text(page(story.case, "recording"))
    assert "已说明并会签" in shown
    history = at_desk("supervisor").text(page(story.case))
    assert "现场检查（勘验）没有音像记录作出书面说明：天气恶劣" in history
    assert "的天气恶劣说明签署：同意" in history
    assert "已销毁" not in history


def test_the_counts_show_what_was_recorded_explained_late_and_missing(story: CaseStory) -> None:
    """§11.4 no. 10: by department and month, for whoever supervises; in as many queries for one as for many."""
    shoot(story, only(story, "inspection"))
    shown = at_desk("supervisor").text(COUNTS)
    assert f"{clock.today():%Y-%m}" in shown
    assert "建筑市场监管股" in shown
    assert "缺音像记录" in shown
    assert at_desk("officer1").get(COUNTS).status_code == 403


@pytest.mark.parametrize("year", ["0000", "0001", "9999", "1989", "2101", "²⁰²⁶", "26"])
def test_a_year_outside_the_calendar_shows_this_year(bureau: Bureau, year: str) -> None:
    del bureau
    shown = at_desk("supervisor").get(f"{COUNTS}?year={year}")
    assert shown.status_code == 200
    assert shown.context["year"] == clock.today().year


@pytest.mark.parametrize("year", [1990, 2100])
def test_the_first_and_the_last_year_of_the_calendar_open(bureau: Bureau, year: int) -> None:
    del bureau
    assert at_desk("supervisor").get(f"{COUNTS}?year={year}").context["year"] == year


def test_a_form_ticks_none_of_the_four_things_beforehand(bureau: Bureau) -> None:
    """244号9; §11.6 no. 11: what is not ticked was not told, and that is saved and seen."""
    case = case_at(bureau, "investigation").case
    officer = at_desk("officer1")
    form = officer.text(page(case, "inspection"))
    assert 'name="told_items"' in form
    ticks = [
        part.split(">")[0] for part in form.split("<input")[1:] if 'name="told_items"' in part.split(">")[0]
    ]
    assert len(ticks) == 4
    assert not any("checked" in tick for tick in ticks)
    officers = [str(each.pk) for each in CaseStory(bureau).officers]
    answer = officer.send(
        page(case, "inspection"),
        {
            "happened_on": str(clock.today()), "place": "工地", "person": "梁某", "officers": officers,
            "card_shown": "yes", "dressed": "yes", "told": "口头告知", "told_items": ["reason"],
            "content": "正在施工。",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    assert "未告知执法依据、权利、义务" in officer.text(page(case))
    assert "未告知</strong>" in officer.text(page(case, "recording"))


def test_evidence_says_how_it_was_obtained_and_is_excluded_by_clicking(bureau: Bureau) -> None:
    """行政处罚法46: kind, what it proves, how, where, by which two; unlawful evidence stays and says so."""
    story = case_at(bureau, "investigation")
    piece = story.case.dossier.evidence.order_by("position")[1]
    officer = at_desk("officer1")
    address = reverse("case-evidence", args=[story.case.ref, piece.ref])
    shown = officer.text(address)
    assert "执法人员调取、提取" in shown
    assert "复制件，经核对与原件一致" in shown
    assert all(each.name in shown for each in story.officers)
    exclusion = reverse("evidence-exclusion", args=[story.case.ref, piece.ref])
    assert exclusion in shown
    officer.send(exclusion, {"reason": "取得时未出示证件，以威胁手段取得。"})
    assert "已排除，不作定案依据" in officer.text(address)
    assert exclusion not in officer.text(address)


def test_a_long_list_of_what_to_look_at_is_cut_and_says_so(
    story: CaseStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "MOST_NOTABLE", 1)
    shown = at_desk("legalhead").text(COUNTS)
    assert "告知不全的 2 次，列出最近的 1 次" in shown
    assert shown.count(f'href="{page(story.case, "recording")}"') == 1
