"""Handing out stored bytes so that no browser runs them."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from drumbeat.content.assets.sniffing import PDF, SHOWN, UNKNOWN, stored_type
from drumbeat.work.files.models import StoredFile
from drumbeat.work.files.sending import sent

# Shown in place, a file still may not load, run or frame anything.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
_CONTENT_TYPES = {"text/plain": "text/plain; charset=utf-8"}
_A_YEAR = 365 * 24 * 3600


def handed_out(request, stored: StoredFile) -> HttpResponseBase:
    """The bytes, or the part of them that is asked for: shown in place when their type is harmless,
    else as a download. Raises Http404 for a file that is gone."""
    kind = stored_type(stored)
    shown = kind in SHOWN
    media_type = _CONTENT_TYPES.get(kind, kind) if shown else UNKNOWN
    answer = sent(request, stored, as_attachment=not shown, media_type=media_type)
    if kind == PDF:
        # The page of a proof shows it in a frame of its own.
        answer["X-Frame-Options"] = "SAMEORIGIN"
    return _held_still(answer)


def kept_by_browser(content: bytes, media_type: str, name: str = "") -> HttpResponse:
    """Bytes that the product made itself; with a name as a download."""
    answer = HttpResponse(content, content_type=media_type)
    if name:
        answer["Content-Disposition"] = content_disposition_header(True, name)
    return _held_still(answer)


def _held_still(answer):
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY
    # The address names a version and its bytes never change; only this person may keep them.
    answer["Cache-Control"] = f"private, max-age={_A_YEAR}"
    return answer
