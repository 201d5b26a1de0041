"""Where a text or a body names somebody's ids, and the text without them."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

MASK = "[erased]"
SHORTEST = 6  # a shorter id is called like too many other things: only a whole value names it

_BEFORE = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=%25[0-9A-Fa-f]{2}))"
_AFTER = r"(?![A-Za-z0-9])"
_FREE = r"^|[^A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\[bfnrt]|\\u[0-9A-Fa-f]{4}"
_NOTHING = r"[^\s\S]"
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_UNPACKED_BYTES = 256 << 20  # more than any body that intake takes or any file that is uploaded
_DEPTH = 3


class Mentions:
    """Finds ids as whole words, plain or percent-encoded, whatever the case of their letters."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = frozenset(ids) - {""}
        self.short = sorted(one for one in self.ids if len(one) < SHORTEST)
        forms = {form for one in self.ids if len(one) >= SHORTEST for form in _forms(one)}
        self._forms = sorted(forms, key=lambda form: (-len(form), form))
        words = "|".join(map(re.escape, self._forms)) or r"(?!)"
        self._word = re.compile(rf"{_BEFORE}(?:{words}){_AFTER}", re.IGNORECASE)
        self._part = re.compile(rf"(?:{words})", re.IGNORECASE)
        values = "|".join(map(re.escape, self.short)) or r"(?!)"
        self._value = re.compile(rf"(?:\"(?:{values})\")|(?:=(?:{values})(?=[&\s\"]|$))")

    @property
    def word_pattern(self) -> str:
        """For engines without look-around: what `masked` and `masked_json` change."""
        escaped = {json.dumps(form, ensure_ascii=False)[1:-1] for form in self._forms}
        words = "|".join(map(re.escape, sorted({*self._forms, *escaped})))
        found = [rf"(?:{_FREE})(?:{words})(?:$|[^A-Za-z0-9])"] if words else []
        found += [f'"{re.escape(one)}"' for one in self.short]
        return f"(?i)(?:{'|'.join(found)})" if found else _NOTHING

    @property
    def part_pattern(self) -> str:
        """For the same engines: what `inside` finds."""
        return f"(?i)(?:{'|'.join(map(re.escape, self._forms))})" if self._forms else _NOTHING

    def within(self, text: str) -> bool:
        return text in self.ids or bool(self._word.search(text))

    def inside(self, text: str) -> bool:
        """Also as a part of a longer word, as keys are put together."""
        return text in self.ids or bool(self._part.search(text))

    def masked(self, text: str) -> str:
        return MASK if text in self.ids else self._word.sub(MASK, text)

    def masked_json(self, text: str) -> str:
        """The same document with the ids masked in its texts, its keys and its whole numbers."""
        try:
            document = json.loads(text)
            return json.dumps(self._walked(document), ensure_ascii=False, separators=(",", ":"))
        except (ValueError, RecursionError):
            return self.masked(text)

    def in_body(self, body: bytes) -> bool:
        """In the bytes as they are, or in what they unpack to: archives, base64, escapes."""
        return any(self._named_in(text) for text in _texts(body, _DEPTH))

    def _named_in(self, text: str) -> bool:
        return self.within(text) or bool(self._value.search(text))

    def _walked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.masked(value)
        if isinstance(value, dict):
            return {self._word.sub(MASK, key): self._walked(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._walked(one) for one in value]
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return MASK if is_number and self._word.fullmatch(str(value)) else value


def _forms(one: str) -> set[str]:
    encoded = quote(one, safe="")
    return {one, encoded, quote_plus(one), quote(encoded, safe="")}


def _texts(body: bytes, depth: int) -> Iterator[str]:
    for plain in _unpacked(body):
        text = plain.decode("utf-8", "replace")
        yield text
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unquote_plus(text))
        for other in ("utf-16-le", "utf-16-be", "gb18030"):
            if b"\0" in plain[:200] or other == "gb18030":
                yield plain.decode(other, "replace")
        if depth:
            for found in _BASE64.finditer(plain):
                if decoded := _from_base64(found[0]):
                    yield from _texts(decoded, depth - 1)


def _unpacked(body: bytes) -> Iterator[bytes]:
    yield body
    if body.startswith((b"\x1f\x8b", b"\x78")):
        unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)
        try:
            yield unpacker.decompress(body, _UNPACKED_BYTES)
        except zlib.error:
            return
    elif body.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                for name in archive.namelist():
                    yield archive.read(name)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error):
            return


def _from_base64(text: bytes) -> bytes:
    text = text.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
