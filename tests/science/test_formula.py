"""Formulas that people type: against Python's own arithmetic, and against people who try things."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.science.formula import DEEPEST, FormulaError, Unit, read

NAMES = ("sessions", "orders", "revenue", "spend")
numbers = st.integers(0, 10**6).map(str) | st.decimals(0, 999, places=3).map(str)
expressions = st.recursive(
    numbers | st.sampled_from(NAMES),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda one: f"-{one}")
    ),
    max_leaves=8,
)
amounts = st.fractions(-(10**6), 10**6, max_denominator=1000)


def python_says(text, values):
    """The same, by Python's own parser and exact numbers: every literal becomes a Fraction."""
    exact = re.sub(r"\d+(\.\d+)?", lambda found: f"F('{found[0]}')", text)
    try:
        return eval(exact, {"F": Fraction, **values})
    except ZeroDivisionError:
        return None


@settings(deadline=None)
@given(expressions, st.fixed_dictionaries(dict.fromkeys(NAMES, amounts)))
def test_a_formula_comes_to_what_python_says_exactly(text, values):
    if text.count("(") > DEEPEST or len(text) > 200:
        return
    assert read(text, NAMES).value(values) == python_says(text, values)


@settings(deadline=None)
@given(expressions, st.sampled_from(NAMES))
def test_what_is_unknown_makes_the_whole_unknown(text, missing):
    formula = read(text, NAMES) if len(text) <= 200 else read(missing, NAMES)
    values = {name: None if name == missing else Fraction(3) for name in NAMES}
    assert missing not in formula.names or formula.value(values) is None


def test_a_tenth_is_a_tenth():
    assert read("0.1 + 0.2", ()).value({}) == Fraction(3, 10)


def test_people_write_signs_in_many_ways():
    values = {"revenue": Fraction(360), "spend": Fraction(90)}
    for text in ("（revenue × 0.45 − spend）÷ spend", "(revenue*0.45-spend)/spend"):
        assert read(text, NAMES).value(values) == Fraction(4, 5)


def test_nothing_is_divided_by_zero():
    zero = {"orders": Fraction(5), "sessions": Fraction(0)}
    assert read("orders / sessions", NAMES).value(zero) is None
    assert read("1 + orders / (sessions * 2)", NAMES).value(zero) is None


@pytest.mark.parametrize(
    ("text", "why", "place"),
    [
        ("", "empty", 1),
        ("   ", "empty", 1),
        ("orders / visits", "name", 10),
        ("__import__('os')", "name", 1),
        ("orders.__class__", "character", 7),
        ("orders / (sessions", "shape", 18),
        ("orders sessions", "shape", 8),
        ("orders(2)", "shape", 7),
        ("(orders)(2)", "shape", 9),
        ("orders ** 9", "shape", 9),
        ("orders // 9", "shape", 9),
        ("  orders ** 9", "shape", 11),
        ("9 ** 9 ** 9 ** 9", "shape", 4),
        ("007", "shape", None),
        ("orders / ()", "shape", 11),
        ("orders) / (2", "shape", 7),
        ("orders % 2", "character", 8),
        ("orders = 2", "character", 8),
        ("orders, spend", "character", 7),
        ("[orders]", "character", 1),
        ("'orders'", "character", 1),
        ("lambda: 1", "name", 1),
        ("1e999", "name", 2),
        ("1_000", "name", 2),
        ("0x10", "name", 2),
        ("1.2.3", "character", 4),
        (".5", "character", 1),
        ("10000000000000 * orders", "digits", 1),
        ("٣ + orders", "character", 1),
        ("订单 / sessions", "character", 1),
        ("(" * 13 + "orders" + ")" * 13, "deep", 13),
        ("-" * 199 + "1 + 1", "long", 201),
        ("orders /", "shape", 8),
        ("True", "name", 1),
    ],
)
def test_anything_else_is_refused_where_it_stands(text, why, place):
    with pytest.raises(FormulaError) as refused:
        read(text, NAMES)
    assert refused.value.why == why
    if place:
        assert refused.value.place == place


@settings(deadline=None)
@given(st.text(max_size=250))
def test_whatever_is_typed_is_read_or_refused_and_never_run(text):
    try:
        names = read(text, NAMES).names
    except FormulaError as refused:
        place, names = refused.place, frozenset()
    else:
        place = 1
    assert 1 <= place <= 201
    assert names <= set(NAMES)


UNITS = {
    "orders": Unit(things=1),
    "sessions": Unit(things=1),
    "revenue": Unit(money=1),
    "spend": Unit(money=1),
}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("orders / sessions", Unit()),
        ("spend / orders", Unit(1, -1)),
        ("revenue - spend", Unit(money=1)),
        ("(revenue * 0.45 - spend) / spend", Unit()),
        ("1 - spend / revenue", Unit()),
        ("-orders", Unit(things=1)),
    ],
)
def test_what_a_formula_counts_in_follows_from_it(text, unit):
    assert read(text, NAMES).unit(UNITS) == unit


@pytest.mark.parametrize(("text", "place"), [("revenue + orders", 8), ("1 + (spend - orders)", 11)])
def test_money_and_things_are_not_added(text, place):
    with pytest.raises(FormulaError) as refused:
        read(text, NAMES).unit(UNITS)
    assert refused.value.why == "units"
    assert refused.value.place >= place
