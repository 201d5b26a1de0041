"""Making assets and their versions."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset, Finding, Version
from drumbeat.content.assets.rules import hold_to_rules
from drumbeat.content.briefs import actions as briefs
from drumbeat.content.briefs.models import Brief
from drumbeat.content.media.reading import facts_of, is_picture
from drumbeat.content.studio.pairs import follow
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Member
from drumbeat.work.files.models import StoredFile

MAX_TEXT_CHARACTERS = 200_000


def must_be_in_work(brief: Brief) -> None:
    """Assets are made for acknowledged briefs only. Raises WrongState."""
    if brief.state not in ("acknowledged", "in_production"):
        raise WrongState(
            _("Assets start once the brief is restated by content and confirmed by strategy.")
        )


def make_asset(asset: Asset, *, by: Member) -> Asset:
    """Save a new asset of a brief; the first one starts the brief's production.

    asset: filled in but not saved yet. Raises NotAllowed, WrongState, Refused.
    """
    by.must("asset.create", asset)
    must_be_in_work(asset.brief)
    if not asset.brief.messages.filter(pk=asset.message_id).exists():
        raise Refused(Problem(_("Choose one of the brief's key messages."), "message"))
    if asset.concept_id and asset.concept.brief_id != asset.brief_id:
        raise Refused(Problem(_("Choose a concept of this brief."), "concept"))
    with recorded(by, "created", asset):
        asset.save()
        briefs.produced(asset.brief)
    return asset


def edit_asset(form, *, by: Member) -> Asset:
    """Save what was typed about an asset. Its newest text is read again: another sector, or AI,
    asks other things of it. Raises NotAllowed, StaleEdit.
    """
    by.must("asset.edit", form.instance)
    with transaction.atomic():
        asset = form.save_recorded(by, "edited")
        if (newest := asset.newest) and newest.state != "retired":
            newest.asset = asset
            hold_to_rules(newest, by=by)
    return asset


def add_version(
    asset: Asset,
    *,
    by: Member,
    text="",
    file: StoredFile | None = None,
    shots: list[dict] | None = None,
    change_note="",
    alt_en="",
    alt_zh="",
) -> Version:
    """Version n+1 in draft: a text or a file. Open findings of version n come along.

    shots: of a script, whose text is made of them; without, those of version n while its text stays.
    alt_en, alt_zh: of a picture, what it says. Raises NotAllowed, Refused.
    """
    by.must("asset.edit", asset)
    parent = asset.newest
    version = Version(
        brand=asset.brand,
        owner=by,
        edited_by=by,
        asset=asset,
        parent=parent,
        number=parent.number + 1 if parent else 1,
        text=_text(text, file),
        file=file,
        variants=parent.variants if parent and not file else {},
        variables=parent.variables if parent and not file else {},
        shots=_shots(parent, text, file) if shots is None else shots,
        change_note=change_note.strip(),
        alt_en=alt_en.strip() if file else "",
        alt_zh=alt_zh.strip() if file else "",
    )
    _must_say_what_changed(version)
    try:
        with recorded(by, "created", version):
            version.save()
            if file:
                facts_of(file)
            _carry_over(parent, version)
            hold_to_rules(version, by=by)
            follow(asset)
    except IntegrityError as clash:
        raise WrongState(_("Somebody else just added a version. Look at it first.")) from clash
    return version


def _shots(parent, text, file):
    """Those of the version before. Raises Refused where other words would part text and shots."""
    if file or not (parent and parent.shots):
        return []
    if with_unix_lines(text) != parent.text:
        raise Refused(Problem(_("The words of a script are written shot by shot."), "text"))
    return parent.shots


def edit_draft(
    version: Version, *, by: Member, text: str, change_note="", row_version=None, **content
):
    """Change the text of a draft in place. content: `variants`, `variables`, `shots`, where they
    change.

    Raises NotAllowed, WrongState, Refused.
    """
    by.must("asset.edit", version)
    with transaction.atomic():
        stored = Version.objects.select_for_update().get(pk=version.pk)
        if stored.state != "draft" or stored.file_id:
            raise WrongState(_("Only the text of a draft is edited. Make a new version instead."))
        if stored.shots and "shots" not in content and with_unix_lines(text) != stored.text:
            raise WrongState(_("The words of a script are written shot by shot."))
        if row_version is not None and row_version != stored.row_version:
            raise Refused(
                Problem(
                    _("%(name)s changed this draft meanwhile. Choose above which words stay.")
                    % {"name": stored.edited_by},
                    "text",
                )
            )
        with recorded(by, "edited", stored):
            stored.text, stored.edited_by = _text(text, None), by
            stored.change_note = change_note.strip()
            _must_say_what_changed(stored)
            for name, value in content.items():
                setattr(stored, name, value)
            stored.row_version += 1
            stored.save()
            hold_to_rules(stored, by=by)
            follow(stored.asset)
    return stored


def describe(version: Version, *, by: Member, alt_en: str, alt_zh: str) -> Version:
    """Say what a picture shows, for who does not see it; also of one whose bytes are fixed.

    Raises NotAllowed, WrongState.
    """
    by.must("asset.edit", version)
    if not version.file_id or not is_picture(version.file):
        raise WrongState(_("Only a picture has an alternative text."))
    with recorded(by, "edited", version):
        version.alt_en, version.alt_zh = alt_en.strip(), alt_zh.strip()
        version.row_version += 1
        version.save(update_fields=["alt_en", "alt_zh", "row_version"])
        hold_to_rules(version, by=by)
    return version


def _must_say_what_changed(version):
    if version.number > 1 and not version.change_note:
        raise Refused(Problem(_("Say what changed since the version before."), "change_note"))


def with_unix_lines(text: str) -> str:
    """Browsers send CR LF; the hash is over what was written, not over the browser's way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(text, file):
    """The text, tidied. Raises Refused unless there is a text or a file, not both."""
    text = with_unix_lines(text)
    if bool(text.strip()) == bool(file):
        raise Refused(Problem(_("Write a text or choose a file: one of the two."), "text"))
    if len(text) > MAX_TEXT_CHARACTERS:
        raise Refused(
            Problem(
                _("The text has %(count)d characters; at most %(most)d fit. Split it.")
                % {"count": len(text), "most": MAX_TEXT_CHARACTERS},
                "text",
            )
        )
    return "" if file else text


def _carry_over(parent, version):
    """What is still open stays open until somebody says how it was resolved; what of the rules was
    waived stays waived.
    """
    if parent is None:
        return
    Finding.objects.bulk_create(
        Finding(
            brand=old.brand,
            owner=old.owner,
            version=version,
            rule=old.rule,
            law_key=old.law_key,
            severity=old.severity,
            note=old.note,
            at=old.at,
            resolved_at=old.resolved_at,
            resolved_by=old.resolved_by,
            resolution=old.resolution,
            is_waived=old.is_waived,
            exemption=old.exemption,
            proof=old.proof,
        )
        for old in parent.findings.filter(
            Q(resolved_at=None) | Q(is_waived=True) & (Q(rule__isnull=False) | ~Q(law_key=""))
        ).select_related("owner", "rule", "resolved_by", "proof")
    )
