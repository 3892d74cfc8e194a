"""One value, one sequence of bytes: RFC 8785 (JCS) restricted to what needs no judgement.

Strings, integers up to 2^53, booleans, null, lists and objects with ASCII keys. Money is an integer (分), a
time is a string; a float has several spellings and is refused.
"""

from __future__ import annotations

import json

type JSON = bool | int | str | list[JSON] | dict[str, JSON] | None

LARGEST_INTEGER = 2**53
DEEPEST = 64


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a value.

    Tuples are lists. Raises ValueError naming the path (`$.items[3].area`) of what has no one spelling.
    """
    _check(value, "$", 0)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(data: bytes) -> JSON:
    """Return the value of canonical bytes; raise ValueError for what `canonical` would not have written."""
    try:
        value: JSON = json.loads(
            data.decode(), object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float
        )
    except UnicodeDecodeError as error:
        raise ValueError("不是 UTF-8 文本") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"不是 JSON：第 {error.pos} 个字符处") from error
    except RecursionError as error:
        raise ValueError("嵌套过深") from error
    if canonical(value) != data:
        raise ValueError("不是规范形式的 JSON（RFC 8785）")
    return value


def _check(value: object, path: str, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError(f"{path}：嵌套过深")
    match value:
        case None | bool():
            pass
        case str():
            _check_text(value, path)
        case int():
            if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
                raise ValueError(f"{path}：整数超出 ±2^53")
        case list() | tuple():
            for position, item in enumerate(value):
                _check(item, f"{path}[{position}]", depth + 1)
        case dict():
            for key, item in value.items():
                _check(item, f"{path}.{_check_key(key, path)}", depth + 1)
        case _:
            raise ValueError(f"{path}：不能写入 {type(value).__name__}")


def _check_key(key: object, path: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise ValueError(f"{path}：键须为 ASCII 字符串，不能是 {key!r}")
    return key


def _check_text(value: str, path: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{path}：含有孤立的代理字符") from error


def _object(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("对象中有重复的键")
    return found


def _no_float(text: str) -> JSON:
    raise ValueError(f"不能写入小数：{text}")
