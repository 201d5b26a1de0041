"""Stored bytes on their way out: whole, or the one part that is asked for (RFC 9110, §13 and §14).

A browser seeks in a film by asking for parts of it. No file is read into memory for that.
"""

import re

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from drumbeat.work.files.models import StoredFile

_ONE_PART = re.compile(r"bytes=([0-9]{0,20})-([0-9]{0,20})", re.IGNORECASE)


class _Part:
    """Some bytes of an open file, as an answer reads them."""

    def __init__(self, file, part: range):
        file.seek(part.start)
        self._file, self._left, self.close = file, len(part), file.close

    def read(self, size):
        got = self._file.read(min(size, self._left))
        self._left -= len(got)
        return got


def sent(request, stored: StoredFile, *, as_attachment: bool, media_type: str) -> HttpResponseBase:
    """The bytes, or the part that is asked for, or that who asks has them already.

    Several parts at once are answered with all bytes. Raises Http404 for a file that is gone.
    """
    tag = f'"{stored.sha256}"'
    answer = get_conditional_response(request, etag=tag)
    answer = answer or _bytes(request, stored, tag, as_attachment, media_type)
    answer["ETag"], answer["Accept-Ranges"] = tag, "bytes"
    return answer


def _bytes(request, stored, tag, as_attachment, media_type):
    try:
        size = stored.content.size
        part = asked_part(request, size, tag)
        if part is not None and not part:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        wanted = range(size) if part is None else part
        # A HEAD is told of the bytes and gets none.
        carried = range(0) if request.method == "HEAD" else wanted
        content = _Part(stored.content.storage.open(stored.content.name, "rb"), carried)
    except OSError as gone:
        raise Http404 from gone
    answer = FileResponse(
        content, as_attachment=as_attachment, filename=stored.name, content_type=media_type
    )
    answer["Content-Length"] = len(wanted)
    if part is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return answer


def asked_part(request, size: int, tag: str) -> range | None:
    """Which of the `size` bytes are asked for: empty for some that are not there, None for all.

    What the header says wrongly, or of bytes that were other ones then, asks for all.
    """
    if request.method != "GET" or not size or request.headers.get("If-Range", tag) != tag:
        return None
    found = _ONE_PART.fullmatch(request.headers.get("Range", "").strip())
    first, last = found.groups() if found else ("", "")
    if not first:
        return range(max(0, size - int(last)), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))
