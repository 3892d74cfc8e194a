"""大文件上传：断了接着传，校验不符的不收，传完的不丢，没传完的到期清除 (种子 B3.2)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from rules_cast import at_desk

from mingjing import clock
from mingjing.demo import samples
from mingjing.demo.stories import CaseStory
from mingjing.evidence import arriving
from mingjing.evidence.models import Arrival
from mingjing.storage import store
from mingjing.storage.content import WAV
from telling import other_agency

if TYPE_CHECKING:
    from django.test import Client

    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau

UPLOADS = "/workbench/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}
FILE = samples.sound("询问")
HALF = len(FILE) // 2


@pytest.fixture
def case(bureau: Bureau) -> Case:
    return CaseStory(bureau, prompt=False).lead().verified().filed().case


@pytest.fixture
def officer(bureau: Bureau) -> Client:
    del bureau
    return at_desk("officer1").client


def begin(client: Client, case: Case, name: str = "询问.wav", length: int = len(FILE), **told: str) -> Any:
    said = {"filename": name, "case": case.ref, **told}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())
    return client.post(UPLOADS, headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata})


def begun(client: Client, case: Case, **told: Any) -> str:
    answer = begin(client, case, **told)
    assert answer.status_code == 201, answer.content.decode()
    assert answer["Upload-Expires"].endswith("GMT")
    address: str = answer["Location"]
    return address


def piece(client: Client, address: str, offset: int, data: bytes, **headers: str) -> Any:
    return client.patch(
        address,
        data,
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )


def offset(client: Client, address: str) -> int:
    answer = client.head(address, headers=TUS)
    assert answer.status_code == 200
    assert answer["Cache-Control"].count("no-store")
    return int(answer["Upload-Offset"])


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def test_the_server_says_what_it_speaks(officer: Client) -> None:
    answer = officer.options(UPLOADS)
    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Extension"]) == (
        "1.0.0", "creation,checksum,expiration,termination",
    )  # fmt: skip
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256,sm3"
    assert officer.head(f"{UPLOADS}{'0' * 8}-0000-0000-0000-{'0' * 12}/", headers=TUS).status_code == 404
    assert officer.post(UPLOADS).status_code == 412


def test_a_file_comes_in_pieces_and_goes_on_after_a_break(officer: Client, case: Case) -> None:
    """Whole, it lies in the store under both hashes, and its staging file is gone."""
    address = begun(officer, case)
    assert piece(officer, address, 0, FILE[:HALF])["Upload-Offset"] == str(HALF)
    assert offset(officer, address) == HALF
    assert piece(officer, address, 0, FILE).status_code == 409
    assert piece(officer, address, HALF, FILE[HALF:], **{"Upload-Checksum": checksum(FILE[HALF:], "sm3")})[
        "Upload-Offset"
    ] == str(len(FILE))
    row = Arrival.objects.get()
    assert row.blob is not None
    assert store.read(row.blob) == FILE
    assert (row.blob.sm3, row.blob.media_type) == (hashlib.new("sm3", FILE).hexdigest(), WAV)
    assert offset(officer, address) == len(FILE)


def test_after_the_process_was_started_anew_the_file_is_read_once_at_the_end(
    officer: Client, case: Case
) -> None:
    address = begun(officer, case)
    piece(officer, address, 0, FILE[:HALF])
    arriving.remembered.forget(Arrival.objects.get())
    piece(officer, address, HALF, FILE[HALF:])
    assert Arrival.objects.get().blob_id == hashlib.sha256(FILE).hexdigest()


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sm3"])
def test_a_piece_that_differs_from_its_checksum_is_thrown_away(
    officer: Client, case: Case, algorithm: str
) -> None:
    """460, as the protocol says; what came before stays, and the right piece is taken afterwards."""
    address = begun(officer, case)
    piece(officer, address, 0, FILE[:HALF])
    spoilt = b"\0" + FILE[HALF + 1 :]
    answer = piece(officer, address, HALF, spoilt, **{"Upload-Checksum": checksum(FILE[HALF:], algorithm)})
    assert answer.status_code == 460
    assert offset(officer, address) == HALF
    piece(officer, address, HALF, FILE[HALF:], **{"Upload-Checksum": checksum(FILE[HALF:], algorithm)})
    assert Arrival.objects.get().blob_id == hashlib.sha256(FILE).hexdigest()


def test_a_whole_file_that_is_not_what_was_announced_is_refused(officer: Client, case: Case) -> None:
    address = begun(officer, case, sha256=hashlib.sha256(FILE).hexdigest())
    assert piece(officer, address, 0, FILE[:-1] + b"\1").status_code == 460
    assert not Arrival.objects.exists()
    address = begun(officer, case, sha256=hashlib.sha256(FILE).hexdigest())
    assert piece(officer, address, 0, FILE).status_code == 204


def test_a_content_that_is_not_what_its_name_says_is_refused(officer: Client, case: Case) -> None:
    address = begun(officer, case, name="现场.mp4")
    answer = piece(officer, address, 0, FILE)
    assert (answer.status_code, "内容与类型不符" in answer.content.decode()) == (422, True)
    assert not Arrival.objects.exists()
    assert not list(arriving.folder().iterdir())


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"name": "病毒.exe"}, 422),
        ({"length": 0}, 422),
        ({"length": arriving.LARGEST + 1}, 413),
        ({"length": 1 << 35}, 422),
    ],
)
def test_what_cannot_be_kept_is_refused_before_a_byte_comes(
    officer: Client, case: Case, told: dict[str, Any], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kind, the length and the room on the disk are judged at the beginning."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Disk", (), {"free": 8 << 30}))
    assert begin(officer, case, **told).status_code == status
    assert not Arrival.objects.exists()


def test_only_who_handles_the_case_uploads_and_only_to_their_own_file(officer: Client, case: Case) -> None:
    assert begin(at_desk("deputy").client, case).status_code == 403
    assert begin(at_desk("officer3").client, case).status_code == 422
    address = begun(officer, case)
    assert at_desk("officer2").client.head(address, headers=TUS).status_code == 404
    officer.post("/logout/")
    assert piece(officer, address, 0, FILE).status_code == 401
    case.agency = other_agency()
    case.save()
    assert begin(at_desk("officer1").client, case).status_code == 404


def test_a_form_of_another_site_cannot_upload(bureau: Bureau, case: Case) -> None:
    """CSRF: the token comes in a header of its own, which no form can set."""
    del bureau
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = at_desk("officer1").client.cookies
    assert begin(client, case).status_code == 403


def test_what_was_interrupted_expires_and_what_is_whole_never_does(officer: Client, case: Case) -> None:
    whole, half = begun(officer, case), begun(officer, case)
    piece(officer, whole, 0, FILE)
    piece(officer, half, 0, FILE[:HALF])
    assert arriving.sweep() == 0
    with clock.at(clock.now() + arriving.LIFE + dt.timedelta(minutes=1)):
        assert arriving.sweep() == 1
    assert [each.blob_id for each in Arrival.objects.all()] == [hashlib.sha256(FILE).hexdigest()]
    assert not list(arriving.folder().iterdir())


def test_what_was_whole_when_the_process_died_is_stored_by_the_sweep(officer: Client, case: Case) -> None:
    begun(officer, case)
    arrival = Arrival.objects.get()
    arriving.path_of(arrival).write_bytes(FILE)
    with clock.at(clock.now() + arriving.LIFE + dt.timedelta(minutes=1)):
        assert arriving.sweep() == 0
    assert Arrival.objects.get().blob_id == hashlib.sha256(FILE).hexdigest()


def test_a_person_gives_an_upload_up_until_it_is_whole(officer: Client, case: Case) -> None:
    address = begun(officer, case)
    piece(officer, address, 0, FILE[:HALF])
    assert officer.delete(address, headers=TUS).status_code == 204
    assert not list(arriving.folder().iterdir())
    address = begun(officer, case)
    piece(officer, address, 0, FILE)
    assert officer.delete(address, headers=TUS).status_code == 422
    assert Arrival.objects.get().blob_id
