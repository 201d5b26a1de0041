"""Taking files in. What is too large is refused with the limit named."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.models import Member
from drumbeat.work.files.models import StoredFile

LARGEST_MB = 50


def within_limit(uploaded) -> None:
    """Form validator. Raises ValidationError for a file that is empty or over the limit."""
    if uploaded.size > LARGEST_MB * 1024 * 1024:
        raise ValidationError(
            _("“%(name)s” has %(size)s MB; files may have up to %(limit)d MB.")
            % {
                "name": uploaded.name,
                "size": f"{uploaded.size / 1024 / 1024:.1f}",
                "limit": LARGEST_MB,
            }
        )


def keep_upload(uploaded, *, by: Member) -> StoredFile:
    """Store an uploaded file for the member's brand, once for the same bytes.

    Raises NotAllowed, and Refused on the field "file" for one that is too large.
    """
    by.must("task.create")
    try:
        within_limit(uploaded)
    except ValidationError as error:
        raise Refused(Problem(error.message, "file")) from error
    media_type = uploaded.content_type or "application/octet-stream"
    stored = StoredFile.keep(by, uploaded.name, uploaded.read(), media_type)
    with recorded(by, "uploaded", stored):
        pass
    return stored
