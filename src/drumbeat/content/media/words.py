"""What makes a file unsafe, in sentences that say what to do."""

from django.utils.translation import gettext as _


def said_of(code: str, detail: str) -> str:
    """The sentence for a code of `formats.media.problems.Unsafe`."""
    sentence = {
        "bomb": _("It unpacks to far more than it seems (%(detail)s). Export it smaller."),
        "corrupt": _("It is damaged or breaks off. Export it again from where it was made."),
        "hidden_archive": _("It hides an archive inside. Export it again, and send both apart."),
        "hidden_markup": _("It hides code inside (%(detail)s). Export it again without it."),
        "large": _(
            "It is too large for its kind: only films, sound, documents and archives may be."
        ),
        "locked": _("It is locked with a password. Save it without one."),
        "outside": _("It reaches outside of itself (%(detail)s). Embed what it needs."),
        "script": _("It holds a script (%(detail)s). Export it without anything that runs."),
        "trailing": _("Something else follows after its end. Export it again."),
    }[code]
    return sentence % {"detail": detail}
