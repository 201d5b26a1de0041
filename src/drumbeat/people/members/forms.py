from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.people import matrix
from drumbeat.people.models import Delegation, Member
from drumbeat.ui.fields import DateInput

ROLE_CHOICES = list(matrix.ROLES.items())


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    is_admin = forms.BooleanField(label=_("Technical administrator"), required=False)


class DelegationForm(forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ["role", "delegate", "starts_on", "ends_on", "reason"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        mine = [(grant.role, matrix.ROLES[grant.role]) for grant in member.grants.all()]
        self.fields["role"].choices = mine
        self.fields["starts_on"].initial = timezone.localdate()
        self.fields["delegate"].queryset = (
            Member.objects.active()
            .filter(brand=member.brand)
            .exclude(pk=member.pk)
            .select_related("person")
        )
