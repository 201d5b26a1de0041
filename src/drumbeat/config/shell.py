"""What every page's shell shows: navigation, brands, notices. The one place that knows all rooms."""

from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.config.navigation import OFFICE, ROOMS, address, place
from drumbeat.knowledge.search.commands import commands_for
from drumbeat.knowledge.search.matching import spellings
from drumbeat.people.models import Member, Notice
from drumbeat.strategy.models import KeyResult


def shell(request):
    """Context of the shell. Three queries on a member's page, none elsewhere or on a fragment."""
    member = getattr(request, "member", None)
    if member is None:
        return {}
    room, page = place(request.path)
    return {
        "member": member,
        "brand": request.brand,
        "member_note": member.role,
        "member_menu": _member_menu(member),
        "sign_out_url": address("people:sign_out"),
        "notifications_url": address("people:notices"),
        "palette_url": address("knowledge:find"),
        "nav": _nav(member, room),
        "room": room,
        "room_pages": _room_pages(member, room, page),
        # Asked only by templates that show them: a fragment has no sidebar.
        "commands": cache(lambda: _commands(member)),
        "brands": cache(lambda: _brands(request.user, member)),
        "unread": cache(lambda: Notice.objects.filter(member=member, read_at=None).count()),
        "my_part": cache(lambda: _my_part(member)),
    }


def _nav(member, here):
    return [
        {
            "label": room.label,
            "url": pages[0].url,
            "icon": room.icon,
            "current": room is here,
        }
        for room in ROOMS
        if (pages := room.pages_for(member))
    ]


def _room_pages(member, room, here):
    """The sister pages of the room one is in; none when there is only one."""
    pages = room.pages_for(member) if room else []
    if len(pages) < 2:
        return []
    return [{"label": page.label, "url": page.url, "current": page is here} for page in pages]


def _member_menu(member):
    pages = [{"label": page.label, "url": page.url} for page in OFFICE.pages_for(member)]
    return [*pages, {"label": _("Gallery of components"), "url": address("ui:gallery")}]


def _commands(member):
    return [
        {
            "label": command.label,
            "url": address(command.route),
            "icon": command.icon,
            "words": f"{' '.join(spellings(str(command.label))[1:])} {command.words}",
            "hint": _("Do"),
        }
        for command in commands_for(member)
    ]


def _brands(person, member):
    seats = Member.objects.active().filter(person=person).order_by("brand__name")
    return [
        {"name": name, "url": f"/b/{slug}/today/", "current": pk == member.brand_id}
        for pk, slug, name in seats.values_list("brand", "brand__slug", "brand__name")
    ]


def _my_part(member):
    """The key result of the member's own that falls due next, with its goal; or None."""
    mine = KeyResult.objects.of(member.brand_id).current()
    return (
        mine.filter(owner=member, goal__archived_at=None, due_on__gte=timezone.localdate())
        .select_related("goal")
        .only("title_en", "title_zh", "due_on", "goal__title_en")
        .order_by("due_on", "id")
        .first()
    )
