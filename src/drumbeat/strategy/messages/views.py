from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy import archiving
from drumbeat.strategy.changing import announced
from drumbeat.strategy.messages import queries
from drumbeat.strategy.messages.export import houses_file, wordings_file
from drumbeat.strategy.messages.forms import (
    HouseForm,
    MessageForm,
    PillarForm,
    ProofForm,
    WordingForm,
)
from drumbeat.strategy.messages.models import (
    KeyMessage,
    MessageHouse,
    Pillar,
    ProofPoint,
    Wording,
)
from drumbeat.strategy.messages.ranking import shift
from drumbeat.ui.tables import table_links


@door("message.view")
def houses(request):
    context = {
        "houses": list(queries.houses(request.brand)),
        "exports": table_links("strategy:houses_table"),
    }
    return render(request, "strategy/messages/list.html", context)


@door("message.view")
def houses_table(request, kind):
    return houses_file(kind, request.brand, timezone.localdate())


@door("message.view", MessageHouse)
def house(request, house):
    return render(
        request,
        "strategy/messages/house.html",
        {
            "house": house,
            "rooms": queries.rooms(house, timezone.localdate()),
            "tests": queries.route_tests(house, None),
        },
    )


@door("message.view", KeyMessage)
def message(request, message):
    context = {
        "message": message,
        "house": message.pillar.house,
        "proven": queries.with_proofs(message, timezone.localdate()),
        "wordings": queries.wordings(message),
        "exports": table_links("strategy:wordings_table", message.pk),
        "tests": queries.route_tests(message.pillar.house, message),
        "plans": list(message.plans.current()),
    }
    return render(request, "strategy/messages/message.html", context)


@door("message.view", ProofPoint)
def evidence(request, proof):
    """The evidence file, as a download: what others uploaded is never shown as a page of ours."""
    if proof.evidence is None:
        raise Http404
    return HttpResponse(
        proof.evidence.read(),
        content_type=proof.evidence.media_type,
        headers={"Content-Disposition": content_disposition_header(True, proof.evidence.name)},
    )


@door("message.create", methods=["GET", "POST"])
def new_house(request):
    blank = MessageHouse(brand=request.brand, owner=request.member)
    form = HouseForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New message house"))


@door("message.edit", MessageHouse, methods=["GET", "POST"])
def edit_house(request, house):
    form = HouseForm(request.POST or None, instance=house, member=request.member)
    return _edited(request, form, "edited", _("Edit message house"), house)


@door("message.archive", MessageHouse, methods=["POST"])
def archive_house(request, house):
    archiving.archive(house, "message.archive", by=request.member)
    toasts.success(request, _("Archived."))
    return redirect("strategy:houses")


@door("message.edit", MessageHouse, methods=["GET", "POST"])
def new_pillar(request, house):
    blank = Pillar(
        brand=request.brand, owner=request.member, house=house, position=house.pillars.count()
    )
    form = PillarForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("New pillar"), house)


@door("message.edit", Pillar, methods=["GET", "POST"])
def edit_pillar(request, pillar):
    form = PillarForm(request.POST or None, instance=pillar, member=request.member)
    return _edited(request, form, "edited", _("Edit pillar"), pillar.house)


@door("message.create", Pillar, methods=["GET", "POST"])
def new_message(request, pillar):
    blank = KeyMessage(
        brand=request.brand, owner=request.member, pillar=pillar, position=pillar.messages.count()
    )
    form = MessageForm(
        request.POST or None, instance=blank, member=request.member, house=pillar.house
    )
    return _edited(request, form, "created", _("New key message"), pillar.house)


@door("message.edit", KeyMessage, methods=["GET", "POST"])
def edit_message(request, message):
    form = MessageForm(
        request.POST or None, instance=message, member=request.member, house=message.pillar.house
    )
    return _edited(request, form, "edited", _("Edit key message"), message)


@door("message.archive", KeyMessage, methods=["POST"])
def archive_message(request, message):
    with announced(message):
        archiving.archive(message, "message.archive", by=request.member)
    toasts.success(request, _("Archived."))
    return redirect(message.pillar.house.get_absolute_url())


@door("message.edit", Pillar, methods=["POST"])
def pillar_rank(request, pillar):
    return _shifted(request, pillar, pillar.house)


@door("message.edit", KeyMessage, methods=["POST"])
def message_rank(request, message):
    return _shifted(request, message, message.pillar.house)


def _shifted(request, one, house):
    shift(one, by=request.member, up=request.POST.get("way") == "up")
    return redirect(house.get_absolute_url())


@door("message.view", KeyMessage)
def wordings_table(request, message, kind):
    return wordings_file(kind, message)


@door("message.edit", KeyMessage, methods=["GET", "POST"])
def new_wording(request, message):
    blank = Wording(brand=request.brand, owner=request.member, message=message)
    form = WordingForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("Words for one audience"), message)


@door("message.edit", Wording, methods=["GET", "POST"])
def edit_wording(request, wording):
    form = WordingForm(request.POST or None, instance=wording, member=request.member)
    return _edited(request, form, "edited", _("Words for one audience"), wording.message)


@door("message.archive", Wording, methods=["POST"])
def archive_wording(request, wording):
    archiving.archive(wording, "message.archive", by=request.member)
    toasts.success(request, _("Archived."))
    return redirect(wording.message.get_absolute_url())


@door("message.edit", KeyMessage, methods=["GET", "POST"])
def new_proof(request, message):
    blank = ProofPoint(brand=request.brand, owner=request.member, message=message)
    form = ProofForm(
        request.POST or None, request.FILES or None, instance=blank, member=request.member
    )
    return _edited(request, form, "created", _("New proof point"), message)


@door("message.edit", ProofPoint, methods=["GET", "POST"])
def edit_proof(request, proof):
    form = ProofForm(
        request.POST or None, request.FILES or None, instance=proof, member=request.member
    )
    return _edited(request, form, "edited", _("Edit proof point"), proof.message)


@door("message.archive", ProofPoint, methods=["POST"])
def archive_proof(request, proof):
    archiving.archive(proof, "message.archive", by=request.member)
    toasts.success(request, _("Archived."))
    return redirect(proof.message.get_absolute_url())


def _edited(request, form, verb, title, back=None):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/form.html",
        title=title,
        back=back,
    )
