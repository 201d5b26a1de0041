"""Talking about an object, on its page."""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.thread.registry import kind_of, ref
from drumbeat.work.comments.models import Comment

LONGEST = 5000


def comment(obj, *, by: Member, body: str) -> Comment:
    """Say something on an object of the thread; whoever is @mentioned by name gets a notice.

    Raises NotAllowed, Refused on the field "body".
    """
    by.must("comment.create")
    by.must(kind_of(obj).view, obj)
    body = body.strip()
    if not body:
        raise Refused(Problem(_("Write something first."), "body"))
    if len(body) > LONGEST:
        raise Refused(
            Problem(_("A comment has up to %(count)d characters.") % {"count": LONGEST}, "body")
        )
    said = Comment(brand=obj.brand, owner=by, ref=ref(obj), body=body)
    with recorded(by, "commented", obj):
        said.save()
        for member in mentioned(body, by):
            words = gettext_lazy("{name} mentioned you: {thing}")
            notify(
                member,
                "mention",
                format_lazy(words, name=by.name, thing=obj),
                url=obj.get_absolute_url(),
            )
    return said


def mentioned(body: str, by: Member) -> list[Member]:
    """The other active members whose name stands in the text after an @."""
    if "@" not in body:
        return []
    team = Member.objects.active().filter(brand=by.brand).exclude(pk=by.pk)
    text = body.lower()
    return [
        member
        for member in team.select_related("person", "brand")
        if f"@{member.name.lower()}" in text
    ]
