"""Does a version fit a format? Asked of the facts of the real file, and of the words as counted."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from drumbeat.channels.specs.book import Format
from drumbeat.content.models import FileFacts, Version
from drumbeat.content.studio.limits import over_long
from drumbeat.ui.templatetags.format import number


@dataclass(frozen=True)
class Fit:
    """How a version stands to a format: `reasons` say why not, one each; none when it fits."""

    format: Format
    reasons: tuple[str, ...]

    @property
    def fits(self):
        return not self.reasons


def fit(version: Version, format_: Format) -> Fit:
    """version: with its file and the file's facts along."""
    if version.text:
        said = over_long(version.words_for(format_.words), format_.limit)
    else:
        said = _file(version.file, format_)
    return Fit(format_, tuple(said))


def fits(version: Version, formats: list[Format]) -> list[Fit]:
    """The version held to each format that could take it: words to those that count words, a film
    to those that take films, and to all that take files when there is none for films.

    Empty where the channel says nothing of words, or of files.
    """
    if version.text:
        return [fit(version, one) for one in formats if one.headline or one.body]
    kind = _kind(version)
    for_files = [one for one in formats if one.takes]
    could = [one for one in for_files if kind in _kinds(one)]
    return [fit(version, one) for one in could or for_files]


def nearest(version: Version, formats: list[Format], chosen: str = "") -> Fit | None:
    """The format that the version fits, or else the one with the least in the way.

    chosen: key of the format that a placement is for; it is the only one for whatever it is about,
    files or words.
    """
    about = [one for one in formats if one.key == chosen and _is_about(one, version)]
    found = [fit(version, one) for one in about] or fits(version, formats)
    return min(found, key=lambda one: len(one.reasons), default=None)


def _is_about(format_, version):
    return bool(format_.headline or format_.body) if version.text else bool(format_.takes)


def facts_of_file(file) -> FileFacts | None:
    """What is known of the file; None when nobody has read it yet."""
    known = getattr(file, "facts", None)
    return known if known and known.read_at else None


def _kind(version):
    known = facts_of_file(version.file)
    return known.media_type.partition("/")[0] if known else ""


def _kinds(format_):
    return {kind.partition("/")[0] for kind in format_.media_types}


def _file(file, format_):
    known = facts_of_file(file)
    if known is None:
        yield _("The file has not been read yet; it will be within a minute.")
    elif known.problem:
        yield _("The file cannot be trusted: %(why)s") % {"why": known.what_is_wrong}
    elif known.media_type not in format_.media_types:
        yield _type_of(known, format_)
    else:
        yield from _shape(known, format_)
        yield from _weight(file, format_)
        yield from _duration(known, format_)


def _type_of(known, format_):
    is_kind = known.media_type.rpartition("/")[2].upper()
    return _("It takes %(takes)s; this is %(kind)s.") % {
        "takes": ", ".join(ending.upper() for ending in format_.takes),
        "kind": is_kind,
    }


def _shape(known, format_):
    if not known.ratio:
        return
    size = f"{known.width} × {known.height}"
    slack = format_.within / 100
    meets = [abs(known.ratio / wanted - 1) <= slack for wanted in format_.proportions]
    if meets and not any(meets):
        yield _("It has to be %(ratios)s; this is %(size)s (%(ratio)s:1).") % {
            "ratios": _(" or ").join(format_.ratios),
            "size": size,
            "ratio": number(known.ratio, 2),
        }
    if known.width < format_.width or known.height < format_.height:
        yield _("It has to be %(least)s px or larger; this is %(size)s.") % {
            "least": f"{format_.width} × {format_.height}",
            "size": size,
        }


def _weight(file, format_):
    if format_.kb and file.size_bytes > format_.bytes:
        yield _("It may weigh %(most)s; this weighs %(weight)s.") % {
            "most": filesizeformat(format_.bytes),
            "weight": filesizeformat(file.size_bytes),
        }


def _duration(known, format_):
    if not format_.seconds or known.seconds is None:
        return
    least, most = format_.seconds
    if known.seconds < least:
        yield _("It has to last %(least)s s; this lasts %(seconds)s s.") % {
            "least": number(least),
            "seconds": number(known.seconds, 1),
        }
    if known.seconds > most:
        yield _("It may last %(most)s s; this lasts %(seconds)s s.") % {
            "most": number(most),
            "seconds": number(known.seconds, 1),
        }
