"""Open data: everything public as files whose hashes stand in the log; what was taken down is in none of them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
from typing import TYPE_CHECKING

from django.test import Client
from pyarrow import parquet

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.disclosure.actions import propose, publish, withdraw
from mingjing.disclosure.models import Publication
from mingjing.exchange import datasets, dumping
from mingjing.exchange.models import Dump, Standing
from mingjing.records import log, queue
from mingjing.records.models import Record
from telling import FIRM

if TYPE_CHECKING:
    import pytest

    from mingjing.demo.bureau import Bureau

CSV, LINES, PARQUET = (f"/data/decisions.{ending}" for ending in ("csv", "ndjson", "parquet"))


def read(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def lines(address: str = LINES) -> list[dict[str, object]]:
    return [json.loads(line) for line in read(address).decode().splitlines()]


def test_the_night_makes_every_set_and_records_the_hashes_of_its_files(public: Publication) -> None:
    """Made once a day; the same bytes again need no second record; the page names hash and place in the log."""
    made = dumping.nightly()
    assert made == len(datasets.every()) == 1 + len(ListKind)
    assert dumping.nightly() == 0
    dump = Dump.objects.get(dataset="decisions")
    assert (dump.rows, Dump.objects.get(dataset="matters").rows > 10) == (1, True)
    for address, digest, size in (
        (CSV, dump.csv_sha256, dump.csv_size), (LINES, dump.ndjson_sha256, dump.ndjson_size),
        (PARQUET, dump.parquet_sha256, dump.parquet_size),
    ):  # fmt: skip
        data = read(address)
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (digest, size)
        assert Client().get(address, headers={"if-none-match": f'"{digest}"'}).status_code == 304
    (row,) = lines()
    assert (row["party"], row["number"]) == (FIRM.name, public.number)
    assert row["content"] == dict(public.content["fields"])
    (flat,) = csv.DictReader(io.StringIO(read(CSV).decode("utf-8-sig")))
    assert json.loads(flat["公开内容"]) == row["content"]
    (typed,) = parquet.read_table(io.BytesIO(read(PARQUET))).to_pylist()
    assert (typed["party"], typed["made_on"], typed["version"]) == (FIRM.name, public.made_on, 1)
    assert json.loads(typed["content"]) == row["content"]
    assert dumping.make("decisions")
    assert Record.objects.filter(act="data.dumped").count() == made
    log.integrate_all()
    page = Client().get("/data/decisions/").content.decode()
    assert dump.csv_sha256 in page
    assert "等待收录" not in page
    for each in datasets.every():
        assert {meaning.column.key for meaning in each.dictionary()} >= set(
            lines(f"/data/{each.name}.ndjson")[0]
        )
        assert each.label in Client().get("/data/").content.decode()
    for unknown in ("/data/nothing.csv", "/data/nothing/", "/data/decisions.avro"):
        assert Client().get(unknown).status_code == 404


def test_a_dump_is_gone_with_what_was_taken_down_and_made_anew_by_a_task(
    bureau: Bureau, public: Publication
) -> None:
    """244号13: inside the act; what is downloaded before the task has run is read as it stands."""
    dumping.make("decisions")
    old = Dump.objects.get(dataset="decisions")
    withdraw(user=bureau.users["checker"], publication=public, situation="revoked")
    assert not Standing.objects.filter(dataset="decisions").exists()
    assert lines() == []
    queue.run_all()
    new = Standing.objects.get(dataset="decisions").dump
    assert (new.rows, new.pk == old.pk) == (0, False)
    assert lines() == []
    assert FIRM.name not in read(CSV).decode()
    assert parquet.read_table(io.BytesIO(read(PARQUET))).num_rows == 0


def test_a_dump_written_while_something_was_taken_down_is_thrown_away(
    bureau: Bureau, public: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = dumping._write
    dumping.make("matters")
    before = set(dumping.folder().iterdir())

    def overtaken(dataset: datasets.Dataset) -> object:
        made = written(dataset)
        withdraw(user=bureau.users["checker"], publication=public, situation="leaked")
        return made

    monkeypatch.setattr(dumping, "_write", overtaken)
    assert dumping.make("decisions") is False
    assert not Dump.objects.filter(dataset="decisions").exists()
    assert set(dumping.folder().iterdir()) == before


def test_a_dump_with_words_that_were_corrected_since_is_not_handed_out(
    bureau: Bureau, public: Publication
) -> None:
    """§11.5: what was corrected may be what had to go; until the next dump the set is read as it stands."""
    dumping.make("decisions")
    kept = {
        field.attname: getattr(public, field.attname)
        for field in Publication._meta.concrete_fields
        if field.attname not in {"id", "version", "state", "remark", "checked_by_id", "content"}
    }
    content = {"fields": [["案件事实", "更正后的事实。"]]}
    second = propose(user=bureau.users["publisher"], publication=Publication(**kept, content=content))
    publish(user=bureau.users["checker"], publication=second, secrecy_checked=True)
    (row,) = lines()
    assert row["content"] == {"案件事实": "更正后的事实。"}
    with clock.at(clock.today() + dt.timedelta(days=1)):
        dumping.nightly()
    assert Standing.objects.get(dataset="decisions").dump.rows == 1
    assert dumping.standing(datasets.named("decisions")) is not None


def test_what_a_dead_process_left_behind_is_swept_away(bureau: Bureau) -> None:
    """Bytes that no dump stands on are nobody's, and may hold what was withdrawn."""
    del bureau
    dumping.make("matters")
    left = dumping.folder() / ".half"
    left.write_text("x")
    os.utime(left, (0, 0))
    dumping.nightly()
    assert not left.exists()
    assert dumping.place_of(Dump.objects.get(dataset="matters"), "csv").exists()


def test_who_left_is_in_no_dump_of_the_officers(bureau: Bureau) -> None:
    """244号8: taken down at once, from the dump of last night as well."""
    dumping.make("officers")
    before = lines("/data/officers.ndjson")
    officer = bureau.people["publisher"].__class__.objects.filter(certificates__isnull=False).first()
    assert officer is not None
    officer.left_on = clock.today()
    officer.save()
    after = lines("/data/officers.ndjson")
    assert len(after) < len(before)
    assert officer.name not in json.dumps(after, ensure_ascii=False)
