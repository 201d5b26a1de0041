"""Every kind of channel, online and offline, as one table (domain.md §2.3, §6.1).

kind: (name, PESO type, UTM medium, offline?)
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "search_paid": (_("Paid search"), "paid", "cpc", False),
    "search_organic": (_("Organic search"), "owned", "organic", False),
    "social_paid": (_("Paid social"), "paid", "paid-social", False),
    "social_organic": (_("Organic social"), "owned", "social", False),
    "video": (_("Video"), "paid", "paid-video", False),
    "display": (_("Display"), "paid", "display", False),
    "feed": (_("Feed"), "paid", "cpm", False),
    "email": (pgettext_lazy("channel", "E-mail"), "owned", "email", False),
    "sms": (_("SMS"), "owned", "sms", False),
    "push": (_("Push"), "owned", "push", False),
    "affiliate": (_("Affiliate"), "paid", "affiliate", False),
    "content_partner": (_("Content partner"), "earned", "referral", False),
    "press": (_("Press"), "earned", "pr", False),
    "kol": (_("KOL"), "paid", "kol", False),
    "event_offline": (_("Event"), "owned", "qr", True),
    "event_online": (_("Online event"), "owned", "referral", False),
    "outdoor": (_("Outdoor"), "paid", "offline", True),
    "print": (_("Print"), "paid", "offline", True),
    "tv_radio": (_("TV & radio"), "paid", "offline", True),
    "retail": (_("Retail"), "owned", "qr", True),
    "community": (_("Community"), "shared", "social", False),
    "ai_assistant": (_("AI assistant"), "earned", "ai-assistant", False),
}

PESO = {"paid": _("Paid"), "owned": _("Owned"), "earned": _("Earned"), "shared": _("Shared")}

# Reached one by one under their own address: only who agreed may be reached (I-24).
PERSONAL = {"email", "sms", "push"}

CHOICES = [(kind, row[0]) for kind, row in KINDS.items()]
