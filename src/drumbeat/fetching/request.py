"""One guarded, conditional GET."""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from drumbeat.fetching.addresses import Network, judged
from drumbeat.fetching.refusals import FetchRefused

AGENT = "Drumbeat/0.1 (feed reader)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost, redirects included. most_bytes counts unpacked bytes.

    seconds: of the conversation; looking a name up takes as long as the system lets it.
    """

    seconds: float = 15.0
    most_bytes: int = 5 * 1024 * 1024
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """What came back. body: None when the server says that nothing changed (304)."""

    url: str
    body: bytes | None
    media_type: str
    etag: str
    last_modified: str


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    also: Sequence[Network] = (),
    limits: Limits = Limits(),
) -> Fetched:
    """The document at `url`, unless nothing changed since `etag` or `last_modified`.

    also: networks that may be asked although they are not public. Every redirect is judged like
    a first address. Raises FetchRefused.
    """
    until = monotonic() + limits.seconds
    conditions = _conditions(etag, last_modified)
    for _hop in range(limits.redirects + 1):
        parts = _parts(url)
        with _Conversation(parts, also, until) as said:
            answer = said.get(conditions)
            if answer.status in _REDIRECTS and answer.headers.get("Location"):
                url = urljoin(url, answer.headers["Location"])
                continue
            return _taken(url, answer, limits, conditioned=bool(conditions))
    raise FetchRefused("too_many_redirects", most=limits.redirects)


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    said = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in said.items() if value}


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused("bad_address") from None
    if parts.scheme not in _PORTS:
        raise FetchRefused("scheme", scheme=parts.scheme)
    if not parts.hostname or port == 0 or any(ord(letter) <= 32 for letter in url):
        raise FetchRefused("bad_address")
    if parts.username or parts.password:
        raise FetchRefused("password_in_address")
    return parts


def _taken(url: str, answer: http.client.HTTPResponse, limits: Limits, *, conditioned) -> Fetched:
    headers = answer.headers
    if answer.status == 304 and conditioned:
        body = None
    elif answer.status == 200:
        body = _body(answer, limits.most_bytes)
    else:
        raise FetchRefused("status", status=answer.status)
    return Fetched(
        url,
        body,
        headers.get_content_type(),
        headers.get("ETag", "")[:300],
        headers.get("Last-Modified", "")[:100],
    )


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    """The whole body, unpacked, never more than `most` bytes of it in memory."""
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise FetchRefused("bad_encoding", encoding=packing)
    unpack = zlib.decompressobj(wbits=31) if packing != "identity" else None
    if unpack is None and int(answer.length or 0) > most:
        raise FetchRefused("too_large", most_mb=most // 1024**2)
    body = bytearray()
    while chunk := answer.read1(_CHUNK):
        try:
            body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
        except zlib.error:
            raise FetchRefused("bad_encoding", encoding=packing) from None
        if len(body) > most:
            raise FetchRefused("too_large", most_mb=most // 1024**2)
    # A line that breaks, or that our own timer cut, looks like the end of the body.
    if answer.length or (unpack and not unpack.eof):
        raise http.client.IncompleteRead(bytes(body))
    return bytes(body)


class _Conversation:
    """One connection to a judged address, cut off when the time is over.

    A socket's timeout starts anew with every byte, so a server that drips would hold us for
    hours: a timer closes the line at the deadline, whatever we are waiting for.
    """

    def __init__(self, parts: SplitResult, also: Sequence[Network], until: float) -> None:
        self._parts, self._until = parts, until
        self._port = parts.port or _PORTS[parts.scheme]
        self._host = str(parts.hostname)
        self._line = self._open(judged(self._host, self._port, also))
        self._timer = threading.Timer(max(until - monotonic(), 0.01), self._cut)
        self._timer.daemon = True

    def get(self, conditions: dict[str, str]) -> http.client.HTTPResponse:
        # The connection is made already, to the address that was judged; the host is its name.
        connection = http.client.HTTPConnection(self._host, self._port)
        connection.sock = self._secured()
        path = self._parts.path or "/"
        target = f"{path}?{self._parts.query}" if self._parts.query else path
        connection.putrequest("GET", _quoted(target), skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", self._host_header())
        connection.putheader("User-Agent", AGENT)
        connection.putheader("Accept-Encoding", "gzip")
        connection.putheader("Connection", "close")
        for name, value in conditions.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse()

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, kind, error, _trace):
        self._timer.cancel()
        self._line.close()
        if isinstance(error, FetchRefused):
            return
        if monotonic() >= self._until:
            raise FetchRefused("too_slow") from error
        if isinstance(error, ssl.SSLError):
            raise FetchRefused("insecure", host=self._host) from error
        if isinstance(error, (OSError, http.client.HTTPException, ValueError)):
            raise FetchRefused("unreachable", host=self._host) from error

    def _open(self, addresses: list[str]) -> socket.socket:
        for address in addresses:
            left = self._until - monotonic()
            if left <= 0:
                break
            try:
                return socket.create_connection((address, self._port), timeout=left)
            except OSError:
                continue
        code = "too_slow" if monotonic() >= self._until else "unreachable"
        raise FetchRefused(code, host=self._host)

    def _secured(self) -> socket.socket:
        if self._parts.scheme == "http":
            return self._line
        context = ssl.create_default_context()
        self._line = context.wrap_socket(
            self._line, server_hostname=self._host, do_handshake_on_connect=False
        )
        self._line.do_handshake()
        return self._line

    def _host_header(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host.encode("idna").decode()
        return host if self._port == _PORTS[self._parts.scheme] else f"{host}:{self._port}"

    def _cut(self) -> None:
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)


def _quoted(target: str) -> str:
    """Chinese in a path, as people paste it, becomes %-escapes; escapes that are there stay."""
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in target
    )
