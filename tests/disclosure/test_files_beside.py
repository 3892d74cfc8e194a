"""种子 B4: beside a decision only a copy is published that was covered, looked at and released; never an original."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from covering import covered, pictured
from mingjing.disclosure.actions import publish, send_back
from mingjing.disclosure.actions.collecting import forward
from mingjing.disclosure.actions.correcting import correct
from mingjing.disclosure.kinds import kind
from mingjing.disclosure.models import Publication, PublicFile
from mingjing.disclosure.queries import fields_of
from mingjing.records import audit, consumers, log
from mingjing.storage.store import put, read
from mingjing.workbench.packages import package
from reels import named
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return pictured(bureau)


def collected() -> Publication:
    log.integrate_all()
    while consumers.run_all():
        pass
    return Publication.objects.select_related("agency").get(kind="decision")


def confirm(story: CaseStory, publication: Publication, *files: str) -> Publication:
    return forward(user=story.as_("publisher"), publication=publication, files=files)


def released(story: CaseStory, publication: Publication) -> Publication:
    return publish(user=story.as_("checker"), publication=publication, secrecy_checked=True)


def body(address: str) -> bytes:
    return b"".join(Client().get(address).streaming_content)  # type: ignore[attr-defined]


def test_what_another_person_released_is_public_with_the_decision_and_named_by_its_hash(
    story: CaseStory,
) -> None:
    made = covered(story)
    waiting = collected()
    (offered,) = kind("decision").offered(waiting)
    assert (offered.title, offered.blob) == ("证据 1（已遮盖）", made.blob)
    public = released(story, confirm(story, waiting, offered.source))
    address = f"/decisions/{public.ref}/files/1.jpg"
    page = Client().get(f"/decisions/{public.ref}/").content.decode()
    assert address in page
    assert "证据 1（已遮盖）" in page
    assert body(address) == body(f"/decisions/{public.ref}/files/1.jpg")
    part = Client().get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part["Content-Type"]) == (206, "image/jpeg")
    told = Client().get(f"/decisions/{public.ref}.json").json()
    assert told["files"] == [{"title": "证据 1（已遮盖）", "sha256": made.blob.sha256, "path": address}]
    assert Client().get(f"/api/publications/{public.ref}").json()["files"] == told["files"]
    assert Client().get(f"/decisions/{public.ref}/files/2.jpg").status_code == 404
    assert Client().get(address.replace("jpg", "mp4")).status_code == 404
    log.integrate_all()
    assert audit.run().problems == []


def test_a_package_for_elsewhere_holds_it_and_names_the_address_of_a_film(story: CaseStory) -> None:
    made = covered(story)
    waiting = collected()
    public = released(story, confirm(story, waiting, kind("decision").offered(waiting)[0].source))
    film = put(named("现场"))
    PublicFile.objects.create(
        publication=public, position=2, title="音像记录 1（已遮盖）", blob=film, source="x:1"
    )
    with zipfile.ZipFile(io.BytesIO(package(public, "https://a.example"))) as zipped:
        assert zipped.read("附件/证据 1（已遮盖）.jpg") == read(made.blob)
        told = zipped.read("附件/录音录像的网址.txt").decode()
    assert told == f"音像记录 1（已遮盖）：https://a.example/decisions/{public.ref}/files/2.mp4"


def test_an_unreleased_copy_and_another_cases_are_refused_and_nothing_is_sent(story: CaseStory) -> None:
    made = covered(story, released=False)
    waiting = collected()
    assert kind("decision").offered(waiting) == []
    for source in (f"{made.subject_kind()}:{made.ref}", made.of):
        with refusal("publication.file_unreleased"):
            confirm(story, waiting, source)
    waiting.refresh_from_db()
    assert waiting.state == Publication.State.COLLECTED
    assert not waiting.files.exists()


def test_sent_back_it_is_chosen_again_and_a_correction_keeps_it_unless_something_had_leaked(
    story: CaseStory,
) -> None:
    covered(story)
    waiting = collected()
    source = kind("decision").offered(waiting)[0].source
    returned = send_back(
        user=story.as_("checker"), publication=confirm(story, waiting, source), reason="再看"
    )
    public = released(story, confirm(story, returned, source))
    label, text = next((label, text) for label, text in fields_of(public) if label == "履行方式和期限")
    made = correct(
        user=story.as_("publisher"),
        publication=public,
        fields={label: f"{text}（更正）"},
        correction="wrong",
        reason="营业执照上的住所登记不全，核对后补全。",
    )
    assert [each.source for each in made.files.all()] == [source]
    newest = released(story, made)
    old = Client().get(f"/decisions/{public.ref}/files/1.jpg")
    assert (old.status_code, old["Location"]) == (302, f"/decisions/{newest.ref}/files/1.jpg")
    leaked = correct(
        user=story.as_("publisher"),
        publication=newest,
        fields={},
        correction="leaked",
        reason="附件的画面露出了住户的门牌，应当遮住。",
    )
    assert not leaked.files.exists()
