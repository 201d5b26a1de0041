"""The one door. Every view stands behind `door`; no view compares brands or roles by hand.

    @door("brief.view", Brief)
    def detail(request, brief): ...

    @door("brief_acknowledgement.approve", Brief, methods=["POST"])
    def acknowledgement(request, brief): ...

A foreign brand's object is 404 (it does not exist for you), a missing right is 403, a wrong
method 405. What actions raise is answered here too, so views hold no error handling.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme

from drumbeat.people.errors import AlreadyDone, DomainError, NotAllowed, StaleEdit


def visible(request, model, object_id):
    """The object, if it belongs to the brand the request is in; else Http404."""
    manager = model._default_manager
    found = manager.filter(brand=request.brand, pk=object_id).first()
    if found is None:
        raise Http404
    found.brand = request.brand
    return found


def door(act, model=None, *, methods=("GET",), own_check=True):
    """Guard a view: signed in, member of the brand, allowed `act` (on the object, with a model).

    The URL's `id` becomes the object. `own_check=False` asks only whether the act is possible
    for somebody of these roles, for views whose action asks about another object.
    """

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.member is None:
                raise Http404
            # HEAD is a GET without a body; where GET may not come, it would act unasked.
            asked = "GET" if request.method == "HEAD" else request.method
            if asked not in methods:
                return HttpResponseNotAllowed(methods)
            if model is None:
                return _within(request, act, None, None, lambda: view(request, *args, **kwargs))
            obj = visible(request, model, kwargs.pop("id"))
            subject = obj if own_check else None
            return _within(request, act, subject, obj, lambda: view(request, obj, *args, **kwargs))

        guarded.act, guarded.model, guarded.methods = act, model, tuple(methods)
        guarded.own_check = own_check
        return guarded

    return guard


def public(view):
    """Mark a view that needs no member (sign-in, wizard, health): the route test lists these."""
    view.act = None
    return view


def _within(request, act, subject, obj, answer):
    try:
        request.member.must(act, subject)
        return answer()
    except NotAllowed as refusal:
        return render(request, "403.html", {"reason": str(refusal)}, status=403)
    except StaleEdit as stale:
        return render(request, "409.html", stale.form.conflict(stale.theirs), status=409)
    except DomainError as refusal:
        return _told(request, obj, refusal)


def _told(request, obj, refusal):
    """A refused act without a form to carry the message: say so where the person was."""
    if request.htmx:
        return render(request, "ui/refusal.html", {"message": str(refusal)}, status=refusal.status)
    if request.method == "GET":
        return render(request, "ui/refusal.html", {"message": str(refusal)}, status=refusal.status)
    say = messages.info if isinstance(refusal, AlreadyDone) else messages.error
    say(request, str(refusal))
    return redirect(_where_the_person_was(request, obj))


def _where_the_person_was(request, obj):
    """A page that can be shown: the address that was posted to may know no GET."""
    if hasattr(obj, "get_absolute_url"):
        return obj.get_absolute_url()
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    return get_script_prefix()
