"""What kinds of pieces there are."""

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("copy", _("Copy")),
    ("article", _("Article")),
    ("post", _("Social post")),
    ("video", _("Video")),
    ("script", _("Script")),
    ("image", _("Image")),
    ("kv", _("Key visual")),
    ("poster", _("Poster")),
    ("landing", _("Landing page")),
    ("email", _("E-mail")),
    ("press", _("Press release")),
    ("whitepaper", _("White paper")),
    ("deck", _("Deck")),
    ("audio", _("Audio")),
]
