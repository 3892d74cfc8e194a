"""`mingjing witness`, `mingjing keys`, `mingjing verify`, `mingjing verify-bundle`: the log as outsiders see it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.config import environment, startup
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    check = command("verify-bundle", run_verify_bundle, "离线核验卷宗包，不需网络和数据库")
    check.add_argument("file", metavar="FILE")
    check.add_argument("--key", metavar="VKEY", help="已知的日志公钥，用来比对")
    check.add_argument("--sm3", action="store_true", help="每个文件另算国密 SM3（慢几倍）")
    check.add_argument(
        "--policy", metavar="FILE", help="信任哪些日志公钥和见证人、须有几个副署（C2SP 政策文本）"
    )
    check.add_argument(
        "--tsa-ca", metavar="FILE", help="信任的时间戳机构证书（PEM）；不写时，只比对时间戳的内容"
    )
    verify = command("verify", run_verify, "核验本机关的全部记录、数据和文件")
    verify.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        metavar="FILE",
        help="别处留存的检查点或者 .tlog-proof：日志必须仍是它的延续；可以写几次",
    )
    verify.add_argument("--ask-witnesses", action="store_true", help="向见证人要它们所持的检查点，一并比对")
    keys = command("keys", run_keys, "列出日志的公钥；更换密钥")
    verbs = keys.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("list", help="列出历来的公钥")
    verbs.add_parser("rotate", help="换一把新密钥：原密钥在手、没有泄露")
    verbs.add_parser("lost", help="原密钥丢失：换新，日志接着记")
    stolen = verbs.add_parser("stolen", help="原密钥被盗：换新，并声明它的签名只认到第几条")
    stolen.add_argument(
        "--trusted", type=int, metavar="SIZE", help="认到第几条；不写时，认到最近一次副署或者时间戳"
    )
    witness = command("witness", run_witness, "为别的机关的日志作见证：核对、留存、副署它们的检查点")
    witness.add_argument(
        "folder", metavar="DIR", nargs="?", help="密钥、所见证的日志、副署过什么；默认 MINGJING_DATA/witness"
    )
    witness.add_argument(
        "--name", default="", help="见证人的名字，如 jz.example.gov.cn/witness；不写时，取本机的名字"
    )
    witness.add_argument(
        "--log", action="append", default=[], metavar="VKEY", help="为这个公钥的日志作见证；可以写几次"
    )
    witness.add_argument("--host", default="127.0.0.1")
    witness.add_argument("--port", type=int, default=8100)


def run_verify_bundle(options: argparse.Namespace) -> int:
    """Verify a bundle offline."""
    from mingjing.ledger.bundle import verify_bundle  # noqa: PLC0415
    from mingjing.ledger.policy import Policy, PolicyError  # noqa: PLC0415

    try:
        policy = Policy.parse(_text(options.policy)) if options.policy else None
    except PolicyError as error:
        raise Refusal("verify.policy", f"{options.policy}：{error}。", field="policy") from error
    authorities = _text(options.tsa_ca).encode() if options.tsa_ca else b""
    report = verify_bundle(
        Path(options.file), vkey=options.key, policy=policy, authorities=authorities, sm3=options.sm3
    )
    for line in report.lines():
        sys.stdout.write(line + "\n")
    return 0 if report.ok else 1


def run_verify(options: argparse.Namespace) -> int:
    """Verify everything, also against what others kept."""
    startup.refuse_without_data()
    startup.configure()
    from mingjing.config.verifying import verify  # noqa: PLC0415

    known = [_checkpoint(_text(name)) for name in options.checkpoint]
    return verify(known=tuple(known), ask_witnesses=options.ask_witnesses)


def _checkpoint(text: str) -> str:
    """Return the checkpoint note of a file that is one, or that is a proof under one."""
    from mingjing.ledger.proof import HEADER  # noqa: PLC0415

    return text.partition("\n\n")[2] if text.startswith(HEADER) else text


def _text(name: str) -> str:
    try:
        return Path(name).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("file.unreadable", f"不能读取 {name}。") from error


def run_keys(options: argparse.Namespace) -> int:
    """List the log's keys, or change the one in use."""
    startup.refuse_without_data()
    startup.configure()
    from mingjing.records import rekeying  # noqa: PLC0415
    from mingjing.records.actors import COMMAND  # noqa: PLC0415
    from mingjing.records.keys import keys_of_log  # noqa: PLC0415

    changes: dict[str, Callable[[], str]] = {
        "rotate": lambda: rekeying.rotate(actor=COMMAND),
        "lost": lambda: rekeying.replace_lost(actor=COMMAND),
        "stolen": lambda: rekeying.replace_stolen(actor=COMMAND, trusted=options.trusted),
    }
    if options.verb in changes:
        changes[options.verb]()
        sys.stdout.write("已换新密钥。请公布新公钥，告知见证人，并备份 keys/log。\n")
    for each in keys_of_log():
        until = "现用" if each.until is None else f"至第 {each.until} 条"
        trusted = "" if each.trusted is None else f"，被盗，只认到第 {each.trusted} 条"
        sys.stdout.write(f"{each.vkey}　第 {each.after + 1} 条起，{until}{trusted}\n")
    return 0


def run_witness(options: argparse.Namespace) -> int:
    """Run a witness."""
    from mingjing.config.witnessing import witness  # noqa: PLC0415

    return witness(
        folder=Path(options.folder) if options.folder else environment.data_folder() / "witness",
        name=options.name or f"{socket.getfqdn()}/witness",
        logs=options.log,
        host=options.host,
        port=options.port,
    )
