"""The resumable upload protocol tus 1.0 with its extensions creation, termination, checksum and
expiration (https://tus.io/protocols/resumable-upload), for people who are signed in.

It only carries bytes. What the file is, is looked at when the upload form names it as arrived.
"""

import base64
import binascii
import errno
import hashlib
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from drumbeat.content.assets.sniffing import safe_name, too_large
from drumbeat.content.uploading import arriving
from drumbeat.content.uploading.arriving import Arriving
from drumbeat.people.access import door

VERSION = "1.0.0"
_MOST_METADATA = 4000
_PART = "application/offset+octet-stream"
_CHECKSUMS = ("sha1", "sha256")
_MISMATCH = 460  # of the checksum extension; no registered status


class Fault(Exception):
    """A request that the protocol refuses, with its status and a sentence."""

    def __init__(self, status, words=""):
        self.status, self.words = status, words


def _speaks_tus(view):
    @wraps(view)
    def answering(request, *args, **kwargs):
        try:
            if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
                raise Fault(412)
            answer = view(request, *args, **kwargs)
        except Fault as fault:
            answer = HttpResponse(fault.words, status=fault.status, content_type="text/plain")
            if fault.status == 412:
                answer["Tus-Version"] = VERSION
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return answering


@door("asset.create", methods=["OPTIONS", "POST"])
@_speaks_tus
def begin(request):
    """OPTIONS tells what is understood; POST begins a file, before any of its bytes."""
    if request.method == "OPTIONS":
        return _understood()
    length = _number(request, "Upload-Length")
    metadata = request.headers.get("Upload-Metadata", "")
    name = name_in(metadata)
    if problem := too_large(name, length):
        raise Fault(413, problem)
    try:
        begun = arriving.begin(request.member, length, metadata)
    except arriving.DiskFull as full:
        raise Fault(507, _no_room(name)) from full
    except arriving.TooMany as many:
        words = _("Too many uploads are unfinished. Finish or give up some of them.")
        raise Fault(429, words) from many
    answer = HttpResponse(status=201)
    answer["Location"] = reverse("content:arriving", args=[begun.key])
    return _dated(answer, begun)


@door("asset.create", methods=["GET", "POST", "PATCH", "DELETE", "OPTIONS"])
@_speaks_tus
def one(request, key):
    """HEAD tells how much is safe, PATCH brings the next part, DELETE gives it up."""
    method = request.headers.get("X-HTTP-Method-Override", request.method)
    if method == "OPTIONS":
        return _understood()
    begun = arriving.found(request.member, key)
    if begun is None:
        raise Fault(404)
    if method == "PATCH":
        return _taken_on(request, begun)
    if method == "DELETE":
        arriving.let_go(begun)
        return HttpResponse(status=204)
    if method not in ("GET", "HEAD"):
        raise Fault(405)
    answer = _dated(HttpResponse(), begun)
    answer["Upload-Length"] = begun.length
    if begun.metadata:
        answer["Upload-Metadata"] = begun.metadata
    return answer


def _taken_on(request, begun):
    if request.content_type != _PART:
        raise Fault(415)
    offset, checksum = _number(request, "Upload-Offset"), _checksum(request)
    try:
        with arriving.held(begun) as now:
            if offset != now.offset:
                raise Fault(409)
            stated = request.headers.get("Content-Length", "")
            if stated.isdigit() and int(stated) > now.length - offset:
                raise arriving.TooLong
            return _dated(HttpResponse(status=204), arriving.append(now, request.read, checksum))
    except arriving.TooLong as lie:
        raise Fault(413, _("More bytes came than the file was said to have.")) from lie
    except arriving.Damaged as damage:
        raise Fault(_MISMATCH, _("This part was damaged on its way.")) from damage
    except arriving.Busy as busy:
        raise Fault(423) from busy
    except FileNotFoundError as gone:
        raise Fault(404) from gone
    except OSError as broken:
        if broken.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Fault(507, _no_room(name_in(begun.metadata))) from broken


def name_in(metadata: str) -> str:
    """The file's name as `Upload-Metadata` has it, made safe. Raises Fault for words that are none."""
    if len(metadata) > _MOST_METADATA:
        raise Fault(400)
    told = {}
    for pair in filter(None, metadata.split(",")):
        key, _space, value = pair.strip().partition(" ")
        if not key or key in told:
            raise Fault(400)
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as broken:
            raise Fault(400) from broken
    return safe_name(told.get("filename", ""))


def _understood():
    answer = HttpResponse(status=204)
    answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = "creation,termination,checksum,expiration"
    answer["Tus-Max-Size"] = settings.LARGEST_FILE_BYTES
    answer["Tus-Checksum-Algorithm"] = ",".join(_CHECKSUMS)
    return answer


def _dated(answer, begun: Arriving):
    answer["Upload-Offset"] = begun.offset
    answer["Upload-Expires"] = http_date(begun.until.timestamp())
    return answer


def _number(request, header):
    stated = request.headers.get(header, "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 20):
        raise Fault(400)
    return int(stated)


def _checksum(request):
    stated = request.headers.get("Upload-Checksum")
    if stated is None:
        return "", b""
    name, _space, value = stated.partition(" ")
    try:
        wanted = base64.b64decode(value, validate=True)
    except binascii.Error as broken:
        raise Fault(400) from broken
    if name not in _CHECKSUMS or len(wanted) != hashlib.new(name).digest_size:
        raise Fault(400)
    return name, wanted


def _no_room(name):
    return _("“%(name)s” does not fit on the server's disk now. Tell who runs it.") % {"name": name}
