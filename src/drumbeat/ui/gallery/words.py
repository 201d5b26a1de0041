"""The reader's language, for words that are samples and not part of the product."""

from django.utils.translation import get_language


def say(en: str, zh: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en
