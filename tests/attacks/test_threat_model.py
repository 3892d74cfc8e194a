"""docs/threat-model.md is what the attacks themselves say."""

from __future__ import annotations

import ast
import os

from threats import TESTS, as_markdown, exists, rows

DOC = TESTS.parent / "docs" / "threat-model.md"
TABLES = ("records/verify_log.py", "records/verify_contents.py")


def _named() -> dict[str, list[str]]:
    """Return what the tables of attacks on the audit expect each check to say, read from their source."""
    named: dict[str, list[str]] = {}
    for name in TABLES:
        tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
        words = {
            target.id: value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple)
            for target, value in _pairs(node)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Attack":
                check, said = call.args[:2]
                key = words.get(check.id, "") if isinstance(check, ast.Name) else ""
                if key and isinstance(said, ast.Constant):
                    listed = named.setdefault(str(key), [])
                    if said.value not in listed:
                        listed.append(str(said.value))
    return named


def _pairs(node: ast.Assign) -> list[tuple[ast.Name, ast.Constant]]:
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
        return [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        both = zip(target.elts, value.elts, strict=True)
        return [(a, b) for a, b in both if isinstance(a, ast.Name) and isinstance(b, ast.Constant)]
    return []


def test_every_row_of_the_table_has_its_test() -> None:
    assert [each.test for each in rows() if not exists(each.test)] == []


def test_the_document_is_the_generated_one() -> None:
    wanted = as_markdown(rows(), _named())
    if os.environ.get("MINGJING_WRITE"):
        DOC.write_text(wanted, encoding="utf-8")
    assert DOC.read_text(encoding="utf-8") == wanted
