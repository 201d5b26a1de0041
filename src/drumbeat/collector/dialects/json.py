"""JSON that somebody else wrote: every fault has a place."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from drumbeat.collector.dialects.messages import Unreadable

_AT_PATH = re.compile(r" - at `(.+)`$")
_AT_BYTE = re.compile(r" \(byte (\d+)\)$")


def decoded(decode: Any, body: bytes) -> Any:
    """decode: a msgspec JSON decoder's method. Raises Unreadable, naming the first fault."""
    try:
        return decode(body)
    except msgspec.ValidationError as problem:
        path = _AT_PATH.search(str(problem))
        raise Unreadable(path[1] if path else "$", _AT_PATH.sub("", str(problem))) from None
    except msgspec.DecodeError as problem:
        at = _AT_BYTE.search(str(problem))
        place = _line_and_column(body, int(at[1]) if at else len(body))
        raise Unreadable(place, _AT_BYTE.sub("", str(problem))) from None
    except UnicodeDecodeError as problem:
        where = body.find(problem.object[problem.start : problem.end])
        raise Unreadable(_line_and_column(body, max(where, 0)), "The text is not UTF-8") from None
    except RecursionError:
        raise Unreadable("$", "The JSON is nested too deeply") from None


def _line_and_column(body: bytes, offset: int) -> str:
    before = body[:offset]
    line, column = before.count(b"\n") + 1, offset - before.rfind(b"\n")
    return f"line {line}, column {column}"
