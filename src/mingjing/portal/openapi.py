"""The reading interface as an OpenAPI 3.1 document: what can be asked, and the shape of every answer."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from mingjing.catalog.models import ListKind
from mingjing.portal.datasets import DECISION
from mingjing.portal.views.decisions import SPEC

type Schema = dict[str, Any]
MOST, USUAL = 100, 20
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date"}
COUNT: Schema = {"type": "integer"}
OWN: dict[str, Schema] = {
    "made_on": DAY,
    "published_on": MAYBE_DAY,
    "expires_on": MAYBE_DAY,
    "version": COUNT,
    "content": {"type": "object", "additionalProperties": TEXT},
}
IN_LIST = tuple(each for each in DECISION if each.column.key not in {"content", "basis"})
HEADERS: Schema = {"ETag": {"schema": TEXT, "description": "再问时带 If-None-Match，没有变化的答 304"}}


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _decision(fields: Any) -> dict[str, Schema]:
    return {
        each.column.key: OWN.get(each.column.key, TEXT)
        | {"description": f"{each.column.label}。{each.words}".removesuffix("。")}
        for each in fields
    }


def _schemas() -> dict[str, Schema]:
    mask = _object({"label": {"type": ["string", "null"]}, "rule": {"type": ["string", "null"]}})
    change = _object({"label": TEXT, "before": {"type": ["string", "null"]}, "after": TEXT})
    correction = _object({"version": COUNT, "kind": TEXT, "reason": TEXT, "changes": _array(change)})
    listed = {
        "kind": {"type": "string", "enum": list(ListKind.values)},
        "label": TEXT,
        "edition": {"type": ["integer", "null"], "description": "现行版次；尚未公布的为 null"},
        "published_on": MAYBE_DAY,
        "count": COUNT,
    }
    return {
        "Publication": _object(_decision(IN_LIST)),
        "PublicationInFull": _object(
            {
                **_decision(DECISION),
                "masks": _array(mask) | {"description": "隐去了什么，依据哪一条；不含隐去的内容"},
                "pdf": {"type": ["string", "null"], "description": "公示件的路径"},
                "pdf_sha256": TEXT,
                "files": _array(_object({"title": TEXT, "sha256": TEXT, "path": TEXT}))
                | {"description": "随附公开的遮盖件"},
                "corrections": _array(correction),
            }
        ),
        "Publications": _object(
            {
                "items": _array(_ref("Publication")),
                "next": {"type": ["string", "null"], "description": "下一页的路径；没有的为 null"},
            }
        ),
        "List": _object(listed),
        "Lists": _object({"items": _array(_ref("List"))}),
        "ListInFull": _object(
            {
                **listed,
                "columns": _array(TEXT) | {"description": "各列的名称，也是每行的键"},
                "rows": _array({"type": "object"}),
            }
        ),
        "Problem": _object({"code": TEXT, "message": TEXT, "next_step": TEXT}),
    }


def _answer(words: str, name: str) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": _ref(name)}}}


def _get(words: str, name: str, parameters: list[Schema], problems: dict[str, str]) -> Schema:
    return {
        "get": {
            "summary": words,
            "operationId": f"get{name}",
            "parameters": parameters,
            "responses": {
                "200": _answer(words, name) | {"headers": HEADERS},
                "304": {"description": "自上次以来没有变化"},
                **{status: _answer(told, "Problem") for status, told in problems.items()},
            },
        }
    }


def _query(name: str, words: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _path(name: str, words: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema}


def filters() -> list[Schema]:
    """Return the parameters of the list: the portal's own filters, the cursor, the length of a page."""
    own = [
        _query(each.name, f"{each.label} {each.placeholder}".strip(), DAY if each.kind == "date" else TEXT)
        for each in SPEC.filters
    ]
    return [
        *own,
        _query("cursor", "上一页的 next 里给出，不用自己拼写", TEXT),
        _query("limit", "一页几条", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    ]


def document(base: str) -> Schema:
    """Return the document for a site at an address."""
    kinds = {"type": "string", "enum": list(ListKind.values)}
    told: Schema = {
        "openapi": "3.1.0",
        "info": {
            "title": "行政执法公示：读取接口",
            "version": version("mingjing"),
            "description": "公众在门户上看到的，程序也能读到；只读，不用登录，不用密钥。当事人是自然人的决定不在其内。",
        },
        "servers": [{"url": base}],
        "paths": {
            "/api/publications": _get(
                "现在公开的行政处罚决定，按决定日期从新到旧", "Publications", filters(),
                {"400": "参数不对"},
            ),
            "/api/publications/{id}": _get(
                "一份决定的全部公开内容；被更正的编号转到现行的一版", "PublicationInFull",
                [_path("id", "公示的编号", {"type": "string", "pattern": "^[0-9a-f]{32}$"})],
                {"404": "没有这份决定", "410": "已撤下或者公示期满"},
            ),
            "/api/lists": _get("各清单的现行版本", "Lists", [], {}),
            "/api/lists/{kind}": _get(
                "一份清单的现行内容", "ListInFull", [_path("kind", "哪一份清单", kinds)],
                {"404": "没有这份清单，或者尚未公布"},
            ),
        },
        "components": {"schemas": _schemas()},
    }  # fmt: skip
    item = told["paths"]["/api/publications/{id}"]["get"]["responses"]
    item["302"] = {"description": "这一版已被替代：Location 是现行的一版"}
    return told
