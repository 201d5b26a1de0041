"""The little of HTTP that the collector needs, on plain ASGI."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import msgspec

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

RETRY_AFTER_SECONDS = 5


class Gone(Exception):
    """The client left before its request was complete."""


class Refused(Exception):
    """A request that gets an error answer. place: where in the request the fault is."""

    def __init__(
        self, status: int, code: str, message: str, place: str = "", **headers: str
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.place = place
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(slots=True)
class Request:
    """headers: lower-case names; a repeated header's values joined by ", "."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    address: str
    receive: Receive

    @classmethod
    def of(cls, scope: Scope, receive: Receive, trusted_proxies: int) -> Request:
        headers: dict[str, str] = {}
        for raw_name, raw_value in scope["headers"]:  # ASGI: names are in lower case
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        asked = scope.get("query_string")
        return cls(
            method=scope["method"],
            path=scope["path"],
            query=dict(parse_qsl(asked.decode("latin-1"))) if asked else {},
            headers=headers,
            address=_address(scope, headers, trusted_proxies),
            receive=receive,
        )

    async def body(self, limit: int) -> bytes:
        """The body, unpacked, at most `limit` bytes before and after. Raises Refused, Gone."""
        declared = self.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            raise too_large(limit)
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Gone
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > limit:
                raise too_large(limit)
            if not message.get("more_body"):
                return self._unpacked(b"".join(chunks), limit)

    def _unpacked(self, body: bytes, limit: int) -> bytes:
        encoding = self.headers.get("content-encoding", "").strip().lower()
        if encoding in ("", "identity"):
            return body
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise Refused(415, "unsupported_encoding", f"Content-Encoding {encoding} is not known")
        # 32 + MAX_WBITS: gzip or zlib, by its header. One byte beyond the limit is enough to know.
        unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)
        try:
            unpacked = unpacker.decompress(body, limit + 1)
        except zlib.error as problem:
            raise Refused(400, "bad_encoding", f"The body is not {encoding}: {problem}") from None
        if len(unpacked) > limit:
            raise too_large(limit)
        if not unpacker.eof:
            raise Refused(400, "bad_encoding", f"The {encoding} body is cut off")
        return unpacked

    def basic_user(self) -> str | None:
        """The user name of HTTP Basic authentication; None without one, "" for a broken one."""
        authorization = self.headers.get("authorization")
        if authorization is None:
            return None
        scheme, _, credentials = authorization.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            decoded = base64.b64decode(credentials.strip(), validate=True).decode()
        except (binascii.Error, ValueError):
            return ""
        return decoded.partition(":")[0]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, send: Send, *, head: bool = False) -> None:
        start = {"type": "http.response.start", "status": self.status, "headers": self._encoded}
        await send(start)
        await send({"type": "http.response.body", "body": b"" if head else self.body})

    @cached_property
    def _encoded(self) -> list[tuple[bytes, bytes]]:
        headers = {"content-length": str(len(self.body)), **self.headers}
        return [(k.encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()]


def json_answer(status: int, content: object, headers: dict[str, str] | None = None) -> Answer:
    return Answer(
        status,
        msgspec.json.encode(content),
        {"content-type": "application/json", "cache-control": "no-store", **(headers or {})},
    )


def refusal(problem: Refused, headers: dict[str, str] | None = None) -> Answer:
    """The error as JSON: what is wrong, where, and a code that SDKs read."""
    content = {"success": False, "code": problem.code, "message": str(problem)}
    if problem.place:
        content["place"] = problem.place
    return json_answer(problem.status, content, {**(headers or {}), **problem.headers})


def too_large(limit: int) -> Refused:
    return Refused(413, "too_large", f"The body is larger than {limit} bytes")


def try_later() -> Refused:
    return Refused(
        503,
        "try_later",
        "The event could not be stored; send it again later",
        retry_after=str(RETRY_AFTER_SECONDS),
    )


def _address(scope: Scope, headers: dict[str, str], trusted_proxies: int) -> str:
    """The visitor's address: what the outermost of our own proxies saw, never what they claim."""
    if trusted_proxies:
        hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        if len(hops) >= trusted_proxies:
            return hops[-trusted_proxies]
    client = scope.get("client")
    return client[0] if client else ""
