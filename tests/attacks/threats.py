"""The table of attacks: each row is declared by its test; `docs/threat-model.md` is printed from it.

A test declares what it attacks with `@threat(...)`; attacks that other rooms' tests carry out are listed in
`ELSEWHERE` by their place. Nothing stands in the table for which there is no test.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Threat:
    """An attack, by whom it is found out (or why it is harmless), how soon, and the test that carries it out."""

    attack: str
    found: str
    when: str
    test: str


def threat[Test: Callable[..., Any]](attack: str, *, found: str, when: str) -> Callable[[Test], Test]:
    """Declare what a test attacks; it changes nothing about the test."""
    del attack, found, when
    return lambda test: test


VERIFY, REFUSED = "`mingjing verify` 指出", "数据库守卫拒绝"
ELSEWHERE = (
    Threat(
        "网站的数据库账号改、删、替换只增不改的表（记录、叶子、检查点、副署、时间戳、决定……）",
        REFUSED,
        "当场，写不进去",
        "records/test_guards.py::test_no_client_can_change_what_only_grows",
    ),
    Threat(
        "卸掉或者改动一个守卫",
        "启动检查、`/readyz`、运行监测、`mingjing verify`",
        "下一次启动、下一次探测",
        "records/test_guards.py::test_a_guard_that_is_gone_is_named",
    ),
    Threat(
        "数据库主人逐项改动记录、叶子、检查点、承诺、数据行、文件（见第二节的清单）",
        VERIFY,
        "下一次核验",
        "records/test_verify.py::test_each_attack_is_named_and_passes_without_its_check",
    ),
    Threat(
        "撤销最后一稿的审核，越过法制审核作出决定",
        "数据库守卫拒绝；绕过守卫的由 `mingjing verify` 指出",
        "当场；下一次核验",
        "cases/test_gate.py",
    ),
    Threat(
        "用被盗的日志密钥另签一份历史",
        "见证人拒绝副署；声明被盗之后，超出可信范围的签名不作数",
        "声明被盗之时起",
        "records/test_rekeying.py::test_a_stolen_keys_signature_counts_only_as_far_as_somebody_outside_saw_it",
    ),
    Threat(
        "改动案卷包里的任何一个字节，少一个或者多一个文件",
        "收到的人用 `verify-bundle` 指出是哪个文件",
        "收到时",
        "ledger/test_bundle.py",
    ),
    Threat(
        "拿别的时间戳机构、别的见证人的签名充数",
        "核验的人按自己的政策和证书指出",
        "核验时",
        "records/test_attested_bundles.py::test_a_timestamp_of_another_authority_is_not_believed",
    ),
    Threat(
        "改写日志、整个重新签名，或者截短，而有人用 `mingjing mirror` 留存着",
        "留存的人当场发现，留存的原样不动",
        "下一次留存",
        "config/test_mirror.py::test_a_log_rewritten_behind_the_mirror_is_found_out_and_the_evidence_kept",
    ),
    Threat(
        "恢复一份比已公布的日志旧的备份，接着签发",
        "`restore` 拒绝，或者从已公布的瓦片接上并写明遗失哪些",
        "恢复时",
        "config/test_backup.py::test_yesterdays_backup_takes_up_todays_published_log_and_says_what_is_lost",
    ),
    Threat(
        "改动备份里的数据库、清单",
        "`restore` 拒绝",
        "恢复时",
        "config/test_backup.py::test_a_database_altered_in_the_backup_is_refused_before_anything_is_restored",
    ),
    Threat(
        "改动备份里的数据库，清单也改得相符",
        "`restore` 指出清单的签名不成立；`restore --verify` 指出是哪一条记录",
        "恢复时",
        "config/test_backup.py::test_a_backup_altered_with_its_manifest_is_found_out",
    ),
    Threat(
        "改动、删去备份里的文件",
        "`restore` 指出是哪个文件",
        "恢复时",
        "config/test_backup_spoiled.py::test_a_file_altered_or_lost_is_named_by_backup_and_restore",
    ),
    Threat(
        "删去一条记录，登记成恢复备份时遗失的",
        "`mingjing verify` 指出：没有记录载明那一段遗失",
        "下一次核验",
        "config/test_backup_spoiled.py::test_a_record_taken_away_does_not_pass_for_one_lost_in_a_restore",
    ),
    Threat(
        "用网站的账号删去、覆盖对象存储里的文件",
        "对象锁定拒绝",
        "当场",
        "storage/test_s3.py::test_a_stored_object_is_neither_deleted_nor_overwritten",
    ),
    Threat(
        "在对象之上另存一版，或者打上删除标记",
        "无害：读的仍是登记的那一版；`mingjing verify` 指出",
        "下一次核验",
        "storage/test_s3.py::test_what_is_laid_over_an_object_hides_nothing_and_is_named",
    ),
    Threat(
        "绕过对象锁定，从存储下层改、换、删文件",
        "`mingjing verify`、定期复核指出是哪个文件",
        "下一次核验、复核",
        "storage/test_s3.py::test_past_the_lock_a_cut_swapped_or_missing_object_is_named",
    ),
    Threat(
        "上传的一段在路上被改动，或者整个文件不是所声明的",
        "服务器按校验和拒收",
        "当场",
        "workbench/test_uploads.py::test_a_piece_that_differs_from_its_checksum_is_thrown_away",
    ),
    Threat(
        "重放一次上传：同一个文件再导入一次",
        "无害：按内容认出，不再收",
        "当场",
        "cases/test_ingest.py::test_what_came_once_never_comes_again_whatever_it_is_called",
    ),
    Threat(
        "重放一次提交：同一张表单再交一次，或者换了内容再交",
        "无害：引到第一次的结果；换了内容的被拒绝",
        "当场",
        "cases/test_submitted_once.py::test_the_same_key_with_other_content_or_another_person_is_refused",
    ),
    Threat(
        "收录日志时断电、强杀（种子化的十次，`make attack` 一百次）",
        "无害：不丢、不重、不乱序、不分叉",
        "重启后自动接上",
        "records/test_kills.py::test_ten_kills_lose_double_reorder_and_fork_nothing",
    ),
    Threat(
        "导入音像时强杀（种子化的十次）",
        "无害：每个文件恰好收一次",
        "再次导入时接上",
        "cases/test_ingest_killed.py::test_wherever_it_dies_the_next_run_ends_with_each_file_once",
    ),
    Threat(
        "上传中断、上传进程被杀",
        "无害：从断处续传；已传完的不丢",
        "重启后",
        "workbench/test_uploads.py::test_what_was_whole_when_the_process_died_is_stored_by_the_sweep",
    ),
    Threat(
        "备份时强杀",
        "无害：从前的备份不受影响",
        "下一次备份",
        "config/test_backup_spoiled.py::test_a_backup_killed_at_any_moment_leaves_the_runs_before_it_and_the_next_one_whole",
    ),
)

NOT_FOUND: tuple[tuple[str, str], ...] = (
    (
        "没有录入的事",
        "从来没有记录的执法行为，日志无从知道。能做的是制度：扫码送达、音像记录、上级抽查。",
    ),
    ("记下的假话", "录入时就不真实的内容，记录忠实地留着它；能发现是谁、什么时候写的，不能发现它是假的。"),
    (
        "最近一次副署之后的一段",
        (
            "同时掌握数据库和日志密钥的人，可以改写最近一次副署、时间戳、回执之后的记录而不留痕迹。"
            " 后台每秒请见证人副署一次，所以这一段通常只有几秒；没有见证人的，只能靠别人留存的检查点。"
        ),
    ),
    (
        "见证人全部串通",
        "日志和政策所要求的全部见证人串通，可以另造一份历史。请选上级机关、司法行政机关等互不隶属的几家。",
    ),
    ("被毁掉的文件", "毁掉文件能发现（散列还在），不能恢复：靠备份和带保留期的对象存储。"),
    (
        "录入之前的调换",
        "进系统之前就换过的证据、剪过的录像，散列只能证明从收进来那一刻起没有变。拍摄设备的登记和上传时限管这一段。",
    ),
    ("服务器的钟", "记录的时间是服务器写的；时间戳只能证明“不晚于”，不能证明“不早于”。"),
    (
        "看的人",
        "能合法打开文件的人用别的设备翻拍，系统只知道他看过。",
    ),
)


def declared() -> Iterator[Threat]:
    """Yield the rows that the tests of this folder declare, in the order of their files and places."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield from _of(node, f"attacks/{path.name}::{node.name}")


def _of(test: ast.FunctionDef, place: str) -> Iterator[Threat]:
    for call in test.decorator_list:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "threat":
            said = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
            yield Threat(ast.literal_eval(call.args[0]), said["found"], said["when"], place)


def rows() -> list[Threat]:
    """Return the whole table."""
    return [*declared(), *ELSEWHERE]


def exists(place: str) -> bool:
    """Tell whether there is a test at `path::name`, or tests in a file `path`."""
    path, _, name = place.partition("::")
    if not (TESTS / path).exists():
        return False
    defined = {
        node.name
        for node in ast.walk(ast.parse((TESTS / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    return name in defined if name else any(each.startswith("test") for each in defined)


def as_markdown(table: list[Threat], named: dict[str, list[str]]) -> str:
    """Return `docs/threat-model.md`; `named` are the discrepancies that each check of `verify` was seen to name."""
    lines = [
        "# 攻击与发现",
        "",
        "由 `tests/attacks` 生成：每一行都有一个测试照着做一遍。改了测试后运行",
        "`MINGJING_WRITE=1 .venv/bin/python -m pytest tests/attacks/test_threat_model.py`。",
        "攻击的人站在数据库主人、存储管理员的位置：守卫可以卸掉，文件可以直接改。",
        "",
        "## 一、做过的攻击",
        "",
        "| 攻击 | 谁发现，或者为什么无害 | 多快 | 测试 |",
        "|---|---|---|---|",
        *(f"| {each.attack} | {each.found} | {each.when} | `tests/{each.test}` |" for each in table),
        "",
        "## 二、`mingjing verify` 逐项指出的改动",
        "",
        "每一种都在测试里做过：只有这一项检查指得出它，去掉这项检查就指不出。",
        "",
        "| 检查 | 指出的话（正则） |",
        "|---|---|",
        *(f"| {check} | {'；'.join(words)} |" for check, words in named.items()),
        "",
        "## 三、发现不了的",
        "",
        *(f"- **{what}。** {why}" for what, why in NOT_FOUND),
        "",
    ]
    return "\n".join(lines)
