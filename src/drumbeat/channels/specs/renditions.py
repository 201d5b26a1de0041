"""One master, made into what each format asks for."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from drumbeat.channels.specs.book import Format, proportion
from drumbeat.content.media.models import FileFacts
from drumbeat.content.media.renditions import kept
from drumbeat.formats.media.kinds import PICTURES
from drumbeat.formats.media.renditions import (
    TooHeavy,
    TooSmall,
    Wanted,
    covered,
    cut,
    rendered,
)
from drumbeat.people.errors import Problem, Refused
from drumbeat.work.files.models import StoredFile

LONGEST_PX = 2160
_FORMS = (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"))


def ratio_for(facts: FileFacts, format_: Format, asked: str = "") -> str:
    """The format's ratio that was asked for, or that cuts least off; "" where it has none."""
    if asked in format_.ratios:
        return asked
    return min(format_.ratios, key=lambda one: abs(proportion(one) / facts.ratio - 1), default="")


def wanted(facts: FileFacts, format_: Format, *, ratio="", focus=(0.5, 0.5)) -> Wanted:
    """What to make of a master: as large as it can be, no larger than the format needs.

    Raises Refused when the master has too few pixels for the format.
    """
    chosen = ratio_for(facts, format_, ratio)
    goal = proportion(chosen) if chosen else facts.ratio
    box = cut((facts.width, facts.height), goal, focus)
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(1, LONGEST_PX / max(width, height))
    size = round(width * scale), round(height * scale)
    if size[0] < format_.width or size[1] < format_.height:
        raise Refused(
            Problem(
                _("The cut has %(size)s px and the format asks for %(least)s: use a larger master.")
                % {
                    "size": f"{size[0]} × {size[1]}",
                    "least": f"{format_.width} × {format_.height}",
                }
            )
        )
    form = next(form for ending, form in _FORMS if ending in format_.takes)
    return Wanted(*size, focus=focus, form=form, most_bytes=format_.bytes)


def made(stored: StoredFile, asked: Wanted) -> bytes:
    """The picture, kept for the next time. Raises Refused, Unsafe."""
    try:
        return kept(stored, repr(asked), lambda data: rendered(data, asked))
    except TooSmall as small:
        raise Refused(Problem(_("The master is too small: %(size)s.") % {"size": small})) from small
    except TooHeavy as heavy:
        weight = filesizeformat(int(str(heavy)))
        raise Refused(
            Problem(_("It still weighs %(weight)s; make it simpler.") % {"weight": weight})
        ) from heavy


def shown(stored: StoredFile, asked: Wanted, format_: Format) -> bytes:
    """The picture as it will look, in WebP, with a veil over what the network covers."""
    picture = made(stored, asked)
    safe = format_.safe or (0, 0, 0, 0)
    return kept(stored, f"{asked!r} {safe}", lambda _data: covered(picture, safe))


def is_master(facts: FileFacts | None) -> bool:
    return bool(facts and facts.media_type in PICTURES and facts.ratio and not facts.problem)
