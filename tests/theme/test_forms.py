"""Errors link to their fields and name the law; what was typed is kept; the rooms write plain Django forms."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from mingjing.refusal import Refusal
from mingjing.theme.forms import new_key, refuse


class Inspection(forms.Form):
    started = forms.DateTimeField(label="开始时间")
    day = forms.DateField(label="日期", initial=dt.date(2026, 8, 1))
    place = forms.CharField(label="检查地点", help_text="写到门牌 <或者> 坐标")
    officer = forms.ChoiceField(label="执法人员", choices=[("1", "沈知行"), ("2", "裴知秋")])
    shown = forms.BooleanField(label="已出示执法证件")
    told = forms.MultipleChoiceField(
        label="告知", widget=forms.CheckboxSelectMultiple, choices=[("a", "事由"), ("b", "回避")]
    )
    finding = forms.ChoiceField(
        label="结论", widget=forms.RadioSelect, choices=[("pass", "无"), ("issue", "有")]
    )
    facts = forms.CharField(label="检查情况", widget=forms.Textarea, required=False)
    scan = forms.FileField(label="扫描件", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def bound(**data: Any) -> Inspection:
    form = Inspection({"version": "3", **data})
    form.is_valid()
    return form


def tag(html: str, control_id: str) -> str:
    """Return the opening tag of the control with this id."""
    found = re.search(rf'<[^>]*\bid="{control_id}"[^>]*>', html)
    assert found, f"no control {control_id}"
    return found[0]


def test_every_control_has_its_label_and_class() -> None:
    html = str(Inspection())
    for name in ("started", "day", "place", "officer", "facts", "scan"):
        assert f'for="id_{name}"' in html
        assert 'class="form-control"' in tag(html, f"id_{name}")


def test_dates_and_times_get_the_browsers_own_picker_and_format() -> None:
    html = str(Inspection(initial={"started": dt.datetime(2026, 8, 26, 14, 20)}))  # noqa: DTZ001
    assert 'type="date"' in tag(html, "id_day")
    assert 'value="2026-08-01"' in tag(html, "id_day")
    assert 'type="datetime-local"' in tag(html, "id_started")
    assert 'value="2026-08-26T14:20"' in tag(html, "id_started")


def test_what_the_picker_sends_is_understood() -> None:
    form = bound(started="2026-08-26T14:20", day="2026-08-26")
    assert form.cleaned_data["day"] == dt.date(2026, 8, 26)
    assert form.cleaned_data["started"].strftime("%H:%M") == "14:20"


def test_check_boxes_and_radios_are_picks_in_a_fieldset() -> None:
    html = str(Inspection())
    assert re.search(r'<label class="pick"\s+for="id_told_0"><input type="checkbox"', html)
    assert re.search(r'<label class="pick"\s+for="id_finding_0"><input type="radio"', html)
    assert re.search(r'<label class="pick"\s+for="id_shown"><input type="checkbox"', html)
    assert html.count("<fieldset") == html.count("<legend>") == 2


def test_no_radio_is_chosen_before_a_person_chooses() -> None:
    assert "checked" not in str(Inspection())


def test_what_was_typed_is_kept_and_escaped() -> None:
    html = str(
        bound(place="<b>云川镇</b>", officer="2", told=["b"], facts="施工<中>", started="2026-08-26T14:20")
    )
    assert 'value="&lt;b&gt;云川镇&lt;/b&gt;"' in tag(html, "id_place")
    assert "施工&lt;中&gt;</textarea>" in html
    assert 'value="2026-08-26T14:20"' in tag(html, "id_started")
    assert '<option value="2" selected>' in html
    assert "checked" in tag(html, "id_told_1")
    assert "checked" not in tag(html, "id_told_0")


def test_the_summary_links_to_every_field_at_fault() -> None:
    html = str(bound())
    for target in ("id_started", "id_day", "id_place", "id_officer", "id_shown", "id_told_0", "id_finding_0"):
        assert f'href="#{target}"' in html
        assert tag(html, target)
    assert "有 7 处需要改正" in html
    assert 'role="alert"' in html
    assert "autofocus" in html


def test_a_field_at_fault_is_described_by_its_hint_and_its_error() -> None:
    html = str(bound())
    assert 'aria-describedby="id_place_helptext id_place_error"' in tag(html, "id_place")
    assert 'aria-invalid="true"' in tag(html, "id_place")
    assert 'id="id_place_error"' in html
    assert "写到门牌 &lt;或者&gt; 坐标" in html


def test_nothing_given_is_said_in_the_fields_own_words() -> None:
    html = str(bound())
    for words in ("检查地点：没有填写", "执法人员：没有选择", "已出示执法证件：没有勾选"):
        assert words in html


def test_a_fresh_form_shows_no_error() -> None:
    html = str(Inspection())
    assert "errors" not in html
    assert "aria-invalid" not in html


def test_hidden_fields_are_there_and_have_no_label() -> None:
    html = str(bound())
    assert '<input type="hidden" name="version" value="3" id="id_version">' in html
    assert 'for="id_version"' not in html


def test_a_refusal_stands_at_its_field_with_clause_and_next_step() -> None:
    form = bound()
    refuse(
        form,
        Refusal(
            "officer.expired", "证件已过期 <x>", "行政处罚法 第四十二条", "换一名执法人员。", field="officer"
        ),
    )
    html = str(form)
    assert "证件已过期 &lt;x&gt;" in html
    assert html.count("行政处罚法 第四十二条") == 2  # in the summary and at the field
    assert html.count("换一名执法人员。") == 2
    assert form.errors["officer"].as_data()[-1].code == "officer.expired"


def test_a_refusal_about_no_field_stands_at_the_top() -> None:
    form = bound()
    refuse(form, Refusal("case.ended", "案件已经办结。", field="nowhere", details=["2026-08-01 结案"]))
    assert "案件已经办结。" in str(form)
    assert form.non_field_errors()


@pytest.mark.parametrize("sentence", ["罚款为合同价款的 1%–2%", "100%（%s）"])
def test_a_percent_sign_in_a_refusal_does_no_harm(sentence: str) -> None:
    form = bound()
    refuse(form, Refusal("draft.range", sentence))
    assert sentence in str(form)


def test_the_act_form_carries_key_version_and_files() -> None:
    key = new_key()
    html = render_to_string(
        "theme/_act_form.html", {"form": Inspection(), "once": key, "version": 7, "submit": "保存"}
    )
    assert f'name="once" value="{key}"' in html
    assert 'name="version" value="7"' in html
    assert 'enctype="multipart/form-data"' in html
    assert "novalidate" in html


def test_keys_are_used_once() -> None:
    assert new_key() != new_key()


def test_a_formset_shows_each_form_and_its_own_error() -> None:
    party = forms.formset_factory(forms.Form, min_num=2, validate_min=True, extra=0)
    formset = party({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    assert not formset.is_valid()
    html = str(formset)
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'class="errors' in html
