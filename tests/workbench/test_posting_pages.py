"""国办发〔2017〕47号; 244号13: what is put up elsewhere by hand is on record, and leaves when it is withdrawn."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from rules_cast import at_desk, body, who_may_open

from mingjing import clock
from mingjing.disclosure.actions import dossier_of, withdraw
from mingjing.disclosure.models import Posting, Publication
from mingjing.records import consumers
from mingjing.records.log import integrate_all
from mingjing.theme import qr
from telling import FIRM, decided

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

BOARD = "/workbench/publications/postings/"
WEB = {"channel": "platform", "place": "县政府网站·行政执法公示", "number": "2026-0102"}


def public(bureau: Bureau) -> Publication:
    decided(bureau).served()
    integrate_all()
    while consumers.run_all():
        pass
    return bureau.release(Publication.objects.get(kind="decision"))


def moment() -> str:
    return clock.now().astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def test_a_decision_is_put_up_elsewhere_and_taken_from_there(bureau: Bureau) -> None:
    """One life: package, record with a picture, withdrawal, every place that it must leave, gone."""
    publication = public(bureau)
    page = f"/workbench/publications/{publication.ref}/post/"
    desk = at_desk("publisher")

    shown = desk.text(page)
    assert "下载转载包" in shown
    assert f"http://testserver/decisions/{publication.ref}/" in shown
    answer = desk.get(f"/workbench/publications/{publication.ref}/package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        names = package.namelist()
        assert {"标题.txt", "正文.html", "微信公众号.txt", "微博.txt", "二维码.png"} <= set(names)
        assert any(name.startswith("附件/") and name.endswith(".pdf") for name in names)
        article = package.read("正文.html").decode()
        assert FIRM.name in article
        assert "<script" not in article
        assert len(package.read("微博.txt").decode()) < 250

    for wrong in ({"address": ""}, {"address": "javascript:alert(1)"}, {"posted_at": "2031-01-01 08:00"}):
        refused = desk.send(
            page, {**WEB, "address": "https://xx.example.gov.cn/1.html", "posted_at": moment()} | wrong
        )
        assert refused.status_code == 422, wrong
        assert "2026-0102" in body(refused)
    assert not Posting.objects.exists()

    shot = SimpleUploadedFile("页面.png", qr.picture("x"), "image/png")
    typed = {**WEB, "address": "https://xx.example.gov.cn/1.html", "posted_at": moment(), "shot": shot}
    assert desk.send(page, typed).status_code == 303
    made = Posting.objects.get()
    assert made.shot is not None
    assert desk.get(f"{BOARD}{made.ref}/shot/")["Content-Type"] == "image/png"
    record = dossier_of(publication).records.order_by("-seq")[0]
    assert record.act == "publication.posted"
    assert "xx.example.gov.cn" not in bytes(record.body).decode()
    assert "立即撤除" not in desk.text(BOARD)

    withdraw(user=bureau.users["checker"], publication=publication, situation="revoked")
    assert "须撤除" in desk.text(BOARD)
    assert "立即撤除" in desk.text(f"/workbench/publications/{publication.ref}/")
    assert desk.get(f"/workbench/publications/{publication.ref}/package.zip").status_code >= 400
    again = desk.send(page, {**WEB, "address": "https://xx.example.gov.cn/2.html", "posted_at": moment()})
    assert again.status_code in {409, 422}

    leave = f"{BOARD}{made.ref}/remove/"
    assert desk.send(leave, {"removed_on": "2020-01-01"}).status_code == 422
    assert desk.send(leave, {"removed_on": str(clock.today())}).status_code == 303
    told = desk.text(BOARD)
    assert "已撤除" in told
    assert "须撤除" not in told
    assert who_may_open(BOARD, ("publisher", "checker", "officer1")) == {"publisher", "checker"}
    assert who_may_open(page, ("publisher", "checker")) == {"publisher"}


def test_what_hangs_on_the_board_is_printed_with_its_days_of_putting_up_and_taking_down(
    bureau: Bureau,
) -> None:
    """种子 A4.1; 国办发〔2017〕47号: the physical board has its list, and says what must come down."""
    publication, desk, hung = public(bureau), at_desk("publisher"), f"{BOARD}board/"
    assert publication.title not in desk.text(hung)
    typed = {"channel": "board", "place": "局大厅公示栏", "posted_at": moment()}
    assert desk.send(f"/workbench/publications/{publication.ref}/post/", typed).status_code == 303
    shown = desk.text(hung)
    assert publication.title in shown
    assert "局大厅公示栏" in shown
    assert "须取下" not in shown
    withdraw(user=bureau.users["checker"], publication=publication, situation="revoked")
    assert "须取下" in desk.text(hung)
