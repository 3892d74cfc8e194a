"""For whom a bundle is made (244号24; reference §11.4 no. 12): a court, a party, the public."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.cases.actions import custody
from mingjing.cases.bundling import bundle, due_to
from mingjing.cases.queries.files import files_of
from mingjing.cases.rules.audience import Audience
from mingjing.disclosure.models import Publication
from mingjing.documents.forms_catalogue import FORMS
from mingjing.ledger.bundle import verify_bundle
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.storage.store import read
from telling import TWO, refusal
from telling import decided as decide_both

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mingjing.cases.models import Party
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(bureau: Bureau) -> CaseStory:
    """Return a case of two parties that is decided and served."""
    return decide_both(bureau, **TWO).served()


def first(story: CaseStory) -> Party:
    return story.parties[0]


class Opened:
    """A bundle as its reader finds it."""

    def __init__(self, story: CaseStory, folder: Path, audience: Audience, party: str = "") -> None:
        self.path = folder / f"{audience}{len(party)}.zip"
        case = story.refresh()
        self.made = bundle(actor=SYSTEM, case=case, target=self.path, due=due_to(case, audience, party=party))
        self.report = verify_bundle(self.path, vkey=log.log_head().vkey)
        assert self.report.ok, self.report.problems
        with zipfile.ZipFile(self.path) as archive:
            self.members = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.members[f"data/records/{name}.jsonl"].splitlines()]

    def opened(self) -> Iterator[tuple[str, str]]:
        for line in self.lines("openings"):
            if "withheld" not in line:
                yield line["tag"], line.get("value", "")

    def holds(self, text: str) -> bool:
        """Say whether any member holds a text; a page has it escaped as it stands."""
        return any(text.encode() in content for content in self.members.values())


def test_a_court_gets_everything(decided: CaseStory, tmp_path: Path) -> None:
    court = Opened(decided, tmp_path, Audience.COURT)
    assert court.report.facts["withheld"] == court.report.facts["withheld_bodies"] == 0
    kinds = {kind for kind, _ in court.opened()}
    assert {"review.opinion", "workflow.approval", "documents.original", "evidence.file"} <= kinds


def test_a_party_gets_the_case_without_internal_discussion(decided: CaseStory, tmp_path: Path) -> None:
    party = Opened(decided, tmp_path, Audience.PARTY, first(decided).name)
    opened = list(party.opened())
    kinds = {kind for kind, _ in opened}
    assert not [kind for kind in kinds if kind.startswith("review.")]
    assert "workflow.approval" not in kinds
    forms = {json.loads(value)["form"] for kind, value in opened if kind == "documents.document"}
    assert {"DC01", "DC02", "GZ01", "JD03"} <= forms
    assert not [code for code in forms if FORMS[code].internal]
    internal = {
        str(each.original_id) for each in decided.case.dossier.documents.all() if FORMS[each.form].internal
    }
    assert internal
    assert not [line for line in party.lines("openings") if line.get("sha256") in internal]
    assert "evidence.file" in kinds


def test_a_party_gets_nothing_of_the_other_partys_papers(decided: CaseStory, tmp_path: Path) -> None:
    party = Opened(decided, tmp_path, Audience.PARTY, first(decided).name)
    other = decided.parties[1]
    values = [json.loads(value) for _, value in party.opened() if value]
    assert not [value for value in values if other.ref in value.values()]
    theirs = {str(each.original_id) for each in decided.case.dossier.documents.filter(party=other.ref)}
    assert theirs
    assert not [line for line in party.lines("openings") if line.get("sha256") in theirs]
    assert first(decided).name in "".join(value for _, value in party.opened())


def test_what_is_withheld_is_shown_to_exist_by_its_place_and_hash(decided: CaseStory, tmp_path: Path) -> None:
    party = Opened(decided, tmp_path, Audience.PARTY, first(decided).name)
    assert len(party.lines("heads")) == party.made.records
    assert int(party.report.facts["withheld"]) > 0
    assert int(party.report.facts["withheld_bodies"]) > 0
    assert "未提供，以散列证明其存在" in party.members["data/index.html"].decode()


def test_which_party_asks_must_be_said_where_there_are_several(decided: CaseStory) -> None:
    with refusal("bundle.which_party"):
        due_to(decided.refresh(), Audience.PARTY)


def test_nothing_goes_to_the_public_before_it_is_public(decided: CaseStory) -> None:
    with refusal("bundle.not_public"):
        due_to(decided.refresh(), Audience.PUBLIC)


def test_the_public_gets_what_was_published_and_no_other_word(
    bureau: Bureau, decided: CaseStory, tmp_path: Path
) -> None:
    log.integrate_all()
    while consumers.run_all():
        pass
    for each in Publication.objects.filter(kind="decision"):
        bureau.release(each)
    public = Opened(decided, tmp_path, Audience.PUBLIC)
    assert {kind for kind, _ in public.opened()} <= {"documents.masked"}
    copies = [read(each.pdf) for each in Publication.objects.filter(kind="decision") if each.pdf]
    files = [
        content
        for name, content in public.members.items()
        if name.startswith(("data/documents/", "data/evidence/"))
    ]
    assert files
    assert all(content in copies for content in files)
    assert not public.holds(first(decided).credit_code)


def test_the_page_of_a_bundle_escapes_what_people_typed(decided: CaseStory, tmp_path: Path) -> None:
    page = Opened(decided, tmp_path, Audience.COURT).members["data/index.html"].decode()
    assert "作出行政处罚决定" in page or "决定" in page
    assert 'href="documents/' in page
    assert "<script" not in page


def test_the_library_of_congress_accepts_the_bag(decided: CaseStory, tmp_path: Path) -> None:
    court = Opened(decided, tmp_path, Audience.COURT)
    with zipfile.ZipFile(court.path) as archive:
        archive.extractall(tmp_path / "out")
        folder = archive.namelist()[0].partition("/")[0]
    command = [sys.executable, "-m", "bagit", "--validate", str(tmp_path / "out" / folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    page = tmp_path / "out" / folder / "data" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_a_marked_file_and_what_speaks_of_it_is_not_in_what_a_party_gets(
    decided: CaseStory, tmp_path: Path
) -> None:
    """A third party's secret stays with the court."""
    piece = decided.case.dossier.evidence.exclude(blob=None)[0]
    file = next(each for each in files_of(decided.refresh()) if each.row == piece)
    custody.seal(user=decided.user, file=file, ground="secret", reason="含第三方报价。")
    party = Opened(decided, tmp_path, Audience.PARTY, first(decided).name)
    assert not [line for line in party.lines("openings") if line.get("sha256") == piece.blob_id]
    court = Opened(decided, tmp_path, Audience.COURT)
    assert [line for line in court.lines("openings") if line.get("sha256") == piece.blob_id]
