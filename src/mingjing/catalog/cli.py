"""Lists on the command line: `lists import KIND FILE`."""

from __future__ import annotations

from pathlib import Path

from mingjing.catalog.actions import import_list
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import rows_of
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role
from mingjing.registry.queries import account, only_account


def import_file(list_kind: str, path: str, username: str | None) -> str:
    """Import a file as the draft of a list, as the person of that account, and return a sentence.

    Without an account, the only one that holds the role 公示员 is taken. A person checks and publishes the draft.
    Raises Refusal: `list.unknown_kind`, `account.unknown`, `account.not_one`, `file.unreadable`, and those of
    `import_list`.
    """
    if list_kind not in ListKind.values:
        raise Refusal(
            "list.unknown_kind",
            f"没有名为“{list_kind}”的清单。",
            next_step=f"可以导入：{'、'.join(ListKind.values)}。",
        )
    user = account(username) if username else only_account(Role.PUBLISHER)
    try:
        data = Path(path).read_bytes()
    except OSError as fault:
        raise Refusal("file.unreadable", f"读不到文件 {path}。", next_step="请核对路径。") from fault
    edition = import_list(user=user, list_kind=list_kind, data=data, filename=Path(path).name)
    rows = list(rows_of(edition))
    marked = sum(bool(row.marks) for row in rows)
    return f"已导入{edition}草案：{len(rows)} 行，其中 {marked} 行待补全。请核对差异后提交审核。"
