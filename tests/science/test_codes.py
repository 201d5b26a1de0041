"""Tracking codes: typed wrongly, they are noticed."""

import random
import secrets
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.codes import ALPHABET, is_valid, new_code, normalise

codes = st.integers(0, 2**64).map(lambda seed: new_code(random.Random(seed)))


@given(codes)
def test_a_new_code_is_valid_and_already_in_normal_form(code):
    assert len(code) == 7
    assert is_valid(code)
    assert normalise(code) == code


def test_codes_can_come_from_the_systems_own_randomness():
    assert len({new_code(secrets) for _ in range(1000)}) > 990


def test_the_same_seed_gives_the_same_codes():
    assert new_code(random.Random(7)) == new_code(random.Random(7))


@given(codes)
def test_every_single_wrong_symbol_is_detected(code):
    for place in range(7):
        for wrong in set(ALPHABET) - {code[place]}:
            assert not is_valid(code[:place] + wrong + code[place + 1 :])


@given(codes)
def test_every_swap_of_two_different_symbols_is_detected_neighbours_or_not(code):
    for i, j in combinations(range(7), 2):
        swapped = list(code)
        swapped[i], swapped[j] = code[j], code[i]
        assert is_valid("".join(swapped)) == (code[i] == code[j])


@given(codes)
def test_exactly_one_check_symbol_fits(code):
    assert [s for s in ALPHABET if is_valid(code[:6] + s)] == [code[6]]


@given(codes, codes)
def test_the_check_is_linear(a, b):
    summed = (ALPHABET.index(x) ^ ALPHABET.index(y) for x, y in zip(a, b, strict=True))
    assert is_valid("".join(ALPHABET[value] for value in summed))


def test_no_error_that_must_be_noticed_is_itself_a_code():
    # The check being linear, an error goes unnoticed exactly when the difference it makes is a valid
    # code. So these few differences stand for every error in each of the 32⁶ codes.
    def difference(value, *places):
        return "".join(ALPHABET[value if place in places else 0] for place in range(7))

    values = range(1, 32)
    substitutions = [difference(v, place) for v in values for place in range(7)]
    swaps = [difference(v, *pair) for v in values for pair in combinations(range(7), 2)]
    assert not any(map(is_valid, substitutions + swaps))


@given(codes, st.randoms())
def test_what_a_person_types_finds_its_code(code, rnd):
    def as_typed(symbol):
        return rnd.choice({"0": "0oO", "1": "1iIlL"}.get(symbol, symbol + symbol.lower()))

    typed = "".join(as_typed(symbol) for symbol in code)
    assert normalise(f" {typed[:3]}-{typed[3:]}\n") == code


@pytest.mark.parametrize(
    "text", ["", "000000", "00000000", "00000-0", "U000000", "000000é", "０" * 7]
)
def test_what_is_not_a_code_is_invalid(text):
    assert not is_valid(text)


def test_a_code_that_is_printed_somewhere_stays_valid():
    assert is_valid("DRVM8T3")


def test_lower_case_is_not_normal_form():
    code = new_code(random.Random(1))
    assert any(symbol.isalpha() for symbol in code)
    assert not is_valid(code.lower())
    assert is_valid(normalise(code.lower()))
