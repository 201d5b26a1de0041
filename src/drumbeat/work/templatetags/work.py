"""Tags that other rooms and this one use: comments on any object, the room's own tabs."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drumbeat.people.records import in_language
from drumbeat.thread.registry import kind_of, ref, resolve
from drumbeat.work.comments.forms import CommentForm
from drumbeat.work.comments.models import Comment
from drumbeat.work.tasks.states import TASK
from drumbeat.work.vocabulary import PARAMETERS, VALUES, role_label

register = template.Library()


@register.inclusion_tag("work/comments/_comments.html", takes_context=True)
def comments(context, obj):
    """What was said about an object, and a form to say more (one query)."""
    member = context["request"].member
    said = Comment.objects.of(obj.brand).current().filter(ref=ref(obj))
    form = CommentForm(initial={"ref": ref(obj)}, auto_id="comment_%s")
    return {
        "comments": said.select_related("owner__person"),
        "form": form,
        "may_comment": member.may("comment.create") and member.may(kind_of(obj).view, obj),
        "csrf_token": context.get("csrf_token"),
        "request": context["request"],
    }


@register.simple_tag
def run_tabs(run, current):
    """The views of one run, for `c-tabs`."""
    pages = [("run", _("List")), ("run_board", _("Board")), ("run_gantt", _("Gantt"))]
    return [
        {"label": label, "url": reverse(f"work:{name}", args=[run.pk]), "current": name == current}
        for name, label in pages
    ]


@register.filter
def playbook_role(name):
    return role_label(name)


@register.filter
def because(left_out):
    """The value of the parameter by which a task is left out: `Launch tier: 3 · small launch`."""
    value = _("no") if left_out.value is False else VALUES.get(left_out.value, left_out.value)
    return f"{PARAMETERS.get(left_out.parameter, left_out.parameter)}: {value}"


@register.simple_tag
def thing(text, member):
    """The object that a ref names, for a link to it; None when it is gone (one query)."""
    return resolve(member.brand, [text]).get(text) if text else None


@register.filter
def task_state(key):
    return TASK.label(key) if key in TASK.states else key


@register.filter
def checklist(decision):
    """The items of a decision's snapshot, named in the reader's language."""
    return [
        {**item, "title": in_language(item["title_en"], item["title_zh"])}
        for item in decision.snapshot["items"]
    ]


CHANGES = {
    "added": gettext_lazy("Task added"),
    "removed": gettext_lazy("Task taken out"),
    "title_en": gettext_lazy("Name (English)"),
    "title_zh": gettext_lazy("Name (Chinese)"),
    "role": gettext_lazy("Role"),
    "duration": gettext_lazy("Duration"),
    "depends_on": gettext_lazy("Waits for"),
    "acceptance_en": gettext_lazy("Accepted when (English)"),
    "acceptance_zh": gettext_lazy("Accepted when (Chinese)"),
    "tiers": gettext_lazy("Tiers"),
}


@register.filter
def change_name(kind):
    return CHANGES.get(kind, kind)


@register.filter
def own_words(body, name):
    """`purpose_en` / `purpose_zh` of a document, or its plain `en` / `zh`, as the reader speaks."""
    start = f"{name}_" if name else ""
    return in_language(body.get(f"{start}en", ""), body.get(f"{start}zh", ""))


@register.filter
def span(value, calendar):
    """A stretch of a run: working days, or hours of a run that goes on day and night."""
    if value is None:
        return ""
    if calendar == "24x7":
        return ngettext("%(n)s hour", "%(n)s hours", float(value)) % {"n": plain(value)}
    return ngettext("%(n)s working day", "%(n)s working days", float(value)) % {"n": plain(value)}


@register.filter
def plain(value):
    """A count of days or hours without idle zeros: 52.5, 78."""
    return "" if value is None else f"{float(value):g}"
