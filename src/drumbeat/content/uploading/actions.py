"""Taking in many files at once: each becomes an asset with its first version, or says why not."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from drumbeat.content.assets.actions import add_version, make_asset
from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.assets.sniffing import (
    MAX_FILE_BYTES,
    LargeUpload,
    Upload,
    checked_large,
    checked_upload,
    safe_name,
)
from drumbeat.content.briefs.models import Brief
from drumbeat.content.creative.concepts.rules import chosen_of
from drumbeat.content.media.alike import look_alikes
from drumbeat.content.media.models import family_of
from drumbeat.content.media.reading import facts_of
from drumbeat.content.uploading import arriving
from drumbeat.content.uploading.tus import name_in
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Member
from drumbeat.strategy.models import KeyMessage

# What a file is taken for, by its family; whoever sees it can say better.
_KINDS = {"picture": "image", "film": "video", "sound": "audio", "document": "deck"}


@dataclass(frozen=True)
class Taken:
    """What became of one file: `version` of a new asset; or `known`, one that holds the very same
    bytes; or `problem`, in words. alike: versions of other assets that look like it."""

    name: str
    version: Version | None = None
    known: Version | None = None
    problem: str = ""
    alike: list[Version] = field(default_factory=list)


def take_in(
    file: UploadedFile, *, brief: Brief, message: KeyMessage, language: str, by: Member
) -> Taken:
    """Whole or not at all, whatever becomes of the others. Raises NotAllowed."""
    return _taken(file.name, lambda: checked_upload(file), brief, message, language, by)


def take_arrived(
    key: str, *, brief: Brief, message: KeyMessage, language: str, by: Member
) -> Taken:
    """The same of a file that came in parts; its parts are let go of once it is in, or refused for
    what it is. Raises NotAllowed, Refused for one that is not there or not whole."""
    come = arriving.found(by, key)
    if come is None or not come.is_whole:
        raise Refused(
            Problem(_("It is not here any more. Look into the library, else send it again."))
        )
    name = name_in(come.metadata)
    taken = _taken(name, lambda: _checked(name, come), brief, message, language, by)
    arriving.let_go(come)
    return taken


def _checked(name, come):
    if come.length > MAX_FILE_BYTES:
        return checked_large(name, come.path)
    with come.path.open("rb") as stream:
        return checked_upload(File(stream, name))


def _taken(name, checked, brief, message, language, by):
    try:
        upload = checked()
        if known := _known(upload, by):
            return Taken(upload.name, known=known)
        version = _made(upload, brief, message, language, by)
    except (Refused, WrongState) as problem:
        return Taken(safe_name(name), problem=str(problem))
    return Taken(upload.name, version, alike=look_alikes(version, facts_of(version.file)))


def _known(upload: Upload | LargeUpload, by: Member) -> Version | None:
    """The newest version, of an asset that is not put away, that holds these bytes (1 query)."""
    same = Version.objects.of(by.brand).filter(file__sha256=upload.sha256, asset__archived_at=None)
    return same.select_related("asset").order_by("-created_at").first()


@transaction.atomic
def _made(upload, brief, message, language, by):
    stored = upload.keep(by)
    title = PurePosixPath(upload.name).stem.replace("_", " ").strip()[:160] or upload.name
    asset = Asset(
        brand=by.brand,
        owner=by,
        brief=brief,
        concept=chosen_of(brief),
        message=message,
        language=language,
        kind=_KINDS.get(family_of(upload.facts.media_type), "copy"),
        **{"title_zh" if language.startswith("zh") else "title_en": title},
    )
    return add_version(make_asset(asset, by=by), by=by, file=stored)
