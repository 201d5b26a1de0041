"""What `formats` says about a file, in the reader's language (its English is the gettext source)."""

from django.utils.translation import gettext

from drumbeat.formats.messages import MESSAGES
from drumbeat.formats.problems import FileRefused


def sentence(code: str, params: dict) -> str:
    return gettext(MESSAGES[code].text) % params


def hint(code: str, params: dict) -> str:
    return gettext(MESSAGES[code].hint) % params if MESSAGES[code].hint else ""


def refusal(refused: FileRefused) -> str:
    """The sentence and what to do about it."""
    said = sentence(refused.code, refused.params), hint(refused.code, refused.params)
    return " ".join(part for part in said if part)
