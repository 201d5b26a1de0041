from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.tokens import default_token_generator
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drumbeat.people.access import door, public
from drumbeat.people.accounts.forms import (
    JoinForm,
    NewPasswordForm,
    ProfileForm,
    ResetForm,
    SignInForm,
)
from drumbeat.people.accounts.mails import send_reset
from drumbeat.people.errors import WrongState
from drumbeat.people.founding.actions import is_untouched
from drumbeat.people.members.actions import accept_invitation
from drumbeat.people.models import Invitation, Member, Person


@public
def front(request):
    """`/`: to the brand one works in, to sign-in, or to the wizard on a fresh installation."""
    if not request.user.is_authenticated:
        return redirect("/welcome/" if is_untouched() else "/sign-in/")
    member = (
        Member.objects.active()
        .filter(person=request.user)
        .select_related("brand")
        .order_by(F("last_seen_at").desc(nulls_last=True), "joined_at")
        .first()
    )
    if member is None:
        return render(request, "people/accounts/no_brand.html", status=403)
    return redirect(f"/b/{member.brand.slug}/today/")


@public
def sign_in(request):
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.person)
        answer = redirect(_wanted(request))
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.person.language, samesite="Lax")
        return answer
    status = 422 if form.is_bound else 200
    return render(request, "people/accounts/sign_in.html", {"form": form}, status=status)


def _wanted(request):
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else "/"


@public
@require_POST
def sign_out(request):
    logout(request)
    return redirect("/sign-in/")


@public
def forgotten(request):
    """Always the same answer, so that nobody learns which addresses exist."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = Person.objects.filter(
            email=form.cleaned_data["email"].lower(), is_active=True
        ).first()
        if person:
            send_reset(person)
        return render(request, "people/accounts/reset_sent.html")
    return render(
        request,
        "people/accounts/forgotten.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@public
def new_password(request, id, token):
    person = Person.objects.filter(pk=id, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        return render(request, "people/accounts/reset_stale.html", status=410)
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        login(request, person)
        messages.success(request, _("Your new password is set."))
        return redirect("/")
    return render(
        request,
        "people/accounts/new_password.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@public
def invitation(request, token):
    """Join with the mailed link; somebody who has an account signs in instead of choosing a name."""
    found = (
        Invitation.objects.filter(token_hash=Invitation.hash_of(token))
        .select_related("brand", "invited_by__person")
        .first()
    )
    if found is None:
        raise Http404
    if not found.is_open:
        return render(request, "people/accounts/invitation_stale.html", status=410)
    person = Person.objects.filter(email=found.email.lower()).first()
    if person is not None:
        return _join_as(request, found, person)
    newcomer = Person(email=found.email.lower())
    form = JoinForm(request.POST or None, person=newcomer, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        return _enter(request, found, lambda: _newcomer(found, form.cleaned_data))
    return render(
        request,
        "people/accounts/invitation.html",
        {"form": form, "invitation": found},
        status=422 if form.is_bound else 200,
    )


def _join_as(request, found, person):
    if request.user.pk != person.pk:
        return redirect(f"/sign-in/?next={request.path}")
    if request.method == "POST":
        return _enter(request, found, lambda: person)
    return render(request, "people/accounts/invitation.html", {"invitation": found})


def _newcomer(found, typed):
    return Person.objects.create_user(
        found.email, typed["password"], name=typed["name"], language=found.brand.language
    )


def _enter(request, found, who):
    """Take the seat and go in. who: gives the person; a newcomer is made only with a seat."""
    try:
        member = accept_invitation(found, who)
    except WrongState:
        return render(request, "people/accounts/invitation_stale.html", status=410)
    login(request, member.person)
    return redirect(f"/b/{member.brand.slug}/today/")


@door("home.view", methods=["GET", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        answer = redirect(request.path)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
        messages.success(request, _("Saved."))
        return answer
    return render(
        request,
        "ui/form.html",
        {"form": form, "title": _("Your profile")},
        status=422 if form.is_bound else 200,
    )
