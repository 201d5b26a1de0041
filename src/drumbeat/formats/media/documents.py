"""Documents: a PDF that runs nothing, an archive that unpacks to what it says."""

import io
import zipfile
from typing import BinaryIO

from pypdf import PdfReader

from .problems import Unsafe

MOST_UNPACKED = 512 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 10_000
_CHUNK = 1 << 20
_RUNS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
_NOTES = {"/Title": "title", "/Author": "creator", "/Producer": "made_with"}


def read_pdf(stream: BinaryIO) -> dict:
    """pages, size of the first one in points. Raises Unsafe: locked, script, corrupt; and whatever
    pypdf raises for broken bytes."""
    reader = PdfReader(stream, strict=False)
    if reader.is_encrypted:
        raise Unsafe("locked")
    _refuse_actions(reader)
    if not reader.pages:
        raise Unsafe("corrupt")
    box = reader.pages[0].mediabox
    return {
        "pages": len(reader.pages),
        "width": round(box.width),
        "height": round(box.height),
        "notes": _notes(reader.metadata or {}),
    }


def _refuse_actions(reader):
    root = reader.trailer["/Root"].get_object()
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        raise Unsafe("script", "JavaScript")
    for holder in (root, *reader.pages[:50]):
        for key in ("/OpenAction", "/AA"):
            if key in holder:
                _refuse_action(holder[key].get_object())


def _refuse_action(action):
    if not hasattr(action, "values"):
        return
    # An action says what it does in /S; additional actions hold one action for each event.
    for one in (action, *(value.get_object() for value in action.values())):
        kind = one.get("/S") if hasattr(one, "get") else None
        if kind in _RUNS:
            raise Unsafe("script", str(kind).lstrip("/"))


def _notes(metadata):
    found = {name: str(metadata.get(key) or "").strip()[:300] for key, name in _NOTES.items()}
    return {name: words for name, words in found.items() if words}


def read_archive(stream: BinaryIO) -> dict:
    """Nothing to tell of an archive. Raises Unsafe: bomb, outside; and whatever a compressor
    raises for broken bytes.

    It is unpacked once without keeping anything, as the sizes that it states can lie.
    """
    unpacked, packed = 0, stream.seek(0, io.SEEK_END)
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise Unsafe("bomb", str(len(members)))
        for member in members:
            if _climbs(member.filename):
                raise Unsafe("outside", member.filename[:60])
            with archive.open(member) as inside:
                while chunk := inside.read(_CHUNK):
                    unpacked += len(chunk)
                    _refuse_swelling(unpacked, packed)
    return {}


def _refuse_swelling(unpacked, packed):
    if unpacked > max(MOST_UNPACKED, packed * 2) or unpacked > max(
        packed * MOST_RATIO, 50 * _CHUNK
    ):
        raise Unsafe("bomb", f"> {unpacked // _CHUNK} MB")


def _climbs(name):
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]
