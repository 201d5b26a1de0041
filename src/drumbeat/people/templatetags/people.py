"""Tags for what every object's page shows: its state, its next steps, its history."""

from django import template
from django.apps import apps
from django.utils.translation import gettext as _

from drumbeat.people.audit.changes import changes_of
from drumbeat.people.audit.trail import trail_of, trail_of_kind
from drumbeat.people.audit.words import model_of, verb_in_words
from drumbeat.people.machine import Machine
from drumbeat.people.matrix import ROLES
from drumbeat.people.steps import open_steps
from drumbeat.ui.templatetags.format import moment

register = template.Library()


def machine_of(obj) -> Machine:
    """The machine whose states are the choices of the object's `state` column."""
    return apps.get_app_config("people").machines[obj._meta.label_lower]


@register.inclusion_tag("people/_steps.html", takes_context=True)
def steps(context, obj, small=False, plain=False):
    """Buttons for the steps that this member can take on this object now. small: in a list's row;
    plain: something else on the page is what one most likely wants."""
    return {
        "open": open_steps(machine_of(obj), obj, context["request"].member),
        "csrf_token": context.get("csrf_token"),
        "small": small,
        "plain": plain or small,
    }


@register.inclusion_tag("people/_state.html")
def state(obj):
    """The object's state as a coloured tag."""
    return {"name": obj.state, "label": machine_of(obj).label(obj.state)}


@register.inclusion_tag("people/_trail.html", takes_context=True)
def trail(context, obj, limit=30):
    """What happened to the object: who, when, before and after (one query, and those of the names
    of records that were put in place of others)."""
    events = list(trail_of(obj, limit))
    changes = changes_of(events, getattr(obj, "currency", "") or context["request"].brand.currency)
    return {"entries": [_entry(obj, event, changes.get(event.pk, ())) for event in events]}


@register.inclusion_tag("people/_trail.html", takes_context=True)
def kind_trail(context, model, limit=30):
    """What happened to all objects of one kind in the brand, each event with its object's name; for
    a page that shows them as one table."""
    brand = context["request"].brand
    events = list(trail_of_kind(brand, model, limit))
    changes = changes_of(events, brand.currency)
    names = model_of(model)._base_manager.in_bulk({event.object_id for event in events})
    told = [_entry(event, event, changes.get(event.pk, ())) for event in events]
    for entry, event in zip(told, events, strict=True):
        entry["what"] = f"{entry['what']}: {names.get(event.object_id, event.object_label)}"
    return {"entries": told}


def _entry(obj, event, changes):
    return {
        "who": str(event.by) if event.by else _("Drumbeat"),
        "what": _verb(obj, event.verb),
        "when": moment(event.at),
        "iso": event.at.isoformat(),
        "why": event.reason,
        "changes": changes,
    }


def _verb(obj, verb):
    machine = apps.get_app_config("people").machines.get(obj._meta.label_lower)
    return verb_in_words(machine, verb)


@register.filter
def role_name(key):
    return ROLES.get(key, key)


@register.filter
def may(member, act):
    """`{% if member|may:"goal.create" %}`"""
    return member.may(act)


@register.simple_tag
def may_on(member, act, obj):
    """`{% may_on member "goal.edit" goal as can_edit %}`"""
    return member.may(act, obj)
