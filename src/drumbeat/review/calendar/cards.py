"""The entries of a day as list items, for a member or, without one, for people outside.

Here and not in a template: a month shows a hundred and fifty of them.
"""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drumbeat.review.calendar.entries import Entry


def cards(entries: list[Entry], member, icon: Callable[[str], SafeString]) -> SafeString:
    """icon: draws the one of that name."""
    rows = (
        (
            _look(entry),
            _for_member(entry, member, icon) if member else _outside(entry),
            entry.kind_label,
            f"{entry.channel} · " if entry.channel else "",
            entry.state_label,
            format_html('<span class="cal-owner"> · {}</span>', entry.owner) if member else "",
        )
        for entry in entries
    )
    return format_html_join(
        "",
        '<li class="cal-entry {}"{}<small><span class="cal-kind">{} · </span>{}{}{}</small></li>',
        rows,
    )


def _look(entry):
    return f"{entry.module}{' warned' if entry.conflicts else ''} {entry.state}"


def _outside(entry):
    return format_html('><span class="cal-title">{}</span>', entry.title)


def _for_member(entry, member, icon):
    fixed = entry.fixed(member)
    return format_html(
        ' data-entry="{}" data-name="{}"{}><a class="cal-title" href="{}" title="{}">{}{}</a>{}',
        entry.pk,
        entry.title,
        format_html(' data-fixed="{}"', fixed) if fixed else _movable(entry),
        entry.url,
        _hint(entry),
        _warning(icon) if entry.conflicts else "",
        entry.title,
        "" if fixed else _handle(entry, icon),
    )


def _hint(entry):
    channel = [entry.channel] if entry.channel else []
    told = " · ".join([entry.title, entry.state_label, *channel, entry.owner])
    return f"{entry.kind_label}: {told}"


def _movable(entry):
    return format_html(
        ' draggable="true" data-move-url="{}" data-version="{}"', entry.move_url, entry.row_version
    )


def _handle(entry, icon):
    return format_html(
        '<a class="cal-handle" href="{}" aria-describedby="cal-help" aria-label="{}">{}</a>',
        entry.move_url,
        _("Move %(name)s") % {"name": entry.title},
        icon("drag"),
    )


def _warning(icon):
    return format_html('{}<span class="sr-only">{}: </span>', icon("alert"), _("Conflict"))
