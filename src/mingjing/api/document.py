"""The inbound interface as an OpenAPI 3.1 document, made from the table of fields that checks what comes."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mingjing.intake.fields import ID, LARGEST_VERSION, fields_of
from mingjing.intake.models import Item, Topic
from mingjing.intake.receiving import SITUATIONS
from mingjing.intake.rules import AMOUNT, DAY, IDENTITY
from mingjing.registry.rules import CREDIT_ALPHABET

if TYPE_CHECKING:
    from mingjing.intake.fields import Field

type Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer"}
PATTERNS = {
    "day": f"^{DAY.pattern}$",
    "amount": f"^{AMOUNT.pattern}$",
    "identity": f"^{IDENTITY.pattern}$",
    "code": f"^[{CREDIT_ALPHABET}]{{18}}$",
}
PROBLEMS = {
    "400": "正文或者编号不对",
    "401": "没有可用的密钥",
    "403": "密钥不能报送这一种",
    "404": "没有这一件",
    "405": "不支持这种方法",
    "409": "与已经收到的不符",
    "413": "太大",
    "415": "不是 JSON",
    "422": "内容有误，errors 逐项列出",
    "429": "太频繁",
}


def _object(properties: dict[str, Schema], required: list[str] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _field(each: Field) -> Schema:
    words = f"{each.label}。{each.words}".removesuffix("。")
    if each.kind == "choice":
        told = "；".join(f"{value} {label}" for value, label in each.choices if value != label)
        return {
            "type": "string",
            "enum": [value for value, _ in each.choices],
            "description": f"{words} {told}".strip(),
        }
    if each.kind == "choices":
        told = "；".join(f"{value} {label}" for value, label in each.choices)
        items = {"type": "string", "enum": [value for value, _ in each.choices]}
        return {
            "type": "array", "items": items, "minItems": 1, "uniqueItems": True, "description": f"{words} {told}",
        }  # fmt: skip
    made: Schema = {"type": "string", "description": words}
    if each.kind in PATTERNS:
        return made | {"pattern": PATTERNS[each.kind]} | ({"format": "date"} if each.kind == "day" else {})
    return made | {"minLength": 1, "maxLength": each.longest}


def item_schema(topic: str) -> Schema:
    """Return the JSON Schema of an item's content."""
    fields = fields_of(topic)
    return _object(
        {each.key: _field(each) for each in fields}, [each.key for each in fields if each.required]
    )


def _schemas() -> dict[str, Schema]:
    publication = _object(
        {
            "state": TEXT,
            "state_words": TEXT,
            "version": COUNT,
            "due_on": MAYBE_TEXT | {"description": "最迟公开日"},
            "path": MAYBE_TEXT | {"description": "公开后的网址；没有公开的为 null"},
            "reason": TEXT | {"description": "不公开或者退回的理由"},
        }
    )
    fault = _object(dict.fromkeys(("field", "label", "detail", "clause", "next_step"), TEXT))
    return {
        **{topic: item_schema(topic) for topic in Topic.values},
        "Item": _object(
            {
                "topic": {"type": "string", "enum": list(Topic.values)},
                "id": TEXT,
                "version": COUNT,
                "state": {"type": "string", "enum": list(Item.State.values)},
                "received_at": TEXT,
                "publication": {"anyOf": [publication, {"type": "null"}]},
            }
        ),
        "About": _object(
            {
                "system": TEXT,
                "agency": TEXT,
                "topics": {"type": "array", "items": TEXT},
                "expires_on": TEXT,
            }
        ),
        "Withdrawal": _object({"situation": {"type": "string", "enum": list(SITUATIONS)}}),
        "Problem": _object(
            {
                **dict.fromkeys(("type", "title"), TEXT),
                "status": COUNT,
                **dict.fromkeys(("code", "detail", "field", "clause", "next_step"), TEXT),
                "errors": {"type": "array", "items": fault},
                "request_id": TEXT,
            }
        ),
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _answers(name: str, good: dict[str, str], *problems: str) -> Schema:
    told = {
        status: {"description": words, "content": {"application/json": {"schema": _ref(name)}}}
        for status, words in good.items()
    }
    return told | {
        status: {
            "description": PROBLEMS[status],
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
        for status in ("401", "429", *problems)
    }


def _takes(name: str) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


def _in_path(name: str, words: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema}


def _of_topic(topic: str) -> dict[str, Schema]:
    """Return the addresses of one topic: its content has a schema of its own."""
    label = str(Topic(topic).label)
    one = _in_path("id", "贵方系统内部的编号，同一件永远不变", {"type": "string", "pattern": f"^{ID}$"})
    number = _in_path(
        "version", "从 1 起，内容每改一次加一", {"type": "integer", "minimum": 1, "maximum": LARGEST_VERSION}
    )
    return {
        f"/api/inbound/{topic}/{{id}}": {
            "get": {
                "summary": f"{label}：办到哪一步",
                "operationId": f"get_{topic}",
                "parameters": [one],
                "responses": _answers("Item", {"200": "现在的状态"}, "400", "403", "404"),
            }
        },
        f"/api/inbound/{topic}/{{id}}/{{version}}": {
            "put": {
                "summary": f"{label}：报送一版。同样内容再报一次，答复相同",
                "operationId": f"put_{topic}",
                "parameters": [one, number],
                "requestBody": _takes(topic),
                "responses": _answers(
                    "Item",
                    {"201": "收下", "200": "此前已经收下"},
                    "400",
                    "403",
                    "404",
                    "409",
                    "413",
                    "415",
                    "422",
                ),
            }
        },
        f"/api/inbound/{topic}/{{id}}/withdrawal": {
            "put": {
                "summary": f"{label}：撤回。已公开的立即撤下",
                "operationId": f"withdraw_{topic}",
                "parameters": [one],
                "requestBody": _takes("Withdrawal"),
                "responses": _answers(
                    "Item", {"200": "已撤回"}, "400", "403", "404", "409", "413", "415", "422"
                ),
            }
        },
    }


def document(base: str) -> Schema:
    """Return the document for a site at an address."""
    paths: dict[str, Schema] = {
        "/api/inbound/": {
            "get": {
                "summary": "这把密钥是谁的，能报送什么",
                "operationId": "about",
                "responses": _answers("About", {"200": "密钥的范围"}),
            }
        }
    }
    for topic in Topic.values:
        paths |= _of_topic(topic)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "行政执法公示：来件接口",
            "version": version("mingjing"),
            "description": "其他办案、审批、热线系统报送决定、许可、检查结果、事项和线索。密钥由本机关系统管理员签发。",
        },
        "servers": [{"url": base}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }
