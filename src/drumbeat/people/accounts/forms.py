from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.members.models import Person

TRIES, PAUSE_SECONDS = 8, 15 * 60


class SignInForm(forms.Form):
    """E-mail and password; after eight wrong tries an address rests for a quarter of an hour."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self):
        typed = super().clean()
        email, password = typed.get("email", "").lower(), typed.get("password")
        if not email or not password:
            return typed
        key = f"sign-in:{email}"
        if cache.get(key, 0) >= TRIES:
            raise forms.ValidationError(
                _("Too many tries. Wait fifteen minutes, or reset the password.")
            )
        self.person = authenticate(username=email, password=password)
        if self.person is None:
            cache.set(key, cache.get(key, 0) + 1, PAUSE_SECONDS)
            raise forms.ValidationError(_("This e-mail and password do not belong together."))
        cache.delete(key)
        return typed


class NewPasswordForm(forms.Form):
    """A password chosen anew, with a name where the person is new too."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("Ten characters or more."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class JoinForm(NewPasswordForm):
    """Taking up an invitation as somebody who has no account yet."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=80)
    field_order = ["name", "password"]


class ResetForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail"))


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "language"]
