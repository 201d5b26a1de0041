"""What components promise to those who use them."""

import pytest
from django import forms
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.ui.spark import spark_path
from drumbeat.ui.templatetags.ui import initials, percent_of, state_tone, undo_url
from drumbeat.ui.words import word_diff

texts = st.text("冷泡八小时不涩 ten eight hours,.", max_size=30)
numbers = st.one_of(st.none(), st.integers(-1000, 1000))


class SpendForm(forms.Form):
    amount = forms.DecimalField(label="Amount", help_text="In yuan.", min_value=0)
    note = forms.CharField(label="Note", required=False)


def shown(source, **context):
    # Compiled as a file would be: the loader turns <c-…> into tags.
    from django_cotton.compiler_regex import CottonCompiler

    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


def test_an_error_stands_at_its_field_and_in_the_summary():
    form = SpendForm({"amount": "-3", "note": "kept"})
    page = shown('<c-form :form="form" submit="Save" />', form=form)
    assert 'id="id_amount_error"' in page
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in page
    assert 'href="#id_amount"' in page
    assert "1 thing to put right" in page


def test_what_was_typed_is_kept():
    page = shown('<c-form :form="form" />', form=SpendForm({"amount": "-3", "note": "kept"}))
    assert 'value="-3"' in page
    assert 'value="kept"' in page


def test_only_required_fields_are_marked():
    page = shown('<c-form :form="form" />', form=SpendForm())
    assert page.count('class="required"') == 1


def test_an_empty_table_teaches_the_next_step():
    source = """<c-table caption="Goals" :columns="columns" :count="0">
    <c-slot name="empty"><c-empty title="No goal yet" url="new/" action="Write one" /></c-slot>
    </c-table>"""
    page = shown(source, columns=["Goal"])
    assert "No goal yet" in page
    assert "<table" not in page


def test_a_table_is_named_and_its_scroll_box_can_be_focused():
    page = shown(
        '<c-table caption="Goals" :columns="columns"><tr></tr></c-table>', columns=["Goal"]
    )
    assert 'role="region" tabindex="0" aria-label="Goals"' in page
    assert '<th scope="col">Goal</th>' in page


def test_words_a_person_typed_are_escaped_in_a_declared_attribute():
    evil = '"><script>alert(1)</script>'
    page = shown('<c-card :title="name" /><c-number :label="name" :value="name" />', name=evil)
    assert "<script>" not in page


def test_a_light_says_what_its_colour_says():
    checks = [{"label": "Right", "state": "no", "reason": "ends Nov 30"}]
    page = shown('<c-lights :checks="checks" />', checks=checks)
    assert "Right: stops it — ends Nov 30" in page


def test_a_link_in_a_button_row_is_a_link():
    assert shown('<c-button url="/x/">Go</c-button>').startswith('<a class="btn plain" href="/x/"')


@given(texts, texts)
def test_a_difference_holds_both_texts_whole(before, after):
    pieces = word_diff(before, after)
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


@given(st.lists(numbers, max_size=40))
def test_a_sparkline_stays_in_its_box_and_leaves_gaps_open(values):
    path = spark_path(values, width=96, height=24)
    known = [value for value in values if value is not None]
    if not known:
        assert path["line"] == ""
        return
    assert 2 <= path["x"] <= 94
    assert 2 <= path["y"] <= 22
    starts = sum(
        1
        for at, value in enumerate(values)
        if value is not None and (at == 0 or values[at - 1] is None)
    )
    assert path["line"].count("M") == starts


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anna Berg", "AB"), ("Jo", "J"), ("林玥", "林玥"), ("欧阳小明", "小明"), ("", "–")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_share_never_leaves_its_bar():
    assert percent_of(1.2, 1) == "100.00%"
    assert percent_of(-1, 1) == "0.00%"
    assert percent_of(1, 0) == "0%"


def test_a_state_nobody_named_is_plain():
    assert state_tone("live") == "good"
    assert state_tone("whatever") == "plain"


def test_undo_leads_only_to_an_address_of_our_own():
    assert undo_url("undo=/briefs/B1/archive") == "/briefs/B1/archive"
    assert undo_url("undo=https://elsewhere.example") == ""
    assert undo_url("undo=//elsewhere.example") == ""
