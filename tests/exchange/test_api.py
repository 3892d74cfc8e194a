"""The reading interface: every path of its own document answers as the document says; nobody is read who may not."""

from __future__ import annotations

import copy
import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.test import Client

from mingjing.catalog.models import ListKind
from mingjing.disclosure.actions import withdraw
from mingjing.disclosure.models import Publication
from telling import FIRM

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

LIST = "/api/publications"
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "null": type(None),
}  # fmt: skip


def ask(address: str, status: int = 200) -> Any:
    answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.json()


def others(made: Publication, count: int, **told: object) -> list[Publication]:
    """Fill the table with what looks like a decision; these tests are about reading."""
    rows = []
    for at in range(count):
        each = copy.copy(made)
        each.pk, each.about = uuid.uuid4(), uuid.uuid4().hex
        each.made_on = made.made_on - dt.timedelta(days=at % 3)
        for field, value in told.items():
            setattr(each, field, value)
        rows.append(each)
    return Publication.objects.bulk_create(rows)


# ── the document ──


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str = "$") -> list[str]:
    """Return where a value is not what a schema says: of JSON Schema the words that our document uses."""
    known = {
        "$ref",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "format",
        "description",
    }
    assert set(schema) <= known, schema
    if "$ref" in schema:
        return faults(value, root["components"]["schemas"][schema["$ref"].rpartition("/")[2]], root, place)
    types = schema.get("type", [])
    named = [types] if isinstance(types, str) else types
    if not any(isinstance(value, TYPES[each]) and not isinstance(value, bool) for each in named):
        return [f"{place} is no {types}"]
    found = [] if value in schema.get("enum", [value]) else [f"{place} is none of {schema['enum']}"]
    if schema.get("format") == "date" and value is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        found.append(f"{place} is no day")
    if isinstance(value, dict):
        own = schema.get("properties", {})
        found += [f"{place} lacks {name}" for name in schema.get("required", []) if name not in value]
        for name, each in value.items():
            inner = own.get(name, schema.get("additionalProperties", True))
            if inner is False:
                found.append(f"{place} has {name}")
            elif inner is not True:
                found += faults(each, inner, root, f"{place}.{name}")
    if isinstance(value, list):
        for at, each in enumerate(value):
            found += faults(each, schema["items"], root, f"{place}[{at}]")
    return found


def test_the_check_finds_what_is_wrong() -> None:
    """A check that cannot fail proves nothing."""
    schema = {
        "type": "object", "required": ["a", "b"], "additionalProperties": False,
        "properties": {
            "a": {"type": "array", "items": {"type": ["integer", "null"]}},
            "b": {"type": "string", "format": "date"},
        },
    }  # fmt: skip
    assert faults({"a": [1, None], "b": "2026-01-01"}, schema, {}) == []
    assert faults({"a": ["x"], "b": "gestern", "c": 1}, schema, {}) == [
        "$.a[0] is no ['integer', 'null']", "$.b is no day", "$ has c",
    ]  # fmt: skip
    assert faults({}, schema, {}) == ["$ lacks a", "$ lacks b"]


def test_every_path_of_the_document_answers_as_the_document_says(public: Publication) -> None:
    """Each answer that it promises is provoked and held against its schema, 304 included."""
    told = ask("/api/openapi.json")
    assert told["openapi"].startswith("3.1")
    others(public, 3, version=2)
    provoked = {
        ("/api/publications", "200"): [LIST, f"{LIST}?firm={FIRM.name}&limit=2&from=2026-01-01"],
        ("/api/publications", "400"): [f"{LIST}?limit=0", f"{LIST}?limit=x", f"{LIST}?cursor=x", f"{LIST}?from=x"],
        ("/api/publications/{id}", "200"): [f"{LIST}/{public.ref}"],
        ("/api/publications/{id}", "404"): [f"{LIST}/{uuid.uuid4().hex}"],
        ("/api/publications/{id}", "410"): [
            f"{LIST}/{others(public, 1, state=Publication.State.WITHDRAWN)[0].ref}"
        ],
        ("/api/lists", "200"): ["/api/lists"],
        ("/api/lists/{kind}", "200"): [f"/api/lists/{kind}" for kind in ListKind.values],
        ("/api/lists/{kind}", "404"): ["/api/lists/nothing"],
    }  # fmt: skip
    promised = set()
    for path, way in told["paths"].items():
        for status, answer in way["get"]["responses"].items():
            if status == "304":
                address = provoked[path, "200"][0]
                etag = Client().get(address)["ETag"]
                assert Client().get(address, headers={"if-none-match": etag}).status_code == 304
                continue
            if status == "302":
                (old,) = others(public, 1, about=public.about, version=0, state=Publication.State.REPLACED)
                moved = Client().get(f"{LIST}/{old.ref}")
                assert (moved.status_code, moved["Location"]) == (302, f"{LIST}/{public.ref}")
                continue
            promised.add((path, status))
            schema = answer["content"]["application/json"]["schema"]
            for address in provoked[path, status]:
                assert faults(ask(address, int(status)), schema, told) == [], address
    assert promised == set(provoked)


def test_the_page_names_every_path_and_parameter(bureau: Bureau) -> None:
    del bureau
    page = Client().get("/api/").content.decode()
    for path, way in ask("/api/openapi.json")["paths"].items():
        assert f"GET {path}" in page
        assert all(f">{each['name']}<" in page for each in way["get"]["parameters"])


# ── what is read ──


def test_pages_follow_each_other_whatever_is_published_in_between(public: Publication) -> None:
    """The cursor is a place in the order, no number of a page: nothing twice, nothing left out."""
    others(public, 11)
    before = {each.ref for each in Publication.objects.filter(kind="decision")}
    seen: list[str] = []
    address = f"{LIST}?limit=5"
    while address:
        page = ask(address)
        seen += [each["id"] for each in page["items"]]
        others(public, 1, made_on=public.made_on + dt.timedelta(days=1))
        address = page["next"]
    assert len(seen) == len(set(seen)) == 12
    assert set(seen) == before
    assert ask(f"{LIST}?limit=5")["items"][0]["id"] not in before


def test_the_portals_filters_narrow_it_and_the_item_says_what_the_page_says(public: Publication) -> None:
    others(public, 1, party_name="云岭县别的公司", number="别的文号")
    for asked in (f"firm={FIRM.name}", f"number={public.number}", f"q={FIRM.name[:6]}"):
        assert [each["id"] for each in ask(f"{LIST}?{asked}")["items"]] == [public.ref]
    assert ask(f"{LIST}?to=2020-01-01") == {"items": [], "next": None}
    item = ask(f"{LIST}/{public.ref}")
    assert item["content"] == dict(public.content["fields"])
    assert item["pdf_sha256"] == public.pdf_id
    assert Client().get(item["pdf"]).status_code == 200
    kept = ask("/api/lists/matters")
    assert kept["count"] == len(kept["rows"]) > 10
    assert set(kept["rows"][0]) == set(kept["columns"])


def test_no_natural_person_and_nothing_taken_down_is_read(bureau: Bureau, public: Publication) -> None:
    """§11.5: persons are no open data; 244号13: withdrawn at once, a copy with its ETag included."""
    (person,) = others(public, 1, natural=True, party_name="何某某")
    assert [each["id"] for each in ask(LIST)["items"]] == [public.ref]
    ask(f"{LIST}/{person.ref}", 404)
    etag = Client().get(f"{LIST}/{public.ref}")["ETag"]
    withdraw(user=bureau.users["checker"], publication=public, situation="revoked")
    answer = Client().get(f"{LIST}/{public.ref}", headers={"if-none-match": etag})
    assert answer.status_code == 410
    assert FIRM.name not in answer.content.decode()
    assert ask(LIST)["items"] == []
