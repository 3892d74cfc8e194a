"""The forms of keeping files: the certificate of a file's custody, the list and certificate of what was destroyed."""

from __future__ import annotations

from mingjing.documents.form import Form

CUSTODY = Form(
    "GD03",
    "保管链证明",
    elements=("文件", "案件", "取得", "存入", "SHA-256", "SM3", "最近一次复核", "经过"),
    basis="行政处罚法 第四十七条",
)
DESTRUCTION = Form(
    "GD04",
    "销毁清册和销毁证明",
    elements=("清册", "鉴定意见", "批准", "销毁人", "监销人", "销毁方式", "销毁的文件", "没有销毁的"),
    basis="档案法：禁止擅自销毁档案",
    signers=("销毁人", "监销人", "批准人"),
)
