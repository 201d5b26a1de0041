"""The words of the playbook files, in the words of the product."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from drumbeat.people.matrix import MODULE_OF_ROLE, ROLES

# Roles outside the team answer through the marketing lead.
ROLE_OF = {
    "lead": "lead",
    "brand": "brand",
    "content": "cl",
    "copy": "cw",
    "design": "ds",
    "channel": "cm",
    "pr": "pr",
    "event": "ev",
    "analyst": "an",
    "legal": "lead",
    "exec": "lead",
    "cs": "lead",
    "sales": "lead",
    "product": "lead",
}

EXTERNAL_ROLES = {
    "legal": _("Legal"),
    "exec": _("Executive"),
    "cs": _("Customer service"),
    "sales": _("Sales"),
    "product": _("Product"),
}

PARAMETERS = {
    "launch_tier": _("Launch tier"),
    "has_event": _("With a launch event"),
    "has_kol": _("With KOL"),
    "regulated_category": _("Regulated category"),
    "level": _("Severity level"),
    "kind": _("Kind of event"),
    "cadence": _("Rhythm"),
}

VALUES = {
    "T1": _("1 · major launch"),
    "T2": _("2 · medium launch"),
    "T3": _("3 · small launch"),
    "none": _("none"),
    "medical": _("medical"),
    "health_food": _("health food"),
    "cosmetics": _("cosmetics"),
    "finance": _("finance"),
    "education": _("education"),
    "real_estate": _("real estate"),
    "alcohol": _("alcohol"),
    "infant": _("infant products"),
    "seminar": _("seminar"),
    "trade_show": _("trade show"),
    "webinar": _("webinar"),
    "weekly": _("weekly"),
    "biweekly": _("every two weeks"),
    "monthly": _("monthly"),
}

MODULE_OF = {
    "strategy_brand": "strategy",
    "content_creative": "content",
    "channels_promotion": "channels",
    "data_analytics": "insight",
}


def role_key(name: str) -> str:
    """The matrix key of a role named as in a playbook ("design") or as in the matrix ("ds")."""
    return ROLE_OF.get(name, name)


def module_key(module: str, role: str) -> str:
    """The module that does a task; a "shared" one belongs to the module of its role."""
    return MODULE_OF.get(module) or MODULE_OF_ROLE[role_key(role)]


def role_label(name: str):
    """A role as a playbook or the matrix names it, in the reader's language."""
    return EXTERNAL_ROLES.get(name) or ROLES.get(role_key(name), name)


# Verbs of the audit trail that no state machine names: listed so that they are translated.
TRAIL_VERBS = (
    gettext_noop("published version"),
    gettext_noop("started"),
    gettext_noop("moved the anchor"),
    gettext_noop("moved"),
    gettext_noop("offered"),
    gettext_noop("commented"),
    gettext_noop("decided again"),
    gettext_noop("waived a dependency"),
    gettext_noop("reassigned"),
    gettext_noop("uploaded"),
)
