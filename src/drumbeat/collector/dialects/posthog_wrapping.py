"""The ways in which PostHog's SDKs wrap a body: gzip, base64, a form's `data`."""

from __future__ import annotations

import base64
import binascii
import zlib

from drumbeat.collector.dialects.messages import Sent, TooLarge, Unreadable
from drumbeat.collector.dialects.values import parameters

_GZIP = b"\x1f\x8b"


def unwrapped(sent: Sent, limit: int) -> bytes:
    """The JSON inside. limit: its most bytes. Raises Unreadable or TooLarge.

    What it is counts, not what `compression` says: SDKs name the same thing differently.
    """
    body = sent.body or sent.query.get("data", "").encode()
    if body.startswith(b"data="):
        body = parameters(body).get("data", "").encode()
    body = body.strip() if not body.startswith(_GZIP) else body
    if body and not body.startswith((b"{", b"[", _GZIP, b"\xef\xbb\xbf")):
        body = _from_base64(body)
    if body.startswith(_GZIP):
        body = _from_gzip(body, limit)
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()


def _from_base64(body: bytes) -> bytes:
    # A form's "+" arrives as a space, and some senders leave out the padding.
    body = body.replace(b" ", b"+").rstrip(b"=")
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("$", "Expected JSON, plain or in gzip or base64") from None


def _from_gzip(body: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(body, limit + 1)
    except zlib.error as problem:
        raise Unreadable("$", f"The body is not gzip: {problem}") from None
    if len(unpacked) > limit:
        raise TooLarge("$", len(unpacked), limit)
    if not unpacker.eof:
        raise Unreadable("$", "The gzip body is cut off")
    return unpacked
