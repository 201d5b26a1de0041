"""What a landing page's address says about the way that led there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

from drumbeat.collector.codes import normalised
from drumbeat.collector.privacy import masked

CODE_PARAM = "dbc"
CLICK_PARAM = "dbt"
UTM = ("source", "medium", "campaign", "content", "term", "id")
# fbclid comes last: Meta adds it to unpaid links too, so any other evidence goes before it.
CLICK_IDS = (
    "gclid", "gbraid", "wbraid", "msclkid", "ttclid", "li_fat_id", "twclid", "yclid",
    "bd_vid", "gdt_vid", "qz_gdt", "clickid", "fbclid",
)  # fmt: skip
LONGEST = 2048  # characters kept of any one address or text

_SHORT = 256  # characters of an address that is worth remembering

_CLICK = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UTM_PARAMS = {f"utm_{key}" for key in UTM}
_NEVER_KEPT = {*CLICK_IDS, CLICK_PARAM}  # their values may lead to a person


class Landing(NamedTuple):
    """An address as we keep it (masked, without click-id values) and what its query told.

    utm: keys of UTM that were present. paid_click_id: the parameter's name, never its value.
    """

    url: str = ""
    host: str = ""
    path: str = ""
    code: str = ""
    click: str = ""
    utm: dict[str, str] = {}
    paid_click_id: str = ""


NOWHERE = Landing()


def read(url: str) -> Landing:
    """Raises nothing: an address that cannot be read is kept masked, as text."""
    if not url:
        return NOWHERE
    return _remembered(url) if len(url) <= _SHORT else _read(url)


def _read(url: str) -> Landing:
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return Landing(url=masked(url)[:LONGEST])
    told: dict[str, str] = {}
    kept: list[str] = []
    for part in parts.query.split("&") if parts.query else ():
        name, value = _name_and_value(part)
        told.setdefault(name, value)
        if name not in _NEVER_KEPT:
            kept.append(part)
    return Landing(
        url=masked(urlunsplit(parts._replace(query="&".join(kept))))[:LONGEST],
        host=host,
        path=masked(parts.path)[:LONGEST],
        code=normalised(told.get(CODE_PARAM, "")),
        click=click_id(told.get(CLICK_PARAM, "")),
        utm={
            name.removeprefix("utm_"): masked(value.strip())[:LONGEST]
            for name, value in told.items()
            if name in _UTM_PARAMS and value
        },
        paid_click_id=next((name for name in CLICK_IDS if told.get(name)), ""),
    )


# A site's pages are the same few for most of its visitors.
_remembered = lru_cache(maxsize=4096)(_read)


def click_id(text: str) -> str:
    """The text if it has the form of a click id, else ""; nothing else may travel in its place."""
    return text if _CLICK.fullmatch(text) else ""


def with_click(url: str, click: str) -> str:
    """The address with the click's id in its query, fit for a Location header; fragment kept."""
    parts = urlsplit(_ascii(url))
    kept = [
        part for part in parts.query.split("&") if part and _name_and_value(part)[0] != CLICK_PARAM
    ]
    if click:
        kept.append(f"{CLICK_PARAM}={click}")
    return urlunsplit(parts._replace(query="&".join(kept)))


def _name_and_value(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name).lower(), unquote_plus(value)


def _ascii(url: str) -> str:
    """Chinese hosts in their xn-- form and everything else percent-encoded; nothing twice."""
    parts = urlsplit(url)
    netloc = parts.netloc
    if not netloc.isascii():
        name, colon, port = netloc.partition(":")
        netloc = name.encode("idna").decode("ascii") + colon + port
    return quote(urlunsplit(parts._replace(netloc=netloc)), safe="%/:?#[]@!$&'()*+,;=~-._")
