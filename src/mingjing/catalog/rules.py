"""What a row still lacks, on plain values. A mark is a sentence for the person who completes the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from mingjing.catalog.guides import guide_faults
from mingjing.catalog.models import ListKind

type Values = Mapping[str, object]
type Judge = Callable[[str], Sequence[str]]
"""Given the words of a basis, what is wrong with them as citations."""

BASES = {
    ListKind.MATTERS: (("basis", "实施依据"), ("penalty_basis", "处罚依据")),
    ListKind.BENCHMARKS: (("basis", "依据"),),
    ListKind.INSPECTIONS: (("basis", "抽查依据"),),
    ListKind.GUIDES: (("basis", "依据"),),
}
PREFIXES = {
    "行政许可": "XK",
    "行政处罚": "CF",
    "行政强制": "QZ",
    "行政检查": "JC",
    "行政征收": "ZS",
    "行政给付": "JF",
    "行政确认": "QR",
    "行政裁决": "CJ",
    "行政奖励": "JL",
}
_LETTERS = {
    ListKind.RECORDINGS: "YX",
    ListKind.REVIEW: "SH",
    ListKind.BENCHMARKS: "CL",
    ListKind.INSPECTIONS: "CC",
    ListKind.GUIDES: "ZN",
}
_GROUPS = {
    ListKind.MATTERS: ("category", "name"),
    ListKind.RECORDINGS: ("category", "stage", "matter", "content"),
    ListKind.REVIEW: ("category", "item"),
    ListKind.BENCHMARKS: ("matter_code", "grade"),
    ListKind.INSPECTIONS: ("domain", "name"),
    ListKind.GUIDES: ("category", "name"),
    ListKind.OFFICERS: ("certificate_number",),
}


def identity(list_kind: str, values: Values) -> tuple[str, ...]:
    """Return what makes a row the same row in another edition or file when no code says so."""
    return tuple(str(values.get(key, "")) for key in _GROUPS[ListKind(list_kind)])


def neighbourhood(list_kind: str, values: Values) -> tuple[str, ...]:
    """Return what rows share that are judged together: a name, or the matter of a benchmark."""
    return (
        identity(list_kind, values)[:1] if list_kind == ListKind.BENCHMARKS else identity(list_kind, values)
    )


def prefix(list_kind: str, values: Values) -> str:
    """Return the letters that begin a code of ours."""
    if list_kind == ListKind.MATTERS:
        return PREFIXES.get(str(values.get("category", "")), "QT")
    return _LETTERS.get(ListKind(list_kind), "QT")


def give_codes(
    list_kind: str,
    rows: Sequence[Values],
    *,
    known: Iterable[tuple[tuple[str, ...], str]],
    used: Iterable[str],
) -> list[str]:
    """Return a code for every row: its own, that of the same row in the edition before, or a new one.

    `known` are identities and codes of the edition before, in its order; `used` are all codes that were ever public:
    none of them is given to another thing, because cases name matters by code.
    """
    own = [str(row.get("code", "")) for row in rows]
    taken = {code for code in own if code}
    waiting: dict[tuple[str, ...], list[str]] = {}
    for who, code in known:
        if code not in taken:
            waiting.setdefault(who, []).append(code)
    taken |= set(used)
    counts: dict[str, int] = {}
    return [
        code or _code(list_kind, row, waiting, taken, counts) for code, row in zip(own, rows, strict=True)
    ]


def _code(
    list_kind: str,
    row: Values,
    waiting: dict[tuple[str, ...], list[str]],
    taken: set[str],
    counts: dict[str, int],
) -> str:
    same = waiting.get(identity(list_kind, row))
    if same:
        return same.pop(0)
    letters = prefix(list_kind, row)
    while True:
        counts[letters] = counts.get(letters, 0) + 1
        code = f"{letters}-{counts[letters]:03d}"
        if code not in taken:
            taken.add(code)
            return code


def blanks(values: Values, labels: Mapping[str, str]) -> list[str]:
    """Return the headings of `labels` (attribute → heading) whose cells are empty."""
    return [label for key, label in labels.items() if values.get(key) in (None, "", [])]


def row_marks(
    list_kind: str,
    values: Values,
    *,
    wanted: Mapping[str, str],
    unclear: Mapping[str, str],
    judge: Judge,
    agency: str,
) -> list[str]:
    """Return what one row lacks by itself.

    `wanted`: attribute → heading of cells that should be filled; `unclear`: heading → words of choices that were not
    understood; `agency`: the name of the agency whose list it is.
    """
    empty = blanks(values, wanted)
    marks = [f"未填写：{'、'.join(empty)}。"] if empty else []
    marks += [f"“{heading}”写作“{said}”，不是可选的值。" for heading, said in unclear.items()]
    for key, label in BASES.get(ListKind(list_kind), ()):
        basis = str(values.get(key) or "")
        marks += [f"{label}：{fault}" for fault in judge(basis)] if basis else []
    if list_kind == ListKind.GUIDES:
        marks += guide_faults(values)
    source = str(values.get("source") or "")
    if list_kind == ListKind.REVIEW and source and source != agency and not source.startswith("本机关"):
        marks.append(f"来源为“{source}”，不是本机关的规定，采用前请核对。")
    return marks


def group_marks(list_kind: str, rows: Sequence[Values]) -> list[list[str]]:
    """Return for each row what is wrong among the rows judged together (all rows given)."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, values in enumerate(rows):
        groups.setdefault(neighbourhood(list_kind, values), []).append(place)
    marks: list[list[str]] = [[] for _ in rows]
    for places in groups.values():
        if list_kind == ListKind.BENCHMARKS:
            for sentence in benchmark_faults([rows[place] for place in places]):
                marks[places[0]].append(sentence)
        elif len(places) > 1:
            for place in places[1:]:
                marks[place].append("与前面一行的类别、名称相同，请核对是否重复。")
    return marks


_BOUND = re.compile(r"(\d[\d.,]*)\s*(万?[^\d\s，。；、,;以不（(]{0,4}?)\s*(以上|以下)")


def benchmark_faults(rows: Sequence[Values]) -> list[str]:
    """行政处罚法34; 国办发〔2022〕27号: grades do not overlap, and there are lighter (从轻) and reduced (减轻) ones.

    “以上” and “以下” both hold the number itself: one that ends a grade and begins the next belongs to both.
    """
    grades = " ".join(str(row.get("grade", "")) for row in rows)
    faults = [f"裁量阶次没有“{wanted}”。" for wanted in ("从轻", "减轻") if wanted not in grades]
    bounds = [set(_BOUND.findall(str(row.get("condition", "")))) for row in rows]
    shared = {
        f"{amount}{unit}"
        for one, other in combinations(bounds, 2)
        for amount, unit, word in one
        if (amount, unit, "以下" if word == "以上" else "以上") in other
    }
    return faults + [f"两档都含“{each}”本数，后一档以外应写作“不满”。" for each in sorted(shared)]
