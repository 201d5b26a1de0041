"""Small arithmetic over columns: once as an Excel formula, once as the number it will show."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache

_OPERATORS: dict[type[ast.operator], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}


@cache
def _parse(formula: str) -> ast.expr:
    tree = ast.parse(formula, mode="eval").body
    for node in ast.walk(tree):
        allowed = isinstance(node, ast.BinOp | ast.Name | ast.Load | ast.operator) or (
            isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        )
        if not allowed or (isinstance(node, ast.BinOp) and type(node.op) not in _OPERATORS):
            raise ValueError(f"“{formula}” may only use column keys, numbers, + - * / and brackets")
    return tree


def excel_formula(formula: str, cell_of: Mapping[str, str]) -> str:
    """`revenue / spend` → `=IFERROR(C2/B2,"")`, cells by column key."""

    def write(node: ast.expr) -> str:
        match node:
            case ast.BinOp(left, op, right):
                return f"({write(left)}{_OPERATORS[type(op)][0]}{write(right)})"
            case ast.Name(id=key):
                return cell_of[key]
            case _:
                return repr(node.value)

    text = write(_parse(formula))
    return f'=IFERROR({text.removeprefix("(").removesuffix(")") if _is_flat(text) else text},"")'


def _is_flat(text: str) -> bool:
    return text.startswith("(") and text.count("(") == 1


def evaluate(formula: str, values: Mapping[str, float | None]) -> float | None:
    """The formula's value, None for a division by zero, where the cell shows nothing."""

    def compute(node: ast.expr) -> float:
        match node:
            case ast.BinOp(left, op, right):
                return _OPERATORS[type(op)][1](compute(left), compute(right))
            case ast.Name(id=key):
                # An empty cell counts as zero in Excel; the cached number must agree.
                return values.get(key) or 0
            case _:
                return node.value

    try:
        return compute(_parse(formula))
    except ZeroDivisionError:
        return None
