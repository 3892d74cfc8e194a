"""Every component says its state in words and lets no markup through."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from mingjing.theme import navigation
from mingjing.theme.lists import ListPage, ListSpec
from mingjing.theme.qr import drawing

FOLDER = Path(navigation.__file__).parent / "templates" / "theme"
TEMPLATES = sorted(path.name for path in FOLDER.glob("*.html"))
EVIL = '"><script>alert(1)</script>'


class Finding(forms.Form):
    finding = forms.ChoiceField(
        label="结论", widget=forms.RadioSelect, choices=[("pass", "无问题"), ("issue", EVIL)]
    )
    reason = forms.CharField(label=EVIL, widget=forms.Textarea, required=False)


def everything_evil() -> dict[str, Any]:
    """Return a context that gives every partial what it wants, with markup in every text."""
    form = Finding({"reason": EVIL})
    words = [
        "word", "tone", "title", "number", "stamp", "why", "before", "after", "heading", "text", "clause", "remark",
        "caption", "nothing", "label", "name", "submit", "action", "once", "version", "sentence", "next_step",
        "request_id", "home_url", "demo_clock", "search_words", "search_url", "feed_url", "photo_url",
        "cancel_url", "id", "verdict",
    ]  # fmt: skip
    from django.http import QueryDict

    return {
        **dict.fromkeys(words, EVIL),
        "clock": {"name": EVIL, "left": EVIL, "due": EVIL, "used": 1, "total": 2, "unit": EVIL, "tone": EVIL},
        "clocks": [{"name": EVIL, "left": EVIL, "due": EVIL, "tone": EVIL}],
        "gates": [{"state": "stop", "sentence": EVIL, "clause": EVIL, "actions": [(EVIL, EVIL, True)]}],
        "records": [{"time": dt.date(2026, 8, 1), "sentence": EVIL, "url": EVIL, "link": EVIL, "clause": EVIL}],
        "pairs": [(EVIL, EVIL)],
        "path": [(EVIL, EVIL), (EVIL, EVIL)],
        "tabs": [{"label": EVIL, "url": EVIL, "count": EVIL}],
        "checks": [("ok", EVIL), ("off", EVIL)],
        "steps": [EVIL],
        "details": [EVIL],
        "formats": [(EVIL, EVIL)],
        "quiet": [(EVIL, EVIL, EVIL)],
        "draft": {"title": EVIL, "number": EVIL, "head": [EVIL], "paragraphs": [EVIL]},
        "form": form,
        "field": form["finding"],
        "formset": forms.formset_factory(Finding, extra=1)(),
        "page": ListPage(QueryDict(f"sort={EVIL}"), ListSpec([]), [], row=dict),
        "site": dict.fromkeys(("agency", "government", "government_url", "address", "hours", "code"), EVIL)
        | {"phones": [(EVIL, EVIL)]},
        "me": dict.fromkeys(("name", "department", "agency", "logout_url"), EVIL),
        "menu": [(EVIL, [{"label": EVIL, "url": EVIL, "count": EVIL}])],
        "messages": [EVIL],
        "checkpoint": {"size": 1, "time": dt.date(2026, 8, 1), "root": EVIL},
        "refusal": dict.fromkeys(("code", "sentence", "clause", "next_step"), EVIL) | {"details": [EVIL]},
    }  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_lets_markup_through(name: str) -> None:
    html = render_to_string(f"theme/{name}", everything_evil())
    assert "<script" not in html


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_bears_an_empty_context(name: str) -> None:
    if name in {"_field.html", "_field_notes.html", "_form_set.html"}:
        return  # they are about a field, and there is none
    render_to_string(f"theme/{name}", {})


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_says_its_context_and_obeys_the_content_policy(name: str) -> None:
    source = (FOLDER / name).read_text(encoding="utf-8")
    assert "{# context:" in source
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script|<style|javascript:|data:", source)


def render(source: str, **context: Any) -> str:
    return Template("{% load mingjing %}" + source).render(Context(context))


def test_a_gate_says_what_is_missing_its_clause_and_the_repair() -> None:
    gates = [
        {"state": "stop", "sentence": "缺录音录像", "clause": "第十七条", "actions": [("上传", "/up", True)]},
        {"state": "open", "sentence": "两名执法人员", "remark": "08-27 复核"},
        {"state": "off", "sentence": "听证笔录"},
    ]
    html = render_to_string("theme/_gate_list.html", {"gates": gates})
    assert '<li class="gate is-stop">' in html
    for words in ("缺：", "已齐：", "不适用：", "第十七条", 'href="/up"', "08-27 复核"):
        assert words in html


def test_a_clock_tells_a_screen_reader_what_its_bar_shows() -> None:
    clock = {
        "name": "公开期限",
        "left": "剩 4 个工作日",
        "due": "2026-09-02 届满",
        "used": 3,
        "total": 7,
        "unit": "个工作日",
        "tone": "soon",
    }
    html = render_to_string("theme/_clock.html", {"clock": clock})
    assert 'aria-label="公开期限：已用 3 个工作日，共 7 个工作日"' in html
    assert 'class="clock is-soon"' in html
    assert '<span class="nb">2026-09-02</span>' in html


def test_a_correction_shows_both_values_unless_the_old_one_is_personal() -> None:
    both = render_to_string("theme/_diff.html", {"before": "正合", "after": "正和"})
    assert "<del>" in both
    assert "正合" in both
    hidden = render_to_string("theme/_diff.html", {"before": "正合", "after": "正和", "secret": True})
    assert "正合" not in hidden
    assert "正和" in hidden


def test_a_verdict_is_said_in_words_for_every_check() -> None:
    checks = [("ok", "摘要一致"), ("stop", "记录不存在"), ("off", "见证")]
    html = render_to_string(
        "theme/_verify_badge.html", {"verdict": "stop", "title": "不一致", "checks": checks}
    )
    for words in ("成立：", "不成立：", "未核对：", 'class="verify is-stop"'):
        assert words in html


def test_a_flowchart_has_a_text_twin() -> None:
    svg = mark_safe("<svg><g/></svg>")
    html = render_to_string("theme/_flowchart.html", {"svg": svg, "label": "流程图", "steps": ["立案"]})
    assert "<svg><g/></svg>" in html
    assert "<li>立案</li>" in html
    assert 'tabindex="0"' in html


def test_a_qr_code_is_a_drawing_without_style() -> None:
    side, path = drawing("http://127.0.0.1:8000/decisions/1/")
    html = render('{% qr_code text "本页网址" %}', text="http://127.0.0.1:8000/decisions/1/")
    assert f'viewBox="0 0 {side} {side}"' in html
    assert path in html
    assert 'aria-label="本页网址"' in html
    assert "style" not in html


def test_a_qr_code_holds_the_dark_modules_only() -> None:
    side, path = drawing("a")
    runs = re.findall(r"M(\d+) (\d+)\.5h(\d+)", path)
    assert path == "".join(f"M{x} {y}.5h{length}" for x, y, length in runs)
    assert runs[0] == ("2", "2", "7")  # the upper edge of the first finder
    assert all(int(x) + int(length) <= side - 2 for x, _, length in runs)


def test_the_status_tag_renders_the_status() -> None:
    assert render('{% status "ok" "已公开" %}').strip() == '<span class="status is-ok">已公开</span>'


def test_the_navigation_leads_only_to_what_exists() -> None:
    entries = (("首页", "/nowhere/"), ("字号", "/display"), ("切换", "theme:display"), ("无名", "theme:none"))
    assert [item.url for item in navigation.items(entries, "/")] == ["/display", "/display"]


def test_the_navigation_says_where_you_are() -> None:
    html = render(
        "{% nav_items as items %}{{ items.0.current }}",
        portal_nav=[("字号", "/display")],
        request=RequestFactory().get("/display"),
    )
    assert html == "page"


def test_the_portal_names_the_agency_and_the_newest_checkpoint() -> None:
    html = render_to_string(
        "theme/base_portal.html",
        {
            "site": {"agency": "云岭县住房和城乡建设局（示例）", "phones": [("咨询电话", "0000-1234567")]},
            "checkpoint": {
                "size": 18204,
                "time": dt.datetime(2026, 8, 27, 1, 0, tzinfo=dt.UTC),
                "root": "Kq3v",
            },
        },
    )
    for words in (
        "云岭县住房和城乡建设局（示例）",
        "0000-1234567",
        "18,204",
        "2026-08-27 09:00",
        "Kq3v",
        'lang="zh-CN"',
        'href="#main"',
    ):
        assert words in html


def test_the_workbench_says_who_is_working_and_logs_out_by_post() -> None:
    html = render_to_string(
        "theme/base_workbench.html",
        {
            "me": {
                "name": "沈知行",
                "department": "建筑市场监管股",
                "agency": "某局",
                "logout_url": "/logout/",
            },
            "menu": [("办理", [{"label": "待办", "url": "/w/", "count": 7, "current": True}])],
            "demo_clock": "演示环境：2026年9月15日",
        },
    )
    assert re.search(r'<form class="wb-out"\s+method="post"\s+action="/logout/">', html)
    assert 'aria-current="page"' in html
    for words in ("沈知行", "建筑市场监管股", "演示环境：2026年9月15日"):
        assert words in html
