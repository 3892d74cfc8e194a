"""Publications of decisions in bulk, with their entries in the search index: the corpus of the benchmarks of finding.

Written past the actions: no acts, no records, no decisions behind them. Texts, firms, numbers, codes and articles are
drawn so that two- and four-character words are as common and as rare as in real lists; every firm is called 示例.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import AutoField

from mingjing import clock
from mingjing.disclosure.models import Publication
from mingjing.registry.models import Agency
from mingjing.registry.rules import CREDIT_ALPHABET, credit_code_fault
from mingjing.search import guards, marks
from mingjing.search.models import Entry
from mingjing.search.tokens import stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

FIRST_DAY, DAYS = dt.date(2012, 1, 5), 5_300
CHUNK = 20_000
MOST_KEPT = 500_000
MARKS = re.compile(r"[，。（）《》〔〕|]+")
RARE = ("鹮翎", 5)
"""A word that stands in so many publications, whatever their number."""

MATTERS = (
    ("CF-JZ-001", "未取得施工许可证擅自施工", "《中华人民共和国建筑法》第六十四条", "责令停止施工"),
    ("CF-JZ-014", "将工程发包给不具有相应资质条件的承包单位", "《中华人民共和国建筑法》第六十五条", "责令改正"),
    ("CF-JZ-022", "工程监理单位与施工单位串通降低工程质量", "《中华人民共和国建筑法》第六十九条", "责令改正"),
    ("CF-ZL-003", "施工单位偷工减料使用不合格的建筑材料", "《建设工程质量管理条例》第六十四条", "责令改正"),
    ("CF-ZL-011", "未按照国家规定办理工程质量监督手续", "《建设工程质量管理条例》第五十六条", "责令改正"),
    ("CF-AQ-007", "施工现场临时用电不符合规范存在安全隐患", "《建设工程安全生产管理条例》第六十二条", "责令限期改正"),
    ("CF-FC-002", "房地产开发企业未取得预售许可证预售商品房", "《城市房地产开发经营管理条例》第三十六条", "停止预售"),
    ("CF-RQ-005", "擅自操作公用燃气阀门", "《城镇燃气管理条例》第四十九条", "责令限期改正"),
    ("CF-WY-004", "物业服务企业挪用专项维修资金", "《物业管理条例》第六十条", "追回挪用的专项维修资金"),
    ("CF-PS-009", "未取得污水排入排水管网许可证排放污水", "《城镇排水与污水处理条例》第五十条", "责令停止违法行为"),
)  # fmt: skip
TOWNS = (
    *("云岭", "青禾", "白沙", "石桥", "柳林", "河口", "临泉", "东关", "北坡", "红旗"),
    *("五里", "新安", "长岭", "清水", "金沙", "望海", "松山", "平川", "永兴", "太和"),
)
TRADES = (
    "建筑工程",
    "市政工程",
    "装饰装修",
    "房地产开发",
    "物业服务",
    "燃气",
    "园林绿化",
    "工程监理",
    "劳务",
    "商贸",
)
SYLLABLES = (
    "鑫盛恒泰瑞祥宏达嘉诚博远卓越锦华凯旋腾飞昌隆兴业安顺荣耀天成永固中联远大金辉银河东升西岳南山北辰春晖秋实"
    "景明慧聪旭阳启航正阳立信德胜海纳百川聚贤厚德载物明镜止水润泽万物同心协力创新求实精工细作"
)
PLACES = (
    *("工业园区", "新城片区", "老城街道", "开发区", "城关镇"),
    *("火车站旁", "学府路", "迎宾大道", "滨河路", "政务中心"),
)
WORKS = (
    *("住宅楼", "办公楼", "厂房", "道路改造", "管网"),
    *("小区绿化", "学校综合楼", "地下车库", "商业广场", "污水处理站"),
)
REASONS = (
    "当事人的行为破坏了建筑市场秩序，案发后主动配合调查，及时改正，未造成危害后果，依法从轻处罚",
    "当事人曾因同类违法行为受到处罚，仍不改正，依照自治区行政处罚裁量基准，属于情节较重",
    "当事人在陈述申辩中提出工期紧张，经复核，该理由不影响违法事实的成立，不予采纳",
    "当事人书面放弃陈述申辩和听证的权利，积极整改并提交了整改报告，经复查已经消除隐患",
)
RELIEF = "如不服本决定，可以在收到之日起六十日内申请行政复议，或者在六个月内向人民法院提起行政诉讼"


@dataclass(frozen=True)
class Firm:
    """An invented firm."""

    name: str
    code: str
    town: str


class Corpus:
    """Publications by number, the same whatever the database."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._draw = random.Random(64)  # noqa: S311 - reproducible, no secret
        self._stored: dict[str, str] = {}
        self.firms = [self._firm(number) for number in range(max(400, count // 12))]
        self._rare = {(number + 1) * count // (RARE[1] + 1) for number in range(RARE[1])}

    def _firm(self, number: int) -> Firm:
        draw = self._draw
        called = "".join(draw.choice(SYLLABLES) for _ in range(draw.choice((2, 2, 2, 3))))
        town = draw.choice(TOWNS)
        body = f"91159999{number:09d}"
        code = next(body + each for each in CREDIT_ALPHABET if not credit_code_fault(body + each))
        return Firm(f"{town}{called}{draw.choice(TRADES)}有限公司（示例）", code, town)

    def bits(self) -> int:
        """Return 128 bits for a key."""
        return self._draw.getrandbits(128)

    def day(self, number: int) -> dt.date:
        """Return the day of a decision: later ones have higher numbers, but for some weeks."""
        return FIRST_DAY + dt.timedelta(days=number * DAYS // self.count + self._draw.randint(0, 30))

    def facts(self, number: int) -> tuple[Firm, str, list[list[str]], dt.date, tuple[str, ...]]:
        """Return firm, number of the document, fields, day and matter."""
        draw = self._draw
        firm, matter, day = draw.choice(self.firms), draw.choice(MATTERS), self.day(number)
        place = f"{draw.choice(TOWNS)}{draw.choice(PLACES)}{draw.choice(WORKS)}"
        rare = f"，位于{RARE[0]}湖畔" if number in self._rare else ""
        said = (
            f"经查，当事人在{place}项目{rare}，自{day.year}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日起，"
            f"{matter[1]}，建筑面积{draw.randint(200, 90_000)}平方米，合同价款{draw.randint(20, 9_000)}万元，"
            "有现场检查笔录，询问笔录，施工合同和照片为证"
        )
        fields = [
            ["当事人", firm.name],
            ["统一社会信用代码", firm.code],
            ["违法事实", said],
            ["处罚依据", matter[2]],
            ["处罚内容", f"{matter[3]}，罚款人民币{draw.randint(1, 300) * 1000}元"],
            ["裁量理由", draw.choice(REASONS)],
            ["救济途径", RELIEF],
        ]
        return firm, f"示建罚决字〔{day.year}〕第{number + 1}号", fields, day, matter

    def tokens(self, said: str) -> str:
        """Return what `tokens.stored` says of a text, its pieces between marks cut into tokens once only."""
        cut = self._stored
        if len(cut) > MOST_KEPT:
            cut.clear()
        found = []
        for piece in MARKS.split(said):
            if piece not in cut:
                cut[piece] = stored(piece).strip()
            found.append(cut[piece])
        return " ".join(["", *filter(None, found), ""])


def fill(count: int) -> dict[str, float]:
    """Fill the empty database that stands open; return what the parts took, in seconds."""
    agency = Agency.objects.create(
        name="云岭县住房和城乡建设局（示例）", sign="示建", area="云岭县", government="云岭县人民政府",
        court="云岭县人民法院", address="政务中心", phone="0000-0000000", complaint_phone="0000-0000001",
        hours="工作日", collecting_bank="示例",
    )  # fmt: skip
    corpus, taken, start = Corpus(count), {}, time.perf_counter()
    with _index_at_the_end():
        for first in range(0, count, CHUNK):
            pairs = [_pair(corpus, agency, number) for number in range(first, min(first + CHUNK, count))]
            with transaction.atomic():
                _write(Publication, [publication for publication, _ in pairs])
                _write(Entry, [entry for _, entry in pairs])
        taken["rows"] = time.perf_counter() - start
        start = time.perf_counter()
    taken["index"] = time.perf_counter() - start
    start = time.perf_counter()
    with connection.cursor() as cursor:  # as autovacuum, or the tasks of the night, will have done
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    taken["statistics"] = time.perf_counter() - start
    return taken


def _pair(corpus: Corpus, agency: Agency, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    firm, document, fields, day, (code, matter, article, _) = corpus.facts(number)
    key = uuid.UUID(int=corpus.bits())
    title = f"{firm.name}{matter}案行政处罚决定"
    published = dt.datetime.combine(day + dt.timedelta(days=6), dt.time(15), clock.SHANGHAI)
    publication = {
        "id": key, "agency_id": agency.pk, "kind": "decision", "about": uuid.UUID(int=corpus.bits()).hex,
        "state": Publication.State.PUBLISHED, "title": title, "number": document, "party_name": firm.name,
        "matter_code": code, "matter_name": matter, "made_on": day, "content": {"fields": fields},
        "basis": article, "secrecy_checked": True, "published_at": published,
    }  # fmt: skip
    text = "。".join([document, *(said for _, said in fields)])
    entry: dict[str, Any] = {
        "kind": "publication", "ref": key.hex, "agency": agency.ref, "url": f"/decisions/{key.hex}/", "date": day,
        "public": True, "title": title, "text": text, "tokens": corpus.tokens(f"{title}|{text}"),
    }  # fmt: skip
    entry["tokens"] += marks.of_entry(Entry(**entry))
    if number == 0:
        assert entry["tokens"].startswith(stored(f"{title}|{text}"))
    return publication, entry


def _write(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Insert rows past the ORM, which would take a minute for each hundred thousand."""
    usual = model()
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]  # noqa: SLF001
    constant = {
        field.attname: field.get_db_prep_save(getattr(usual, field.attname), connection)
        for field in fields
        if field.attname not in rows[0]
    }
    given = [field for field in fields if field.attname in rows[0]]
    names = [field.column for field in given] + [*constant]
    lines: list[list[Any]] = [
        [*(field.get_db_prep_save(row[field.attname], connection) for field in given), *constant.values()]
        for row in rows
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", lines)  # noqa: SLF001
            return
        with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:  # noqa: SLF001
            for line in lines:
                copy.write_row(line)


@contextmanager
def _index_at_the_end() -> Iterator[None]:
    """Leave the text index out while rows come, and make it in one go."""
    if connection.vendor == "sqlite":
        guards.drop(connection, whole=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute("DROP INDEX IF EXISTS search_entry_words")
    yield
    guards.create(connection)
