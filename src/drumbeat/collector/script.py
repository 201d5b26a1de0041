"""/drumbeat.js: the page script, cached by browsers and checked by ETag."""

from __future__ import annotations

import gzip
import hashlib
from importlib.resources import files

from drumbeat.collector.http import Answer, Refused, Request, refusal

PATH = "/drumbeat.js"


class Script:
    """Answers requests for the page script, packed where the browser can unpack it."""

    def __init__(self) -> None:
        self._plain = files("drumbeat.collector").joinpath("static/drumbeat.js").read_bytes()
        self._packed = gzip.compress(self._plain, 9, mtime=0)
        self._etag = f'"{hashlib.sha256(self._plain).hexdigest()[:16]}"'

    async def answer(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return refusal(Refused(405, "method_not_allowed", "Send a GET", allow="GET, HEAD"))
        headers = {
            "content-type": "text/javascript; charset=utf-8",
            "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
            "etag": self._etag,
            "vary": "Accept-Encoding",
            "access-control-allow-origin": "*",
            "cross-origin-resource-policy": "cross-origin",
            "x-content-type-options": "nosniff",
        }
        seen = request.headers.get("if-none-match", "")
        # A proxy may have weakened the tag.
        if seen == "*" or self._etag in (tag.strip().removeprefix("W/") for tag in seen.split(",")):
            return Answer(304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Answer(200, self._packed, headers | {"content-encoding": "gzip"})
        return Answer(200, self._plain, headers)
