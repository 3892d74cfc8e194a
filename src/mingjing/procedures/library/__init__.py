"""The procedures that ship with the product; a site publishes its own beside them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from mingjing.procedures.model import Procedure, ProcedureError
from mingjing.procedures.reading import parse

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _shelf() -> Mapping[tuple[str, int], tuple[Procedure, bytes]]:
    """Read each file once; a released version never changes, so a new one is a new file."""
    shelf: dict[tuple[str, int], tuple[Procedure, bytes]] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".bpmn"):
            data = file.read_bytes()
            procedure = parse(data)
            if (procedure.id, procedure.version) in shelf:
                raise ProcedureError(
                    f"程序“{procedure.id}”第 {procedure.version} 版有两个文件。", procedure.id
                )
            shelf[procedure.id, procedure.version] = procedure, data
    return MappingProxyType(shelf)


def load(procedure_id: str, version: int | None = None) -> bytes:
    """Return a procedure's file, the newest version unless one is named, or raise `ProcedureError`."""
    versions = {number: data for (name, number), (_, data) in _shelf().items() if name == procedure_id}
    wanted = max(versions, default=None) if version is None else version
    if wanted is None or wanted not in versions:
        raise ProcedureError(
            f"没有随附程序“{procedure_id}”{f'第 {version} 版' if version else ''}。", procedure_id
        )
    return versions[wanted]
