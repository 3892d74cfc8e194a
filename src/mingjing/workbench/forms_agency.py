"""What the system administrator types about the agency itself."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.registry.models import Agency
from mingjing.registry.permissions import Role
from mingjing.registry.rules import RUNGS
from mingjing.workbench.acting import ActForm
from mingjing.workflow.approvals import DEFAULT_CHAINS, LABELS


class Rungs(forms.MultipleChoiceField):
    """The posts that sign a matter below the rung that the law names."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, matter: str) -> None:
        last = "或者".join(role.label for role in DEFAULT_CHAINS[matter][-1])
        super().__init__(
            label=f"{LABELS[matter]}：先由谁签署",
            choices=[(role.value, role.label) for role in RUNGS],
            required=False,
            help_text=f"按所列次序逐级签署；最后一级依法由{last}签署，不能改。",
        )

    def clean(self, value: Any) -> list[Role]:
        """Return the posts."""
        return [Role(role) for role in super().clean(value)]


class AgencyForm(ActForm):
    """Particulars and approval chains. The name is no field: it is fixed."""

    sign = forms.CharField(label="机关代字", max_length=20, help_text="文号的开头，如：云建。")
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=18, required=False, help_text="18 位，系统核对校验位。"
    )
    level = forms.ChoiceField(
        label="层级",
        choices=Agency.Level.choices,
        widget=forms.RadioSelect,
        help_text="公开目录里的公开层级。",
    )
    area = forms.CharField(
        label="执法区域", max_length=60, help_text="与执法证件上登记的区域一致，否则持证人不能办案。"
    )
    government = forms.CharField(
        label="本级人民政府", max_length=100, help_text="行政复议机关，写进告知和决定。"
    )
    court = forms.CharField(label="管辖法院", max_length=100, help_text="行政诉讼的法院，写进告知和决定。")
    address = forms.CharField(label="地址", max_length=200, help_text="可以连同邮政编码。")
    phone = forms.CharField(label="咨询电话", max_length=40)
    complaint_phone = forms.CharField(label="监督投诉电话", max_length=40)
    hours = forms.CharField(label="办公时间", max_length=100)
    collecting_bank = forms.CharField(
        label="代收机构",
        max_length=200,
        help_text="代收罚款的银行和网点；罚缴分离（行政处罚法 第六十七条）。",
    )
    collecting_address = forms.CharField(
        label="代收机构地址",
        max_length=200,
        help_text="写进决定书（罚款决定与罚款收缴分离实施办法 第七条）。",
    )
    number_style = forms.ChoiceField(
        label="文号格式",
        choices=Agency.NumberStyle.choices,
        widget=forms.RadioSelect,
        help_text="改动以后制作的文书按新格式；序号接着编，已有的文号不变。",
    )
    number_width = forms.IntegerField(
        label="序号位数", min_value=1, max_value=6, help_text="编虚位的格式用，如 3 位：第001号。"
    )
    hearing_sum_person = forms.IntegerField(
        label="听证数额：自然人（元）",
        min_value=1,
        max_value=100_000_000,
        help_text="罚款、没收违法所得达到这一数额的，告知听证权利（行政处罚法 第六十三条）。",
    )
    hearing_sum_other = forms.IntegerField(
        label="听证数额：单位（元）",
        min_value=1,
        max_value=100_000_000,
        help_text="法人、其他组织、个体工商户。",
    )
    hearing_sums_confirmed = forms.BooleanField(
        label="听证数额已经本机关确认",
        required=False,
        help_text="本地住建系统的标准未查到：默认数额取自内蒙古 2002 年《重大行政处罚备案办法》，待确认。",
    )
    posts_elsewhere = forms.BooleanField(
        label="没有自己的公示网站",
        required=False,
        help_text="公众打不开本系统的公示网站的勾选：公开以在县政府平台、公示栏等处首次发布为准，登记转载之日起算公开。",
    )
    filing = Rungs("filing")
    decision = Rungs("decision")
    closing = Rungs("closing")


class DescribeForm(ActForm):
    """What the public reads of the agency beyond its particulars."""

    duties = forms.CharField(
        label="职责",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一项一行，按“三定”规定写。",
    )
    powers = forms.CharField(
        label="执法权限",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一项一行；逐项的依据在行政执法事项清单里，这里不抄。",
    )
    postal_address = forms.CharField(
        label="通信地址", max_length=200, required=False, help_text="连同邮政编码；与办公地址相同的可以不填。"
    )
    monitoring = forms.CharField(
        label="电子技术监控设备设置地点",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一处一行，写明采集什么；设置地点应当向社会公布（行政处罚法 第四十一条）。没有的不填。",
    )
