"""The files of open data, each written row by row: CSV for spreadsheets, JSON lines for programs, Parquet for analysis.

An encoder takes one row at a time, so that all files of a set come from one reading of it; its memory does not grow
with the set.
"""

from __future__ import annotations

import io
import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, override

from mingjing.theme.cells import plain
from mingjing.theme.exports import csv_heading, csv_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mingjing.exchange.datasets import Meaning
    from mingjing.theme.cells import Row

GROUP = 5_000
"""Rows of a Parquet row group: what is held before it is written."""


class Encoder(ABC):
    """A file in the making; each call returns the bytes that are ready."""

    def start(self) -> bytes:
        """Return what stands before the first row."""
        return b""

    @abstractmethod
    def add(self, row: Row) -> bytes:
        """Take a row."""

    def end(self) -> bytes:
        """Return what stands after the last row."""
        return b""


class Csv(Encoder):
    """A heading of labels, then a line a row; an object is JSON text in its cell."""

    def __init__(self, dictionary: Sequence[Meaning]) -> None:
        self._columns = [each.column for each in dictionary]

    @override
    def start(self) -> bytes:
        return csv_heading(self._columns).encode()

    @override
    def add(self, row: Row) -> bytes:
        return csv_line(_as_text(row.get(column.key)) for column in self._columns).encode()


class JsonLines(Encoder):
    """One object a line, by the keys of the columns."""

    def __init__(self, dictionary: Sequence[Meaning]) -> None:
        self._keys = [each.column.key for each in dictionary]

    @override
    def add(self, row: Row) -> bytes:
        told = {key: _value(row.get(key)) for key in self._keys}
        return (json.dumps(told, ensure_ascii=False, default=str) + "\n").encode()


class Parquet(Encoder):
    """Columns by their keys: text, `date32` and `int64` as the data dictionary says; an object is JSON text."""

    def __init__(self, dictionary: Sequence[Meaning]) -> None:
        # 40 MB that no serving process needs
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415

        types = {"日期": pa.date32(), "整数": pa.int64()}
        self._texts = {each.column.key: each.kind not in types for each in dictionary}
        self._schema = pa.schema(
            [(each.column.key, types.get(each.kind, pa.string())) for each in dictionary]
        )
        self._batch = pa.RecordBatch.from_pylist
        self._out = _Passing()
        self._writer = parquet.ParquetWriter(
            pa.PythonFile(self._out, mode="w"), self._schema, compression="zstd"
        )
        self._held: list[dict[str, object]] = []

    @override
    def start(self) -> bytes:
        return self._out.take()

    @override
    def add(self, row: Row) -> bytes:
        self._held.append({key: _typed(row.get(key), text=text) for key, text in self._texts.items()})
        if len(self._held) < GROUP:
            return b""
        self._write()
        return self._out.take()

    @override
    def end(self) -> bytes:
        if self._held:
            self._write()
        self._writer.close()
        return self._out.take()

    def _write(self) -> None:
        self._writer.write_batch(self._batch(self._held, schema=self._schema))
        self._held = []


class _Passing(io.RawIOBase):
    """The file object that Parquet is written into: what was written is taken out again, only its position is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._ready: list[bytes] = []
        self._position = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._ready.append(piece)
        self._position += len(piece)
        return len(piece)

    @override
    def tell(self) -> int:
        return self._position

    def take(self) -> bytes:
        """Return what was written since it was last asked."""
        ready, self._ready = b"".join(self._ready), []
        return ready


ENCODERS: dict[str, Callable[[Sequence[Meaning]], Encoder]] = {
    "csv": Csv,
    "ndjson": JsonLines,
    "parquet": Parquet,
}
LABELS = {"csv": "CSV", "ndjson": "JSON 行", "parquet": "Parquet"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


def chunks(dictionary: Sequence[Meaning], rows: Iterable[Row], fmt: str) -> Iterator[bytes]:
    """Yield a set as the bytes of one file."""
    encoder = ENCODERS[fmt](dictionary)
    yield encoder.start()
    for row in rows:
        yield encoder.add(row)
    yield encoder.end()


def _as_text(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _value(value: object) -> object:
    return value if isinstance(value, dict) else plain(value)


def _typed(value: object, *, text: bool) -> object:
    """Return a value as its column holds it; a text column takes what a person would read."""
    return value if value is None or not text else str(plain(_as_text(value)))
