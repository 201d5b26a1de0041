"""Formulas that people type: + − × ÷, brackets, numbers, names. Read by Python's own parser, never
run by it: exact fractions, and no value instead of a wrong one.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

LONGEST, DEEPEST, MOST_DIGITS = 200, 12, 12

# What people write for the same thing; each as long as what it stands for, so that places hold.
_SAME = str.maketrans("×÷−–·（）＋／＊\u3000\n\t", "*/--*()+/*   ")
_TOKEN = re.compile(
    r" *(?:(?P<name>[A-Za-z_]\w*)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+*/()]))", re.ASCII
)
_ALLOWED = (
    ast.BinOp, ast.UnaryOp, ast.Name, ast.Load, ast.Constant,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.UAdd,
)  # fmt: skip
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}

Values = Mapping[str, Fraction | None]


class FormulaError(ValueError):
    """why: empty | long | deep | digits | character | name | shape | units.

    place: the character that is meant, from 1. text: what stands there.
    """

    def __init__(self, why: str, place: int = 1, text: str = ""):
        super().__init__(f"{why} at {place}: {text!r}")
        self.why, self.place, self.text = why, place, text


@dataclass(frozen=True)
class Unit:
    """Powers of money and of things counted: revenue (1, 0), orders (0, 1), revenue ÷ orders
    (1, −1). A plain number has no powers, and may be added to anything when it was typed."""

    money: int = 0
    things: int = 0
    is_typed: bool = False


@dataclass(frozen=True)
class Formula:
    """A formula that was read. text: as typed."""

    text: str
    _root: ast.expr

    @cached_property
    def names(self) -> frozenset[str]:
        """The measures that it asks for."""
        return frozenset(node.id for node in ast.walk(self._root) if isinstance(node, ast.Name))

    def value(self, values: Values) -> Fraction | None:
        """The exact value; None where a name has none, or something is divided by zero."""
        return _value(self._root, values)

    def unit(self, units: Mapping[str, Unit]) -> Unit:
        """What the result counts in. Raises FormulaError (units) where money and things are
        added, at the sign that adds them."""
        return _unit(self._root, units)


def read(text: str, known: Iterable[str]) -> Formula:
    """The formula in `text` over the names in `known`. Raises FormulaError for anything that is
    not + − × ÷, brackets, numbers and these names."""
    plain = text.translate(_SAME)
    if not plain.strip():
        raise FormulaError("empty")
    if len(plain) > LONGEST:
        raise FormulaError("long", LONGEST + 1)
    _check_words(plain, frozenset(known))
    indent = len(plain) - len(plain.lstrip())
    try:
        root = ast.parse(plain.lstrip(), mode="eval").body
    except SyntaxError as error:  # a number like 007
        place = min((error.offset or 1) + indent, len(plain))
        raise FormulaError("shape", place, plain[place - 1 :].split(" ")[0][:12]) from None
    if not all(isinstance(node, _ALLOWED) for node in ast.walk(root)):
        raise FormulaError("shape", 1, plain.strip()[:12])
    return Formula(text, root)


def _check_words(plain: str, known: frozenset[str]) -> None:
    """Every word may be there, and after the one before it, before anything reads them together."""
    at = depth = 0
    wants_value = True
    while plain[at:].strip():
        found = _TOKEN.match(plain, at)
        if not found:
            start = len(plain) - len(plain[at:].lstrip())
            raise FormulaError("character", start + 1, plain[start])
        kind, place = found.lastgroup, found.start(found.lastgroup) + 1
        word = found[kind]
        _check_word(kind, word, place, known)
        begins = kind != "sign" or word == "("
        if begins != wants_value and not (wants_value and word in "+-"):
            raise FormulaError("shape", place, word)
        depth += (word == "(") - (word == ")")
        if depth < 0:
            raise FormulaError("shape", place, word)
        if depth > DEEPEST:
            raise FormulaError("deep", place, word)
        # A bracket that opens and a sign want a value next; a value and one that closes do not.
        wants_value = word == "(" or (kind == "sign" and word != ")")
        at = found.end()
    if wants_value or depth:
        raise FormulaError("shape", len(plain.rstrip()), plain.rstrip()[-1])


def _check_word(kind: str, word: str, place: int, known: frozenset[str]) -> None:
    if kind == "name" and word not in known:
        raise FormulaError("name", place, word)
    if kind == "number" and len(word.replace(".", "")) > MOST_DIGITS:
        raise FormulaError("digits", place, word)


def _value(node: ast.expr, values: Values) -> Fraction | None:
    match node:
        case ast.Name():
            return values[node.id]
        case ast.Constant():
            # As it was typed: 0.1 is a tenth, not the nearest binary fraction.
            return Fraction(repr(node.value))
        case ast.UnaryOp():
            operand = _value(node.operand, values)
            return -operand if operand is not None and isinstance(node.op, ast.USub) else operand
    left, right = _value(node.left, values), _value(node.right, values)
    if left is None or right is None:
        return None
    match node.op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    return left / right if right else None


def _unit(node: ast.expr, units: Mapping[str, Unit]) -> Unit:
    match node:
        case ast.Name():
            return units[node.id]
        case ast.Constant():
            return Unit(is_typed=True)
        case ast.UnaryOp():
            return _unit(node.operand, units)
    left, right = _unit(node.left, units), _unit(node.right, units)
    if isinstance(node.op, ast.Add | ast.Sub):
        if left.is_typed or right.is_typed:
            return right if left.is_typed else left
        if left != right:
            sign = _SIGNS[type(node.op)]
            raise FormulaError("units", node.left.end_col_offset + 1, sign)
        return left
    by = 1 if isinstance(node.op, ast.Mult) else -1
    return Unit(
        left.money + by * right.money,
        left.things + by * right.things,
        left.is_typed and right.is_typed,
    )
