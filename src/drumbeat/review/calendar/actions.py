"""What people do with kept views and secret addresses of the calendar."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed
from drumbeat.people.members.models import Member
from drumbeat.review.calendar.models import CalendarLink, CalendarView

VERBS = (
    gettext_noop("kept"),
    gettext_noop("put away"),
    gettext_noop("switched on"),
    gettext_noop("switched off"),
)
KINDS = (gettext_noop("calendar view"), gettext_noop("calendar link"))
# A page for people outside is shown by who may open campaigns; a feed is for oneself.
ACTS = {"feed": "campaign.view", "page": "campaign.create"}


def keep(view: CalendarView, *, by: Member) -> CalendarView:
    """Give a look at the calendar a name. Raises NotAllowed."""
    by.must("campaign.view")
    with recorded(by, "kept", view):
        view.save()
    return view


def put_away(view: CalendarView, *, by: Member) -> None:
    """The view is gone, and its addresses answer nobody. Raises NotAllowed."""
    _must_be_own(view, by)
    with transaction.atomic():
        for link in view.links.current():
            _switch_off(link, by)
        with recorded(by, "put away", view):
            view.archived_at = timezone.now()
            view.save(update_fields=["archived_at", "updated_at"])


def switch_on(kind: str, *, by: Member, kept_view: CalendarView | None = None) -> CalendarLink:
    """A new secret address. Raises NotAllowed."""
    by.must(ACTS[kind])
    link = CalendarLink(brand=by.brand, owner=by, kind=kind, kept_view=kept_view)
    with recorded(by, "switched on", link):
        link.save()
    return link


def switch_off(link: CalendarLink, *, by: Member) -> None:
    """The address answers nobody from now on, and never again. Raises NotAllowed."""
    _must_be_own(link, by)
    _switch_off(link, by)


def _switch_off(link, by):
    if link.archived_at is None:
        with recorded(by, "switched off", link):
            link.archived_at = timezone.now()
            link.save(update_fields=["archived_at", "updated_at"])


def _must_be_own(obj, by):
    """One's own; the lead may end anybody's."""
    if not obj.belongs_to(by) and not by.may("campaign.approve", obj):
        raise NotAllowed
