"""Mark-up to plain text."""

import html
import re

import nh3

TITLE, SUMMARY = 300, 1_000
_BLANKS = re.compile(r"\s+")
_BLOCK_ENDS = re.compile(r"</(?:p|div|li|h[1-6]|tr)>|<br\s*/?>", re.IGNORECASE)


def plain(markup: str, most: int) -> str:
    """The words without tags, scripts and entities, blanks folded, cut to `most` characters."""
    # Nobody reads more than that, and the rest would only cost time.
    text = _BLOCK_ENDS.sub(" ", markup[: most * 20])
    text = html.unescape(nh3.clean(text, tags=set()))
    text = _BLANKS.sub(" ", text.replace("\x00", "")).strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def web_address(text: str) -> str:
    """The address, if it is one of the web's; else nothing (`javascript:` is no link)."""
    text = text.strip()
    return text if text.lower().startswith(("http://", "https://")) and len(text) <= 1_000 else ""
