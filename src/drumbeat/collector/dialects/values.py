"""Single values of other people's messages, taken with care."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from drumbeat.collector.dialects.messages import Unreadable

ID_LENGTH = 512  # as messages.Id has it
SECOND, MILLISECOND, MICROSECOND = 1_000_000, 1_000, 1  # in µs

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def identifier(given: object, place: str) -> str | None:
    """An id as text; None for none. Raises Unreadable for what is no id, or too long for one."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        raise Unreadable(place, "Expected an id: text or a whole number")
    # Python refuses to write out an endless number, so its size is looked at first.
    if isinstance(given, int) and given.bit_length() > 64:
        raise Unreadable(place, "Expected an id of at most 64 bits")
    found = str(given).strip()
    if len(found) > ID_LENGTH:
        raise Unreadable(place, f"Expected an id of at most {ID_LENGTH} characters")
    return found or None


def text(given: object) -> str | None:
    """The text, None for anything else or nothing."""
    return given if isinstance(given, str) and given else None


def mapping(given: object) -> dict[str, Any]:
    """The object with names, empty for anything else."""
    return given if isinstance(given, dict) else {}


def number(given: str) -> int | float | str:
    """ "9.90" as 9.9; what is no number stays the text it is."""
    try:
        return int(given)
    except ValueError:
        pass
    try:
        found = float(given)
    except ValueError:
        return given
    return found if math.isfinite(found) else given


def moment(given: object, unit: int, place: str) -> datetime | None:
    """A count of SECONDs, MILLISECONDs or MICROSECONDs since 1970 as an aware time; None for none.

    Raises Unreadable for what is no such count.
    """
    if given is None or given == "":
        return None
    if isinstance(given, (int, str)) and not isinstance(given, bool):
        try:
            return _EPOCH + timedelta(microseconds=int(given) * unit)
        except (ValueError, OverflowError):
            pass
    raise Unreadable(place, "Expected a time, counted since 1970")


def parameters(query: bytes | str) -> dict[str, str]:
    """The names and values of a query string or a form; the last of equal names counts."""
    if isinstance(query, bytes):
        query = query.decode("utf-8", "replace")
    return dict(parse_qsl(query))


def texts(given: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    """The values that are there, under our names. names: theirs → ours."""
    return {ours: given[theirs] for theirs, ours in names.items() if given.get(theirs)}


def numbers(given: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    """As `texts`, written numbers as numbers."""
    return {ours: number(told) for ours, told in texts(given, names).items()}


def one_key(found: Iterable[tuple[str, object]]) -> str:
    """The one write key of a request, "" without any. found: (place, key) of each message.

    Raises Unreadable where messages of one request bring different keys: they share one answer.
    """
    first = ""
    for place, given in found:
        key = identifier(given, place) or ""
        if key and first and key != first:
            raise Unreadable(place, "Expected the same key in every message of a request")
        first = first or key
    return first
