"""Names of the channel groups that visits fall into (domain.md §6.2)."""

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "Direct": _("Direct"),
    "Cross-network": _("Cross-network"),
    "AI Assistant": _("AI assistant"),
    "Paid Shopping": _("Paid shopping"),
    "Paid Search": _("Paid search"),
    "Paid Social": _("Paid social"),
    "Paid Video": _("Paid video"),
    "Display": _("Display"),
    "Paid Other": _("Other paid"),
    "Organic Shopping": _("Organic shopping"),
    "Organic Social": _("Organic social"),
    "Organic Video": _("Organic video"),
    "Organic Search": _("Organic search"),
    "Email": _("E-mail"),
    "Affiliates": _("Affiliates"),
    "Referral": _("Referral"),
    "Audio": _("Audio"),
    "SMS": _("SMS"),
    "Mobile Push": _("Mobile push"),
    "KOL": _("KOL"),
    "QR/offline": _("QR and offline"),
    "PR": _("PR"),
    "WeChat owned": _("WeChat owned"),
    "Unassigned": _("Unassigned"),
}


def channel_group(key: str) -> str:
    """The group's name in the page's language; the key itself when it is no group."""
    return str(GROUPS.get(key, key))
