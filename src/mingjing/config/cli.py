"""`mingjing COMMAND`: every command has `--help`; what prints JSON prints nothing else on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from mingjing.config.backup.command import add as backup_commands
from mingjing.config.credit_command import add as credit_command
from mingjing.config.exporting import add as export_commands
from mingjing.config.outside_command import add as outside_commands
from mingjing.config.push_command import add as push_command
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

USAGE = 2
LIST_KINDS = ("matters", "officers", "recordings", "review", "benchmarks", "inspections", "guides")
"""The lists that there are (`catalog.models.ListKind`), named here so that `--help` needs no database."""
ASKED_WRONGLY = frozenset(
    {
        "law.not_a_time_limit",
        "law.term_unknown",
        "law.term_not_extendable",
        "law.date_unreadable",
        "law.citation_unreadable",
        "law.citation_without_title",
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused or something found, 2 asked wrongly."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options) or 0)
    except Refusal as refusal:
        _complain(refusal)
        return USAGE if refusal.code in ASKED_WRONGLY else 1


def _complain(refusal: Refusal) -> None:
    lines = [str(refusal), *refusal.details, refusal.next_step]
    sys.stderr.write("\n".join(line for line in lines if line) + "\n")


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mingjing", description="明镜：行政执法三项制度平台")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int | None], text: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    serve = command("serve", _serve, "提供门户与工作台：网页进程、后台进程和任务进程")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    command("worker", _worker, "只运行后台进程（收录日志、处理后续）")
    command("tasks", _tasks, "只运行任务进程（音像副本、复核等费时的工作）")
    command("migrate", _migrate, "建立或更新数据库")
    init = command("init", _init, "建立一个空的机关和系统、安全、审计三个账号")
    init.add_argument("--name", required=True, help="机关名称")
    init.add_argument("--sign", required=True, help="机关代字，如 云建")
    init.add_argument("--area", required=True, help="执法区域，如 云岭县")
    command("demo", _demo, "建立示例机关（已建立的不再重建）")
    accounts = command("accounts", _accounts, "列出示例机关的地址和账号")
    accounts.add_argument("--port", type=int, default=8000)
    cases = command("cases", _cases, "列出案件")
    cases.add_argument("--json", action="store_true", help="以 JSON 输出")
    ingest = command("ingest", _ingest, "导入采集站、录像机文件夹里的音像文件；再次运行不会重复导入")
    ingest.add_argument("folder", metavar="FOLDER")
    ingest.add_argument("--agency", default="", help="机关名称或者代字；只有一个机关的不写")
    bundle = command("bundle", _bundle, "导出卷宗包")
    bundle.add_argument("case", metavar="CASE", help="案件编号或立案号")
    bundle.add_argument("-o", "--output", required=True, metavar="FILE")
    bundle.add_argument(
        "--for",
        dest="audience",
        choices=["court", "party", "public"],
        default="court",
        help="给谁：法院或上级（全部）、当事人（不含密封部分）、公众",
    )
    bundle.add_argument("--party", metavar="NAME", help="给当事人的：哪一名当事人；只有一名的不用写")
    bundle.add_argument("--user", metavar="ACCOUNT", help="以哪个账号导出；不写时，记为系统管理命令")
    outside_commands(command)
    export_commands(command)
    backup_commands(command)
    credit_command(command)
    push_command(command)
    _law_commands(command)
    lists = command("lists", _lists, "从文件导入清单，成为草案")
    lists.add_argument("action", choices=["import"])
    lists.add_argument("kind", choices=LIST_KINDS)
    lists.add_argument("file", metavar="FILE")
    lists.add_argument("--user", metavar="ACCOUNT", help="以哪个账号导入；不写时，用唯一的公示员账号")
    command("bench", _bench, "测量文档所承诺的速度（须在源码目录）")
    clauses = command("clauses", _clauses, "列出条款—代码—测试对照表")
    clauses.add_argument("--json", action="store_true", help="以 JSON 输出")
    return parser


def _law_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    laws = command("laws", _laws, "导入法规、核对引用、制作提要")
    verbs = laws.add_subparsers(required=True, dest="verb", metavar="VERB")
    files = verbs.add_parser("import", help="导入法规文本（.md、.docx）")
    files.add_argument("files", nargs="+", metavar="FILE")
    check = verbs.add_parser("check", help="核对一处引用")
    check.add_argument("citation", metavar="CITATION", help="如 《建筑法》第六十四条")
    check.add_argument("--on", required=True, metavar="DATE", help="哪一天的法")
    diff = verbs.add_parser("diff", help="逐条对照一部法规的两个版本")
    diff.add_argument("title", metavar="TITLE", help="如 建筑法")
    diff.add_argument("--from", dest="earlier", default="", metavar="DATE", help="较早版本的公布日期")
    diff.add_argument("--to", dest="later", default="", metavar="DATE", help="较晚版本的公布日期")
    outline = verbs.add_parser("outline", help="由文本制作提要：只有条款结构，没有条文")
    outline.add_argument("files", nargs="+", metavar="FILE")
    outline.add_argument("-o", "--output", required=True)
    term = command("term", _term, "计算期限")
    term.add_argument("rule", metavar="RULE", help="期限规则，如 zj55.review")
    term.add_argument("--from", dest="start", required=True, metavar="DATE")
    term.add_argument("--extended", action="store_true", help="加上法定的延长")


def _django(*, made: bool = True) -> None:
    """Set Django up, on the data of a bureau that was `made` before."""
    from mingjing.config import startup  # noqa: PLC0415

    if made:
        startup.refuse_without_data()
    startup.configure(fallback="production")


def _serve(options: argparse.Namespace) -> int:
    from mingjing.config import startup  # noqa: PLC0415
    from mingjing.config.serving import serve  # noqa: PLC0415

    startup.refuse_without_data()
    return serve(host=options.host, port=options.port)


def _worker(options: argparse.Namespace) -> int:
    del options
    _django()
    from mingjing.config.working import work  # noqa: PLC0415

    return work()


def _tasks(options: argparse.Namespace) -> int:
    del options
    _django()
    from mingjing.config.tasking import work  # noqa: PLC0415

    return work()


def _migrate(options: argparse.Namespace) -> int:
    del options
    _django(made=False)
    from mingjing.config.setting_up import prepare_database  # noqa: PLC0415

    prepare_database()
    return 0


def _init(options: argparse.Namespace) -> int:
    from mingjing.config.setting_up import init  # noqa: PLC0415

    return init(name=options.name, sign=options.sign, area=options.area)


def _demo(options: argparse.Namespace) -> int:
    del options
    from mingjing.config.setting_up import demo  # noqa: PLC0415

    return demo()


def _accounts(options: argparse.Namespace) -> int:
    from mingjing.demo.people import ADMINISTRATORS, CAST, COLLEAGUES, PASSWORD  # noqa: PLC0415

    address = f"http://127.0.0.1:{options.port}"
    lines = [f"门户：{address}/", f"工作台：{address}/workbench/（各账号密码均为 {PASSWORD}）"]
    held = {person.role for person in CAST}
    people = [*CAST, *(person for person in COLLEAGUES if person.role not in held)]
    lines += [f"  {person.username:<11}{person.role.label}　{person.name}" for person in people]
    lines += [f"  {username:<11}{role.label}" for username, role in ADMINISTRATORS]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _cases(options: argparse.Namespace) -> int:
    _django()
    from mingjing.cases.models import Case  # noqa: PLC0415
    from mingjing.cases.queries.case import as_json, with_parties  # noqa: PLC0415

    rows = [as_json(case) for case in with_parties(Case.objects.all())]
    if options.json:
        _print_json(rows)
        return 0
    for row in rows:
        names = "、".join(party["name"] for party in row["parties"])
        sys.stdout.write(f"{row['id']}  {row['state']:<13} {row['number'] or '（未立案）'}  {names}\n")
    return 0


def _ingest(options: argparse.Namespace) -> int:
    _django()
    from mingjing.config.ingesting import ingest  # noqa: PLC0415

    return ingest(options.folder, agency=options.agency)


def _bundle(options: argparse.Namespace) -> int:
    _django()
    from pathlib import Path  # noqa: PLC0415

    from mingjing.cases.bundling import bundle, due_to  # noqa: PLC0415
    from mingjing.cases.queries.case import find_case  # noqa: PLC0415
    from mingjing.cases.rules.audience import Audience  # noqa: PLC0415
    from mingjing.records.actors import COMMAND  # noqa: PLC0415
    from mingjing.registry.queries import account, require  # noqa: PLC0415

    user = account(options.user) if options.user else None
    if user:
        require(user, "case.bundle")
    case = find_case(user.agency if user else None, options.case)
    made = bundle(
        actor=user.actor() if user else COMMAND, case=case, target=Path(options.output),
        due=due_to(case, Audience(options.audience), party=options.party or ""),
    )  # fmt: skip
    sys.stdout.write(f"已导出 {options.output}：{made.records} 条记录，{made.files} 个文件。\n")
    return 0


def _laws(options: argparse.Namespace) -> int:
    from mingjing.law import cli  # noqa: PLC0415

    if options.verb == "outline":
        return cli.laws_outline(options.files, options.output)
    _django()
    if options.verb == "import":
        return cli.laws_import(options.files)
    if options.verb == "diff":
        return cli.laws_diff(options.title, earlier=options.earlier, later=options.later)
    answer, code = cli.laws_check(options.citation, options.on)
    _print_json(answer)
    return code


def _term(options: argparse.Namespace) -> int:
    from mingjing.law.cli import term  # noqa: PLC0415

    _print_json(term(options.rule, options.start, options.extended))
    return 0


def _lists(options: argparse.Namespace) -> int:
    _django()
    from mingjing.catalog.cli import import_file  # noqa: PLC0415

    sys.stdout.write(import_file(options.kind, options.file, options.user) + "\n")
    return 0


def _bench(options: argparse.Namespace) -> int:
    del options
    import subprocess  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    script = Path(__file__).resolve().parents[3] / "benchmarks" / "run.py"
    if not script.exists():
        raise Refusal(
            "bench.no_source", "测速程序只随源码提供。", next_step="请在源码目录中运行 make bench。"
        )
    return subprocess.run([sys.executable, str(script)], check=False).returncode  # noqa: S603 - our own script


def _clauses(options: argparse.Namespace) -> int:
    from mingjing.config.clauses import as_markdown, table  # noqa: PLC0415

    if options.json:
        _print_json([vars(row) for row in table()])
    else:
        sys.stdout.write(as_markdown(table()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
