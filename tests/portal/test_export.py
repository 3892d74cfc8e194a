"""国办发〔2017〕47号; 244号13; reference §11.5: the public site as plain files, whole, without what was withdrawn."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from mingjing.demo.samples import photo
from mingjing.disclosure.models import Publication, PublicFile, Withdrawal
from mingjing.portal.export.links import MANIFEST, file_of, target_of
from mingjing.portal.export.making import Made, export
from mingjing.portal.export.state import BOOK, verify
from mingjing.portal.telling import every
from mingjing.storage.store import put, read
from telling import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mingjing.catalog.models import MatterRow

pytestmark = pytest.mark.django_db
LINK = re.compile(r'\b(?:href|src|action)="([^"]*)"')
LIVE = "https://zfgs.example.gov.cn"
OTHER = "云岭县恒泰建筑工程有限公司（示例）"


@pytest.fixture
def folder(
    tmp_path: Path, matters: MatterRow, publish_decision: Callable[..., Publication]
) -> tuple[Path, Callable[..., Publication]]:
    """Export a site with a list, two firms and a person."""
    del matters
    publish_decision(1)
    publish_decision(2, party_name=OTHER, title=f"{OTHER}行政处罚决定", made_on=dt.date(2026, 6, 3))
    publish_decision(3, party_name="何某某", title="何某某行政处罚决定", natural=True)
    export(tmp_path / "site")
    return tmp_path / "site", publish_decision


def texts(folder: Path, pattern: str = "*") -> Iterator[tuple[str, str]]:
    """Yield the public text files."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and path.suffix in {".html", ".json", ".csv", ".atom"}:
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def links(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield page and link."""
    for name, html in texts(folder, "*.html"):
        for link in LINK.findall(html):
            yield name, unescape(link)


def changed(folder: Path, since: dict[str, int]) -> set[str]:
    return {name for name, at in written(folder).items() if since.get(name) != at}


def written(folder: Path) -> dict[str, int]:
    """Return each file with the moment of its writing."""
    own = {BOOK, MANIFEST}
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name not in own
    }


def test_every_link_of_the_exported_site_leads_to_a_file(folder: tuple[Path, object]) -> None:
    """Links are relative, a folder is `index.html`, and nothing asks for a server, a form's or a script's."""
    site, _ = folder
    count = 0
    for page, link in links(site):
        parts = urlsplit(link)
        assert not parts.scheme, (page, link)
        assert not link.startswith("/"), (page, link)
        if parts.path:
            target = (site / page).parent / unquote(parts.path)
            assert target.is_file(), (page, link)
            count += 1
    assert count > 200
    for name, html in texts(site, "*.html"):
        assert html.count("<form") == 1, name
        assert "default-src 'none'" in html
        assert "style=" not in html
        assert re.findall(r"<script[^>]*>(?!</script>)", html) == []
    assert (site / "lists/matters/CF-JZ-003/index.html").exists()
    assert (site / "decisions/2026-06/index.html").exists()
    assert '2026 年 7 月<span class="n">本月无此类信息' in re.sub(
        r"\s*\n\s*", "", (site / "decisions/index.html").read_text()
    )


def test_what_needs_the_server_leads_to_the_live_site_or_says_where_to_call(
    folder: tuple[Path, object], tmp_path: Path
) -> None:
    site, _ = folder
    told = (site / "online/index.html").read_text()
    assert "0000-1234567" in told
    assert "云川镇建设路" in told
    export(tmp_path / "second", online=LIVE, at="https://county.example.gov.cn/zf")
    page = (tmp_path / "second/index.html").read_text()
    assert f'href="{LIVE}/officers/check"' in page
    feed = json.loads((tmp_path / "second/feeds/all.json").read_text())
    assert feed["items"][0]["url"].startswith("https://county.example.gov.cn/zf/")
    assert feed["items"][0]["url"].endswith("/index.html")


def test_a_second_export_writes_nothing_and_one_item_more_only_what_shows_it(
    folder: tuple[Path, Callable[..., Publication]],
) -> None:
    site, publish = folder
    before = written(site)
    assert export(site) == Made(written=0, removed=0, files=len(before), items=3)
    assert changed(site, before) == set()
    fourth = publish(4, made_on=dt.date(2026, 6, 9))
    export(site)
    touched = changed(site, before)
    own = {f"decisions/{fourth.ref}{tail}" for tail in ("/index.html", ".json", ".pdf")}
    june = {f"decisions/2026-06/{name}" for name in ("index.html", "decisions.csv", "decisions.json")}
    around = {
        "index.html",
        "decisions/index.html",
        "search/2026-06.json",
        "lists/matters/CF-JZ-003/index.html",
    }
    assert own | june | around <= touched
    assert {name for name in touched - own - june - around if not name.startswith("feeds/")} == set()


def test_what_is_withdrawn_is_gone_with_the_next_export(folder: tuple[Path, object]) -> None:
    """§11.5: no file of the site holds its name or number; its address says so and, later, why (处罚法48)."""
    site, _ = folder
    down = Publication.objects.get(party_name=OTHER)
    assert any(OTHER in text for _, text in texts(site))
    down.state = Publication.State.WITHDRAWN
    down.save()
    made = Withdrawal.objects.create(
        publication=down,
        situation="revoked",
        withdrawn_on=dt.date(2026, 9, 18),
        explain_by=dt.date(2026, 9, 22),
    )
    assert export(site).removed >= 2
    for name, text in texts(site):
        assert OTHER not in text, name
        assert down.number not in text, name
    page = site / f"decisions/{down.ref}/index.html"
    assert "已撤下" in page.read_text()
    assert not (site / f"decisions/{down.ref}.pdf").exists()
    assert not (site / "decisions/2026-06").exists()
    made.reason, made.explained_on = "复议机关撤销了该决定。", dt.date(2026, 9, 21)
    made.save()
    export(site)
    assert "复议机关撤销了该决定" in page.read_text()
    assert verify(site) == []


def test_a_file_beside_a_decision_goes_along_and_leaves_with_it(
    folder: tuple[Path, Callable[..., Publication]],
) -> None:
    site, publish = folder
    fourth, blob = publish(4), put(photo("现场"))
    PublicFile.objects.create(
        publication=fourth, position=1, title="证据 1（已遮盖）", blob=blob, source="x:1"
    )
    export(site)
    beside = site / f"decisions/{fourth.ref}/files/1.jpg"
    assert beside.read_bytes() == read(blob)
    assert 'src="../../decisions/' in (site / f"decisions/{fourth.ref}/index.html").read_text()
    fourth.state = Publication.State.WITHDRAWN
    fourth.save()
    export(site)
    assert not beside.exists()


def test_a_person_s_page_is_there_for_who_has_its_address_alone(folder: tuple[Path, object]) -> None:
    """§11.5: noindex; neither searched nor data nor feed."""
    site, _ = folder
    person = Publication.objects.get(natural=True)
    assert 'content="noindex' in (site / f"decisions/{person.ref}/index.html").read_text()
    for name, text in texts(site):
        if name.startswith(("search/", "feeds/")) or name.endswith((".csv", ".json")):
            assert "何某某" not in text, name


def test_the_manifest_finds_what_was_altered_removed_or_slipped_in(folder: tuple[Path, object]) -> None:
    site, _ = folder
    checked = subprocess.run(
        ["/usr/bin/env", "sha256sum", "-c", "--quiet", MANIFEST], cwd=site, capture_output=True, check=False
    )
    assert checked.returncode == 0
    assert verify(site) == []
    (site / "index.html").write_text("改过")
    (site / "rules/index.html").unlink()
    (site / "more.html").write_text("别人放的")
    assert sorted(verify(site)) == ["不在清单：more.html", "缺少：rules/index.html", "被改动：index.html"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, agency: object) -> None:
    del agency
    (tmp_path / "theirs.html").write_text("别人的网站")
    with refusal("export.not_ours"):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.html"]


@pytest.mark.parametrize(
    ("link", "file", "tail"),
    [
        ("/", "index.html", ""),
        ("/lists/matters/?page=2&sort=name", "lists/matters/page-2/index.html", ""),
        ("/lists/matters/diff/?from=1&to=2", "lists/matters/diff/from-1_to-2/index.html", ""),
        ("/lists/matters.csv?edition=3&q=x", "lists/matters-edition-3.csv", ""),
        ("/decisions/?matter=CF-1", "search/index.html", "?q=CF-1"),
        ("/verify/#independent", "online/index.html", ""),
        ("/decisions/2026-06/part-2/", "decisions/2026-06/part-2/index.html", ""),
    ],
)
def test_an_address_becomes_a_file(link: str, file: str, tail: str) -> None:
    found = target_of(link, here="/", online="")
    assert (found.file, found.tail) == (file, tail)


def test_no_address_leaves_the_folder() -> None:
    assert target_of("/lists/../../etc/passwd", here="/", online="").file == "online/index.html"
    assert file_of("/decisions/") == "decisions/index.html"


def test_what_is_public_comes_as_lines(folder: tuple[Path, object]) -> None:
    """`mingjing publications --json`: the newest first, firms only, nothing that was withdrawn."""
    del folder
    Publication.objects.filter(party_name=OTHER).update(state=Publication.State.WITHDRAWN)
    told = [each for each in every() if each["kind"] == "decision"]
    assert [each["number"] for each in told] == ["云建罚决字〔2026〕第001号"]
    assert json.loads(json.dumps(told[0]))["fields"]
