"""Styles, scripts and templates hold nothing that Chromium 92 would not understand: what agencies' desktops ship.

A table of features by the version that brought them. What an older browser may leave out without loss is not in it:
`text-wrap` only breaks lines more finely, `accent-color` only tints, `mask` stands beside its prefixed form.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mingjing

OURS = 92
PACKAGE = Path(mingjing.__file__).parent

STYLES = (
    ("a class for being open, `:modal` or `:popover-open`", r":(?:modal|popover-open|open)\b", 105),
    (":has()", r":has\(", 105),
    ("container queries", r"@container\b|\bcontainer(?:-type|-name)?\s*:|\d(?:cqw|cqi|cqh|cqb)\b", 105),
    ("@layer", r"@layer\b", 99),
    ("@scope", r"@scope\b", 118),
    ("@starting-style", r"@starting-style\b", 117),
    ("nested rules", r"(?:^|[{;}])\s*&", 112),
    ("units of the dynamic viewport", r"\d(?:dvh|svh|lvh|dvw|svw|lvw|dvb|dvi)\b", 108),
    ("units lh and rlh", r"\d(?:rlh|lh)\b", 109),
    ("color-mix()", r"\bcolor-mix\(", 111),
    ("light-dark()", r"\blight-dark\(", 123),
    ("colours by oklch(), oklab(), lab(), lch(), hwb()", r"\b(?:oklch|oklab|lab|lch|hwb)\(", 101),
    ("colours derived from others", r"\b(?:rgb|rgba|hsl|hsla)\(\s*from\b", 119),
    ("subgrid", r"\bsubgrid\b", 117),
    ("scrollbar-gutter", r"\bscrollbar-gutter\s*:", 94),
    ("transforms as properties of their own", r"(?:^|[{;])\s*(?:translate|scale|rotate)\s*:", 104),
    ("round(), mod(), rem()", r"[:\s(,](?:round|mod|rem)\(", 125),
    ("sin(), cos(), pow(), sqrt()", r"[:\s(,](?:sin|cos|tan|pow|sqrt|hypot)\(", 111),
    ("media queries by comparison", r"@media[^{]*[<>]", 104),
    ("anchor positioning", r"\banchor\(|\banchor-name\s*:|\bposition-anchor\s*:", 125),
    ("field-sizing", r"\bfield-sizing\s*:", 123),
    ("interpolate-size", r"\binterpolate-size\s*:", 129),
    ("hyphenate-character", r"\bhyphenate-character\s*:", 106),
    (":user-invalid", r":user-(?:in)?valid\b", 119),
    ("nth-child of a selector", r":nth-(?:last-)?child\([^)]*\bof\b", 111),
    ("grid lines of fewer words, masonry", r"\bmasonry\b", 140),
    ("view transitions", r"\bview-transition-name\s*:|@view-transition\b", 111),
)
SCRIPTS = (
    ("Object.hasOwn", r"\bObject\.hasOwn\(", 93),
    ("causes of errors", r"new \w*Error\([^;]*\{\s*cause\b", 93),
    ("blocks that initialise a class", r"\bstatic\s*\{", 94),
    ("findLast", r"\.findLast(?:Index)?\(", 97),
    ("structuredClone", r"\bstructuredClone\(", 98),
    ("showPicker", r"\.showPicker\(", 99),
    ("inert", r"\.inert\b", 102),
    ("AbortSignal.timeout or any", r"\bAbortSignal\.(?:timeout|any)\(", 103),
    ("inflating without a head", r"deflate-raw", 103),
    ("toSorted, toReversed, with", r"\.(?:toSorted|toReversed|toSpliced)\(", 110),
    ("fromAsync", r"\bArray\.fromAsync\(", 121),
    ("regular expressions of sets", r"/[a-z]*v[a-z]*\.(?:test|exec)\(", 112),
    ("groupBy", r"\b(?:Object|Map)\.groupBy\(", 117),
    ("Promise.withResolvers, try", r"\bPromise\.(?:withResolvers|try)\(", 119),
    ("isWellFormed", r"\.(?:isWellFormed|toWellFormed)\(", 111),
    ("sets as sets", r"\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(", 122),
    ("helpers of iterators", r"\bIterator\.from\(", 122),
    ("import attributes", r"^\s*import[^;\n]*\bwith\s*\{", 123),
    ("streams read with for await", r"for await \([^)]*\.(?:body|stream\(\))", 124),
    ("bytes from and to hex or base64", r"\bUint8Array\.from(?:Hex|Base64)\(|\.to(?:Hex|Base64)\(", 140),
    ("popover", r"\.(?:showPopover|hidePopover|togglePopover)\(", 114),
    ("view transitions", r"\.startViewTransition\(", 111),
    ("scheduler.yield", r"\bscheduler\.yield\(", 129),
    ("URL.canParse", r"\bURL\.(?:canParse|parse)\(", 120),
    ("setHTML", r"\.setHTML(?:Unsafe)?\(", 124),
    ("elements with internals of states", r"\.states\.(?:add|delete)\(", 125),
    ("Ed25519 of the browser", r"[\"']Ed25519[\"']", 137),
)
MARKUP = (
    ("popover", r"\spopover(?:target)?(?:=|\s|>)", 114),
    ("inert", r"<[a-z]+[^>]*\sinert(?:\s|>)", 102),
    ("details that close each other", r"<details[^>]*\sname=", 120),
    ("search element", r"<search\b", 118),
    ("declarative shadow trees", r"\sshadowrootmode=", 111),
)
TABLES = {".css": STYLES, ".js": SCRIPTS, ".html": MARKUP}
FILES = sorted(path for path in PACKAGE.rglob("*") if path.suffix in TABLES and path.is_file())
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)


def too_new(text: str, suffix: str) -> list[str]:
    """Return what in a text is newer than the browser it is made for, with its version."""
    bare = COMMENTS.sub("", text)
    return [
        f"{name} (Chromium {version})"
        for name, pattern, version in TABLES[suffix]
        if version > OURS and re.search(pattern, bare, re.MULTILINE)
    ]


def test_nothing_is_newer_than_the_browser() -> None:
    assert {path.suffix for path in FILES} == set(TABLES)
    found = {
        str(path.relative_to(PACKAGE)): new
        for path in FILES
        if (new := too_new(path.read_text(encoding="utf-8"), path.suffix))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("suffix", "text", "named"),
    [
        (".css", "a:has(b) { color: red }", ":has()"),
        (".css", ".x { color: red;\n  & b { color: blue } }", "nested rules"),
        (".css", ".x { height: 100dvh }", "units of the dynamic viewport"),
        (".css", "@media (width >= 40rem) { a { color: red } }", "media queries by comparison"),
        (".css", "@layer base { a { color: red } }", "@layer"),
        (".js", "const last = rows.findLast((row) => row.ok);", "findLast"),
        (".js", "if (Object.hasOwn(found, name)) done();", "Object.hasOwn"),
        (".js", "class A { static { this.n = 1; } }", "blocks that initialise a class"),
        (".html", '<div popover id="x">', "popover"),
    ],
)
def test_what_is_newer_is_seen(suffix: str, text: str, named: str) -> None:
    assert any(each.startswith(named) for each in too_new(text, suffix))


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".css", "a:is(b, c) > d { inset: 0; aspect-ratio: 1; gap: 1px; transform: scale(2) }"),
        (".css", ".x > * + * { width: min(100%, clamp(1rem, 2vw, 3rem)); clip-path: inset(50%) }"),
        (".js", "rows.at(-1)?.x ?? (y ||= 2); const z = 10n ** 2n; class A { #b = 1; static c = 2; }"),
        (".html", "<dialog><details><summary>A</summary></details></dialog>"),
    ],
)
def test_what_the_browser_knows_passes(suffix: str, text: str) -> None:
    assert too_new(text, suffix) == []
