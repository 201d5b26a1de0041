"""By what a concept is held against its brief's proposition, and how many points there are."""

from django.utils.translation import gettext_lazy as _

# key → what it is called, what is asked. In this order everywhere.
CRITERIA = {
    "on_brief": (_("On brief"), _("Does it say the proposition, to this audience?")),
    "on_brand": (_("On brand"), _("Could only we say it, in our voice?")),
    "distinct": (_("Distinct"), _("Would one tell it from what competitors show?")),
    "makeable": (_("Can be made"), _("In the time, for the money, within the law?")),
}
CHOICES = [(key, label) for key, (label, _asked) in CRITERIA.items()]
POINTS = [
    (1, _("1 – not at all")),
    (2, _("2 – hardly")),
    (3, _("3 – partly")),
    (4, _("4 – well")),
    (5, _("5 – fully")),
]
MOST = 5
