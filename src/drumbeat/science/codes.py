"""Tracking codes: seven characters that survive being read aloud, typed and printed.

Six random symbols and one check symbol in Crockford's base 32 (https://www.crockford.com/base32.html).
Crockford's own check needs five symbols beyond the alphabet, so the check here is a Damm-style one
(H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004; the same sum as one Reed–Solomon check
symbol): state ← 2·state + symbol over the field GF(32), and a valid code ends at 0. The weights of
the seven places are different powers of 2 in that field, so every wrong symbol and every swap of two
different symbols, neighbours or not, changes the sum.
"""

from collections.abc import Sequence
from typing import Protocol

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PRIMITIVE = 0b100101  # x⁵ + x² + 1: 2 generates all 31 non-zero elements of GF(32)
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})


class Chooser(Protocol):
    """What `random.Random`, `random.SystemRandom` and the `secrets` module have in common."""

    def choice(self, seq: Sequence[str], /) -> str: ...


def new_code(random: Chooser) -> str:
    """A fresh code, e.g. "7K3QZ9D"; 32⁶ ≈ 1.07 thousand million exist, so check for duplicates."""
    body = "".join(random.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + ALPHABET[_double(_checksum(body))]


def is_valid(code: str) -> bool:
    """Whether `code`, already in normal form, is seven symbols with the right check symbol."""
    return len(code) == LENGTH and all(s in _VALUE for s in code) and _checksum(code) == 0


def normalise(text: str) -> str:
    """The code a person meant: upper case, O read as 0, I and L as 1, hyphens and spaces dropped.

    It may still be invalid; ask `is_valid`.
    """
    return "".join(text.split()).upper().translate(_LOOK_ALIKES)


def _checksum(symbols: str) -> int:
    state = 0
    for symbol in symbols:
        state = _double(state) ^ _VALUE[symbol]
    return state


def _double(value: int) -> int:
    doubled = value << 1
    return doubled ^ _PRIMITIVE if doubled > 31 else doubled
