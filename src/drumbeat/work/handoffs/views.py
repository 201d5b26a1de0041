from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.work.handoffs import actions, queries
from drumbeat.work.handoffs.forms import BackForm, HandoffForm, PlaybackForm
from drumbeat.work.handoffs.models import Handoff


@door("handoff.view")
def handoffs(request):
    waiting = queries.open_handoffs(request.brand)
    answered = Paginator(queries.answered_handoffs(request.brand), 30)
    return render(
        request,
        "work/handoffs/list.html",
        {
            "waiting": waiting,
            "late": sum(each.is_late for each in waiting),
            "page": answered.get_page(request.GET.get("page")),
        },
    )


@door("handoff.create", methods=["GET", "POST"])
def new(request):
    blank = Handoff(
        brand=request.brand,
        owner=request.member,
        from_module=request.member.module,
        ref=request.GET.get("ref", ""),
    )
    form = HandoffForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: actions.offer(form.save(commit=False), by=request.member),
        template="ui/form.html",
        title=_("Offer a handoff"),
        submit=_("Offer"),
        done=_("Offered; the clock runs."),
    )


@door("handoff.view", Handoff)
def handoff(request, handoff):
    return _page(request, handoff, PlaybackForm())


def _page(request, handoff, form, status=200):
    clock = queries.with_clock([handoff], request.brand, timezone.now())[0]
    return render(
        request,
        "work/handoffs/detail.html",
        {
            "handoff": handoff,
            "clock": clock,
            "form": form,
            "answers": handoff.answers.select_related("by__person").order_by("-at"),
            "may_answer": handoff.state == "offered"
            and actions.may_receive(handoff, request.member),
            "may_offer_again": handoff.state == "returned" and handoff.belongs_to(request.member),
        },
        status=status,
    )


@door("handoff.edit", Handoff, methods=["POST"])
def acceptance(request, handoff):
    form = PlaybackForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: actions.accept_handoff(
            handoff, by=request.member, words=form.cleaned_data["words"]
        ),
    ):
        messages.success(request, _("Accepted. The giver can read your playback."))
        return redirect(handoff.get_absolute_url())
    return _page(request, handoff, form, status=422)


@door("handoff.edit", Handoff, methods=["GET", "POST"])
def return_(request, handoff):
    form = BackForm(request.POST or None)

    def give_back():
        actions.return_handoff(handoff, by=request.member, reason=form.cleaned_data["words"])
        return handoff

    return edit_page(
        request,
        form,
        give_back,
        template="ui/form.html",
        back=handoff,
        title=_("Return: %(handoff)s") % {"handoff": handoff},
        submit=_("Return"),
        done=_("Returned with your reason."),
    )


@door("handoff.edit", Handoff, methods=["POST"])
def offer_again(request, handoff):
    actions.offer_again(handoff, by=request.member)
    messages.success(request, _("Offered again; the clock starts anew."))
    return redirect(handoff.get_absolute_url())
