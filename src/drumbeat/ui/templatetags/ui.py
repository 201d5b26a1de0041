"""Tags that components and pages share: addresses of assets, icons, small pictures, undo links."""

from functools import cache, lru_cache
from secrets import token_hex

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.ui.assets import asset
from drumbeat.ui.qr import qr_svg
from drumbeat.ui.spark import spark_path
from drumbeat.ui.words import word_diff

register = template.Library()

# What a state means to the eye, whatever object it belongs to.
TONES = {
    "good": (
        "live",
        "active",
        "in_force",
        "approved",
        "passed",
        "accepted",
        "confirmed",
        "on_track",
        "won",
        "published",
        "reported",
        "released",
    ),
    "caution": (
        "asked",
        "submitted",
        "in_review",
        "returned",
        "conditional",
        "paused",
        "at_risk",
        "waived",
        "analysis",
    ),
    "urgent": (
        "failed",
        "late",
        "overdue",
        "rejected",
        "off_track",
        "expired",
        "withdrawn",
    ),
    "info": (
        "booked",
        "armed",
        "acknowledged",
        "in_progress",
        "offered",
        "running",
        "scheduled",
        "fieldwork",
        "fielded",
    ),
    "done": ("done", "closed", "ended", "archived", "retired", "cancelled", "superseded"),
}

# What a light says to those who cannot see its colour.
LIGHTS = {"ok": gettext_lazy("in order"), "no": gettext_lazy("stops it")}


@register.simple_tag(takes_context=True)
def looks(context, name: str) -> str:
    """Address of `ui.css`, `ui.js` or `icons.svg`, with the hash of its content.

    It leaves out whatever the script prefix adds for the brand, so that all brands share one copy.
    """
    request = context.get("request")
    root = request.META.get("SCRIPT_NAME", "").rstrip("/") if request else ""
    return f"{root}/{_looks(asset(name).digest, name)}"


@cache
def _looks(digest: str, name: str) -> str:
    return reverse("ui:looks", args=[digest, name]).removeprefix(get_script_prefix())


@register.simple_tag(takes_context=True)
def icon(context, name: str) -> SafeString:
    """A decorative line icon; the words beside it carry the meaning."""
    return _drawn(looks(context, "icons.svg"), name)


@lru_cache(maxsize=256)
def _drawn(sheet: str, name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        sheet,
        name,
    )


@register.simple_tag
def unique_id(prefix: str) -> str:
    """An id no other fragment of the page has, also when fragments arrive later."""
    return f"{prefix}-{token_hex(4)}"


@register.simple_tag
def spark(values, width: int = 96, height: int = 24, is_open: bool = False) -> dict:
    """Path data and last point of a sparkline: {line, tail, area, x, y} in the given box."""
    return spark_path(list(values), width=width, height=height, is_open=bool(is_open))


@register.simple_tag
def light_rows(checks, words) -> SafeString:
    """A list item for each check {label, state, reason}, its words for the eye or for the ear only.

    Here and not in a template: a page may have three hundred of them.
    """
    hidden = "" if words else "sr-only"
    joined = _("%(label)s: %(text)s")
    rows = []
    for check in checks:
        label, state, reason = (_of(check, name) for name in ("label", "state", "reason"))
        title = joined % {"label": label, "text": reason} if reason else label
        stands = f"{LIGHTS.get(state) or _('waiting')}{f' — {reason}' if reason else ''}"
        says = joined % {"label": label, "text": stands}
        rows.append((state, title, hidden, says))
    return format_html_join(
        "",
        '<li class="{}" title="{}"><i aria-hidden="true"></i><span class="{}">{}</span></li>',
        rows,
    )


def _of(check, name: str):
    return check.get(name, "") if isinstance(check, dict) else getattr(check, name, "")


@register.simple_tag
def diff_words(before: str, after: str) -> list[tuple[str, str]]:
    """[(“same” | “gone” | “new”, words)] from one text to the other."""
    return word_diff(before, after)


@register.simple_tag
def qr_code(data: str) -> SafeString:
    return mark_safe(qr_svg(data))


@register.filter
def undo_url(tags: str) -> str:
    """The address in a message's extra tag `undo=/address`, or nothing."""
    found = (tag[5:] for tag in (tags or "").split() if tag.startswith("undo=/"))
    return next((url for url in found if not url.startswith("//")), "")


@register.filter
def initials(name: str) -> str:
    """Two letters of a Latin name, the last two characters of a Chinese one."""
    words = str(name).split()
    if not words:
        return "–"
    if any("\u4e00" <= letter <= "\u9fff" for letter in words[0]):
        return words[0][-2:]
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


@register.filter
def tone(name: str) -> int:
    """A stable colour 1–6 for a person or a thing, from its name."""
    return sum(map(ord, str(name))) % 6 + 1


@register.filter
def state_tone(state: str) -> str:
    """The colour of a state: good, caution, urgent, info, done; plain for drafts and the unknown."""
    return next((tone for tone, states in TONES.items() if state in states), "plain")


@register.simple_tag
def largest(rows):
    """The greatest value or target among the rows of a bar chart."""
    values = [row.get(key) for row in rows for key in ("value", "target")]
    return max((value for value in values if value is not None), default=0)


@register.filter
def percent_of(value, total) -> str:
    """value / total as a CSS percentage between 0 and 100, for SVG widths."""
    if not total or value is None:
        return "0%"
    return f"{min(max(float(value) / float(total) * 100, 0), 100):.2f}%"
