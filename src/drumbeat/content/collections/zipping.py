"""Approved versions as one ZIP, a part at a time: never the whole of it in memory."""

import io
import re
import zipfile
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from drumbeat.content.collections.handing import Handed

PORTION_BYTES = 16 * 1024
_READ_BYTES = 1 << 20
# What one or the other system refuses in a file's name.
_REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


class _Outlet:
    """Where the archive is written to; what was written is taken away after every member."""

    def __init__(self):
        self.waiting = bytearray()

    def write(self, data):
        self.waiting += data
        return len(data)

    def flush(self):
        pass

    def portions(self) -> Iterator[bytes]:
        out = bytes(self.waiting)
        self.waiting.clear()
        for start in range(0, len(out), PORTION_BYTES):
            yield out[start : start + PORTION_BYTES]


def zip_answer(name: str, found: list[Handed]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(zipped(found), content_type="application/zip")
    named = _REFUSED.sub("_", name).strip(" .") or "collection"
    answer["Content-Disposition"] = content_disposition_header(True, f"{named}.zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


def zipped(found: list[Handed]) -> Iterator[bytes]:
    """The archive's bytes. What stays out is told in a text inside it, with the reason."""
    # Named before the first byte leaves: by then the reader's language is no longer in force.
    names: set[str] = set()
    going = [(name_in(one, names), one) for one in found if one.is_out]
    left_out = [f"{one.asset}: {one.why_not}" for one in found if one.why]
    words = {
        "title": _("Left out:"),
        "name": f"{_('left out')}.txt",
        "alternatives": f"{_('alternative texts')}.txt",
        "changed": _("its bytes were changed since the approval"),
    }
    return _archived(going, left_out, words)


def _archived(going, left_out, words):
    outlet, said = _Outlet(), []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, one in going:
            if not one.version.is_intact():
                left_out.append(f"{name}: {words['changed']}")
                continue
            with (
                _opened(one.version) as content,
                archive.open(name, "w", force_zip64=True) as member,
            ):
                while part := content.read(_READ_BYTES):
                    member.write(part)
                    yield from outlet.portions()
            yield from outlet.portions()
            if one.version.alt_as_published:
                said.append(f"{name}: {one.version.alt_as_published}")
        if said:
            archive.writestr(words["alternatives"], "\n".join(said) + "\n")
        if left_out:
            archive.writestr(words["name"], "\n".join([words["title"], *left_out]) + "\n")
    yield from outlet.portions()


def name_in(one: Handed, names: set[str]) -> str:
    """A name for it that no other has and every system takes; `names` remembers it."""
    ending = "txt" if one.version.text else one.version.file.name.rpartition(".")[2]
    stem = _REFUSED.sub("_", f"{one.asset} v{one.version.number}").strip(" .")[:120]
    n, name = 1, f"{stem}.{ending}"
    while name.casefold() in names:
        n += 1
        name = f"{stem} ({n}).{ending}"
    names.add(name.casefold())
    return name


def _opened(version):
    if version.text:
        return io.BytesIO(version.words.encode())
    return version.file.content.storage.open(version.file.content.name, "rb")
