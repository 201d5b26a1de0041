from django.contrib.auth import login
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from drumbeat.people.access import public
from drumbeat.people.founding.actions import found_brand, is_untouched
from drumbeat.people.founding.forms import WelcomeForm
from drumbeat.people.models import Person


@public
def welcome(request):
    """The wizard, open only until the first person exists."""
    if not is_untouched():
        raise Http404
    form = WelcomeForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        member = _found(form.cleaned_data)
        login(request, member.person)
        return redirect(f"/b/{member.brand.slug}/today/")
    status = 422 if form.is_bound else 200
    return render(request, "people/accounts/welcome.html", {"form": form}, status=status)


@transaction.atomic
def _found(typed):
    person = Person.objects.create_user(
        typed["email"], typed["password"], name=typed["name"], language=typed["language"]
    )
    return found_brand(
        person,
        name=typed["brand"],
        language=typed["language"],
        currency=typed["currency"],
        time_zone=typed["time_zone"],
        calendar=typed["calendar"],
        roles=typed["roles"],
    )
