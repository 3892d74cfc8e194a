"""The cast: the same people in the demo and in every test (两名承办人、科室负责人、法制审核员…)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from mingjing.registry.permissions import Role

PASSWORD = "Mingjing-2026"  # noqa: S105 - the demo's own accounts exist in the demo only

AGENCY = {
    "name": "云岭县住房和城乡建设局（示例）",
    "sign": "云建",
    "credit_code": "11159999MB0000019L",
    "area": "云岭县",
    "government": "云岭县人民政府（示例）",
    "court": "云岭县人民法院（示例）",
    "address": "云岭县云川镇建设路 18 号（示例）",
    "phone": "0000-1234567",
    "complaint_phone": "0000-1234568",
    "hours": "工作日 8:30–12:00，14:30–17:30",
    "collecting_bank": "云岭县农村商业银行营业部（示例）",
    "collecting_address": "云岭县云川镇中心街 2 号（示例）",
}

TOLD: dict[str, Any] = {
    "duties": "贯彻执行住房城乡建设法律、法规、规章，组织实施本县建筑市场和工程质量安全监督管理\n"
    "负责房地产市场、物业服务活动的监督管理\n"
    "负责城镇燃气、市政公用行业的监督管理\n"
    "负责住房保障工作",
    "powers": "对违反住房城乡建设法律、法规、规章的行为实施行政处罚\n"
    "对建筑市场、房地产市场、物业服务、城镇燃气活动进行行政检查\n"
    "依法责令停止施工、责令改正、先行登记保存证据",
    "postal_address": "000000 云岭县云川镇建设路 18 号 云岭县住房和城乡建设局办公室（示例）",
    "monitoring": "云川镇滨河路北段在建工地出入口：扬尘在线监测和视频（示例）\n"
    "建设路 20 号渣土消纳场出入口：车辆号牌识别（示例）",
}
"""What the bureau tells the public of itself."""

DEPARTMENTS = {
    "market": ("建筑市场监管股", "enforcement"),
    "quality": ("质量安全监管股", "enforcement"),
    "legal": ("政策法规股", "legal"),
    "leaders": ("局领导", "leadership"),
    "office": ("办公室", "office"),
    "supervision": ("执法监督岗", "supervision"),
}
MORE_DEPARTMENTS = {
    "estate": ("房地产市场监管股", "enforcement"),
    "utilities": ("市政公用股", "enforcement"),
    "squad": ("综合执法大队", "enforcement"),
    "housing": ("住房保障股", "enforcement"),
}

STATION: dict[str, Any] = {
    "name": "云岭县建设工程质量安全站（示例）",
    "sign": "云建质",
    "address": "云岭县云川镇建设路 20 号（示例）",
}
LETTER: dict[str, Any] = {
    "letter_number": "云建委〔2026〕1号",
    "matters": ["CF-ZA-001", "CF-ZA-002"],
    "powers": "立案以前的核查，调查取证，制作和送达文书；处罚决定由委托机关作出。",
    "valid_from": dt.date(2026, 1, 5),
    "valid_to": dt.date(2028, 12, 31),
}


@dataclass(frozen=True)
class Person:
    """A member of the cast: account name, name, department, post, role, certificate ("" for none), its last day."""

    username: str
    name: str
    department: str
    post: str
    role: Role
    certificate: str = ""
    valid_to: dt.date = dt.date(2029, 6, 30)


CAST = (
    Person("officer1", "沈知行（示例）", "market", "股员", Role.OFFICER, "YL-2023-0101"),
    Person("officer2", "陆明川（示例）", "market", "股员", Role.OFFICER, "YL-2023-0102"),
    Person("officer3", "何以安（示例）", "quality", "股员", Role.OFFICER, "YL-2023-0103"),
    Person("section", "程砚秋（示例）", "market", "股长", Role.SECTION, "YL-2023-0104"),
    Person("reviewer", "顾清和（示例）", "legal", "法制审核员", Role.REVIEWER),
    Person("legalhead", "温如玉（示例）", "legal", "股长", Role.LEGALHEAD),
    Person("deputy", "韩立峰（示例）", "leaders", "副局长", Role.DEPUTY),
    Person("principal", "周正言（示例）", "leaders", "局长", Role.PRINCIPAL),
    Person("publisher", "林若溪（示例）", "office", "公示员", Role.PUBLISHER),
    Person("checker", "苏明月（示例）", "office", "公示审核员", Role.CHECKER),
    Person("supervisor", "秦明远（示例）", "supervision", "执法监督员", Role.SUPERVISOR),
)

COLLEAGUES = (
    Person("officer4", "叶澄（示例）", "quality", "股员", Role.OFFICER, "YL-2023-0105"),
    Person("officer5", "许砚（示例）", "quality", "股员", Role.OFFICER, "YL-2023-0106"),
    Person("officer6", "白川（示例）", "market", "股员", Role.OFFICER, "YL-2023-0107"),
    Person("officer7", "梅岭（示例）", "market", "股员", Role.OFFICER, "YL-2023-0108"),
    Person("officer8", "方知远（示例）", "estate", "股员", Role.OFFICER, "YL-2023-0109"),
    Person("officer9", "罗见山（示例）", "estate", "股员", Role.OFFICER, "YL-2023-0110"),
    Person("officer10", "江月明（示例）", "utilities", "股员", Role.OFFICER, "YL-2023-0111"),
    Person("officer11", "宋怀瑾（示例）", "utilities", "股员", Role.OFFICER, "YL-2023-0112"),
    Person("officer12", "谢春和（示例）", "squad", "中队长", Role.OFFICER, "YL-2023-0113"),
    Person(
        "officer13", "孟清源（示例）", "squad", "队员", Role.OFFICER, "YL-2023-0114", dt.date(2026, 5, 31)
    ),
    Person("officer14", "乔松年（示例）", "squad", "队员", Role.OFFICER, "YL-2023-0115"),
    Person("officer15", "常青（示例）", "squad", "队员", Role.OFFICER, "YL-2023-0116"),
    Person("officer16", "钟鸣（示例）", "squad", "队员", Role.OFFICER, "YL-2023-0117"),
    Person("officer17", "苗雨（示例）", "housing", "股员", Role.OFFICER, "YL-2023-0118"),
    Person("officer18", "易安然（示例）", "housing", "股员", Role.OFFICER, "YL-2023-0119"),
    Person("section2", "贺云帆（示例）", "quality", "股长", Role.SECTION, "YL-2023-0120"),
    Person("section3", "段临川（示例）", "estate", "股长", Role.SECTION, "YL-2023-0121"),
    Person("section4", "傅长风（示例）", "utilities", "股长", Role.SECTION, "YL-2023-0122"),
    Person("section5", "姜怀远（示例）", "squad", "大队长", Role.SECTION, "YL-2023-0123"),
    Person("section6", "蓝若水（示例）", "housing", "股长", Role.SECTION, "YL-2023-0124"),
    Person("reviewer2", "季文渊（示例）", "legal", "法制审核员", Role.REVIEWER),
    Person("deputy2", "唐永宁（示例）", "leaders", "副局长", Role.DEPUTY),
    Person("counsel", "严明哲（示例）", "legal", "法律顾问（执业律师）", Role.COUNSEL),
    Person("archivist", "卢静书（示例）", "office", "档案员", Role.ARCHIVIST),
    Person("window", "尹笑棠（示例）", "office", "窗口工作人员", Role.WINDOW),
    Person("devices", "石可风（示例）", "office", "设备管理员", Role.DEVICES),
)
"""Who works at the demo bureau besides the cast, and has an account too."""

ADMINISTRATORS = (("system", Role.SYSTEM), ("security", Role.SECURITY), ("audit", Role.AUDIT))

DOMAINS = ["建筑市场", "房地产", "质安", "燃气", "物业", "规划/城管", "招投标", "市政", "抗震", "节能"]
