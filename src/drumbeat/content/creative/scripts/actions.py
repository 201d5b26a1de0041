"""Scripts are begun and written shot by shot."""

from django.utils.translation import gettext as _

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.creative.scripts.shots import Shot, as_kept, as_text
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Member

MOST_SHOTS = 200


def begin(asset: Asset, shots: list[Shot], *, by: Member, change_note="") -> Version:
    """The next version of a script, written in shots. Raises NotAllowed, WrongState, Refused."""
    by.must("asset.edit", asset)
    _must_be_a_script(asset)
    _must_be_shots(shots)
    return add_version(
        asset, by=by, text=as_text(shots), shots=as_kept(shots), change_note=change_note
    )


def write(
    version: Version, shots: list[Shot], *, by: Member, change_note="", row_version=None
) -> Version:
    """Other shots for a draft. Raises NotAllowed, WrongState, Refused."""
    _must_be_a_script(version.asset)
    _must_be_shots(shots)
    return edit_draft(
        version,
        by=by,
        text=as_text(shots),
        shots=as_kept(shots),
        change_note=change_note,
        row_version=row_version,
    )


def _must_be_a_script(asset):
    if asset.kind != "script":
        raise WrongState(_("Only a script has shots: change the kind of the asset first."))


def _must_be_shots(shots):
    if not shots:
        raise Refused(Problem(_("Write at least one shot.")))
    if len(shots) > MOST_SHOTS:
        raise Refused(Problem(_("At most %(n)d shots fit. Split the script.") % {"n": MOST_SHOTS}))
