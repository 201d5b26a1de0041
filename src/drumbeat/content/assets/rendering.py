"""Texts of assets on the screen: Markdown to HTML that cannot do anything."""

import re
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from drumbeat.science.text.lengths import count

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    ["table", "strikethrough"]
)
# Pictures are left out: one loaded from elsewhere would tell its owner who reads the draft.
_TAGS = {
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "s",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\u3400-\u9fff]+(?:['’-][^\W\u3400-\u9fff]+)*")


def as_html(text: str) -> SafeString:
    """The text as safe HTML. Its first level of headings becomes h2, below the page's own."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href", "title"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def counts(text: str) -> dict[str, int]:
    """How long a text is: `characters` without blanks, as a reader counts them, and `words` (a
    Chinese character is one)."""
    return {
        "characters": count(re.sub(r"\s", "", text)),
        "words": len(_HAN.findall(text)) + len(_WORD.findall(text)),
    }


def without_marks(text: str) -> str:
    """The words of a Markdown text on one line."""
    return " ".join(unescape(strip_tags(_MARKDOWN.render(text))).split())
