"""Verbs of this room's trail that are no step of a machine, so that they can be translated."""

from django.utils.translation import gettext_noop

VERBS = (
    gettext_noop("created"),
    gettext_noop("edited"),
    gettext_noop("minted"),
    gettext_noop("changed"),
    gettext_noop("retired"),
    gettext_noop("settled"),
    gettext_noop("read"),
    gettext_noop("mapped"),
    gettext_noop("unmapped"),
    gettext_noop("accepted the difference"),
    gettext_noop("froze"),
    gettext_noop("lifted the freeze of"),
    gettext_noop("let go on"),
    gettext_noop("stopped by hand for"),
)
