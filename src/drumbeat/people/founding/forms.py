from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from drumbeat.people.matrix import ROLES
from drumbeat.people.members.models import CALENDARS, CURRENCIES, LANGUAGES, Person

ZONES = [
    (zone, zone.replace("_", " "))
    for zone in sorted(available_timezones())
    if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))
]


class BrandForm(forms.Form):
    """What a brand needs to know about itself before anything else."""

    brand = forms.CharField(label=_("Brand name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="Asia/Shanghai")
    calendar = forms.ChoiceField(label=_("Working calendar"), choices=CALENDARS)


class WelcomeForm(BrandForm):
    """The first-run wizard: the brand and its first administrator."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"))
    roles = forms.MultipleChoiceField(
        label=_("You lead. In a small team you may also work as"),
        choices=[(role, name) for role, name in ROLES.items() if role not in ("lead", "gst")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters or more."),
    )

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            who = Person(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                validate_password(password, who)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
