"""What the doors for people outside have in common: no sign-in, little to be had by trying."""

from django.core.cache import cache
from django.utils import translation
from django.utils.cache import patch_cache_control

CATALOGUE = {"en": "en", "zh": "zh-hans"}


def language_read(request) -> str:
    """en or zh: what was asked for in the address, else what the browser reads."""
    asked = request.GET.get("lang")
    if asked in CATALOGUE:
        return asked
    return "zh" if translation.get_language_from_request(request).startswith("zh") else "en"


def too_often(what: str, most: int, seconds: int = 60, kept_in=cache) -> bool:
    """Was `what` asked for more than `most` times since its first time in these seconds?"""
    key = f"too-often:{what}"
    kept_in.add(key, 0, seconds)
    try:
        return kept_in.incr(key) > most
    except ValueError:  # its time ended between the two
        return False


def held_back(answer):
    """Neither a proxy, a browser nor a search engine keeps it: switched off, it is gone."""
    patch_cache_control(answer, private=True, no_store=True)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
