"""Keeping what is being written."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.content.assets.actions import MAX_TEXT_CHARACTERS, edit_draft
from drumbeat.content.assets.models import Version
from drumbeat.content.studio.models import Draft
from drumbeat.people.errors import Overtaken, Problem, Refused, WrongState
from drumbeat.people.members.models import Member


def keep(
    version: Version, typed: dict[str, str], *, by: Member, begun_at: int, hand="", seen=""
) -> Draft:
    """Keep what somebody typed, in the place of what they typed before. No version comes of it and
    no line in the trail.

    hand: the window that writes; seen: the one whose draft it found when it was opened. Raises
    NotAllowed, WrongState, Refused; Overtaken when yet another window of theirs wrote meanwhile.
    """
    by.must("asset.edit", version)
    must_be_written(version)
    if sum(map(len, typed.values())) > 2 * MAX_TEXT_CHARACTERS:
        raise Refused(Problem(_("It is too long to be kept. Split it."), "text"))
    now = timezone.now()
    values = {"typed": typed, "begun_at": begun_at, "hand": hand, "at": now}
    with transaction.atomic():
        found = Draft.objects.select_for_update().filter(version=version, owner=by).first()
        if found is None:
            return Draft.objects.create(brand=version.brand, version=version, owner=by, **values)
        if found.hand not in (hand, seen) and found.typed != typed:
            raise Overtaken(_("Another window of yours wrote on. Reload to see both."))
        Draft.objects.filter(pk=found.pk).update(**values)
    return found


def drop(version: Version, *, by: Member) -> None:
    """Leave what one typed; the version stays as it is saved."""
    by.must("asset.edit", version)
    Draft.objects.filter(version=version, owner=by).delete()


def save(version: Version, *, by: Member, row_version: int | None, **content) -> Version:
    """Make what was typed the draft version's content. Raises what `edit_draft` raises."""
    with transaction.atomic():
        saved = edit_draft(version, by=by, row_version=row_version, **content)
        Draft.objects.filter(version=version, owner=by).delete()
    return saved


def must_be_written(version: Version) -> None:
    """Raises WrongState unless it is a text that may still change."""
    if version.state != "draft" or version.file_id:
        raise WrongState(_("Only the text of a draft is edited. Make a new version instead."))
