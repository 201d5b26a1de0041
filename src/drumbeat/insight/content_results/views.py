from dataclasses import replace
from functools import partial

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drumbeat.content.models import Asset, Topic
from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour import frame
from drumbeat.insight.content_results.actions import decide
from drumbeat.insight.content_results.advice import advice_of_each
from drumbeat.insight.content_results.asking import AttributesForm, CardForm, PiecesForm
from drumbeat.insight.content_results.attributes import told_attributes
from drumbeat.insight.content_results.card import Card
from drumbeat.insight.content_results.card_page import told_card
from drumbeat.insight.content_results.forms import DecisionForm
from drumbeat.insight.content_results.models import ContentDecision
from drumbeat.insight.content_results.page import told
from drumbeat.insight.content_results.pieces import Pieces
from drumbeat.insight.content_results.rules import are_products, rules_of
from drumbeat.insight.content_results.topic import topic_in_short
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.ui.tables import table_file, table_links

TITLE = _("Content results")
ATTRIBUTES_TITLE = _("What pieces have in common")
ADVICE_TITLE = _("What to do next")
LEAD = _("What every piece brought, held against others of its kind.")


_WAYS = {
    "results": (TITLE, "insight:content_results"),
    "attributes": (ATTRIBUTES_TITLE, "insight:content_attributes"),
    "advice": (ADVICE_TITLE, "insight:content_advice"),
}


def _ways(current: str) -> list[dict]:
    """The pages about content, as tabs."""
    return [
        {"label": label, "url": reverse(route), "current": key == current}
        for key, (label, route) in _WAYS.items()
    ]


def _form(request):
    return PiecesForm(request.GET or None, brand=request.brand, today=timezone.localdate())


def _tell(request):
    return partial(
        told,
        request.brand,
        with_money=request.member.may("spend.view"),
        page=request.GET.get("page", "1"),
    )


@door("metric.view")
def content_results(request):
    form = _form(request)
    return frame.page(
        request,
        form,
        _tell(request),
        template="insight/content_results/page.html",
        title=TITLE,
        lead=LEAD,
        ways=_ways("results"),
        at=lambda part, *about: reverse(f"insight:content_results_{part}", args=about),
    )


@door("metric.view")
def content_results_file(request, kind):
    asked = _form(request).asked()
    return frame.file(_tell(request)(asked), asked, kind, name="content", title=str(TITLE))


@door("metric.view")
def content_results_figure(request, metric):
    asked = _form(request).asked()
    return frame.figure(request, _tell(request)(asked), asked, metric)


def _attributes(request):
    form = AttributesForm(request.GET or None, brand=request.brand, today=timezone.localdate())
    with_money = request.member.may("spend.view")
    return form, partial(told_attributes, request.brand, with_money=with_money)


@door("metric.view")
def attributes(request):
    form, tell = _attributes(request)
    return frame.page(
        request,
        form,
        tell,
        template="insight/content_results/attributes.html",
        title=ATTRIBUTES_TITLE,
        lead=_("What pieces that have something in common brought together."),
        ways=_ways("attributes"),
        at=lambda part, *about: reverse(f"insight:content_attributes_{part}", args=about),
    )


@door("metric.view")
def attributes_file(request, kind):
    form, tell = _attributes(request)
    asked = form.asked()
    name = f"content-{asked.choices['by']}"
    return frame.file(tell(asked), asked, kind, name=name, title=str(ATTRIBUTES_TITLE))


@door("metric.view")
def attributes_figure(request, metric):
    form, tell = _attributes(request)
    asked = form.asked()
    return frame.figure(request, tell(asked), asked, metric)


@door("metric.view")
def advice(request):
    """Every piece with what the rules say about it, and what somebody last decided."""
    asked = _card_form(request).asked()
    found = advice_of_each(request.brand, asked, timezone.localdate())
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    decided = {}
    mine = ContentDecision.objects.of(request.brand).select_related("owner__person")
    for one in mine.filter(asset__in=[each.piece.pk for each in page]):
        decided.setdefault(one.asset_id, one)
    context = {
        "title": ADVICE_TITLE,
        "ways": _ways("advice"),
        "page": page,
        "decided": decided,
        "asked": asked,
        "rules": (rules := rules_of(request.brand)),
        "are_products": are_products(rules),
        "exports": table_links("insight:content_advice_file", query=asked.query()),
    }
    return render(request, "insight/content_results/advice.html", context)


@door("metric.view")
def advice_file(request, kind):
    found = advice_of_each(request.brand, _card_form(request).asked(), timezone.localdate())
    columns = [
        Column("name", gettext("Piece")),
        Column("advice", gettext("Advice")),
        Column("why", gettext("Why")),
        Column("right", gettext("Right")),
        Column("ends_on", gettext("Right until"), "date"),
    ]
    rows = [
        {
            "name": one.piece.name,
            "advice": str(one.name),
            "why": one.why,
            "right": str(one.right or ""),
            "ends_on": one.right and one.right.ends_on,
        }
        for one in found
    ]
    return table_file(kind, str(ADVICE_TITLE), columns, rows)


@door("metric.comment", Asset, methods=["GET", "POST"])
def decision(request, asset):
    """Answer the advice about one piece, as it stands in the plain period."""
    asked = CardForm(None, brand=request.brand, today=timezone.localdate()).asked()
    found = advice_of_each(request.brand, asked, timezone.localdate())
    about = next((one for one in found if one.piece.pk == asset.pk), None)
    if about is None:
        raise Http404
    form = DecisionForm(request.POST or None, advice=about.key)

    def save():
        made = decide(asset, about, by=request.member, **form.cleaned_data)
        on_its_page = about.key in ("retire", "renew") and form.cleaned_data["answer"] == "taken"
        return asset if on_its_page else made

    return edit_page(
        request,
        form,
        save,
        template="insight/content_results/decision.html",
        title=gettext("%(advice)s: %(piece)s") % {"advice": about.name, "piece": asset},
        advice=about,
        done=gettext("Recorded, with the numbers as they stand today."),
    )


def _card_form(request):
    return CardForm(request.GET or None, brand=request.brand, today=timezone.localdate())


def _tell_card(request, asset):
    def tell(question):
        card = Card(asset, question, timezone.localdate())
        return told_card(card, with_money=request.member.may("spend.view"))

    return tell


@door("metric.view", Asset)
def piece(request, asset):
    return frame.page(
        request,
        _card_form(request),
        _tell_card(request, asset),
        template="insight/content_results/card.html",
        title=str(asset),
        lead=_("How far it reached, and what came of that."),
        asset=asset,
        at=lambda part, *about: reverse(f"insight:piece_{part}", args=[asset.pk, *about]),
    )


@door("metric.view", Asset)
def piece_file(request, asset, kind):
    asked = _card_form(request).asked()
    return frame.file(
        _tell_card(request, asset)(asked), asked, kind, name="piece", title=str(asset)
    )


@door("metric.view", Asset)
def piece_figure(request, asset, metric):
    asked = _card_form(request).asked()
    return frame.figure(request, _tell_card(request, asset)(asked), asked, metric)


@door("metric.view", Asset)
def piece_now(request, asset):
    """Fragment: the piece in three numbers, for its own page."""
    card = Card(asset, _card_form(request).asked(), timezone.localdate())
    context = {"asset": asset, "card": card, "days": card.touches_by_day if card.piece else []}
    return render(request, "insight/content_results/_now.html", context)


@door("metric.view", Topic)
def topic_now(request, topic):
    """Fragment: what the pieces of a topic brought together, for the topic's page."""
    asked = replace(_card_form(request).asked(), choices={"topic": topic.pk})
    context = {"topic": topic, **topic_in_short(Pieces(request.brand, asked))}
    return render(request, "insight/content_results/_topic_now.html", context)


urls = [
    path("topics/<str:id>/now/", topic_now, name="topic_now"),
    path("content/", content_results, name="content_results"),
    path("content.<table:kind>", content_results_file, name="content_results_file"),
    path("content/ask/<str:metric>/", content_results_figure, name="content_results_figure"),
    path("content/attributes/", attributes, name="content_attributes"),
    path("content/attributes.<table:kind>", attributes_file, name="content_attributes_file"),
    path(
        "content/attributes/ask/<str:metric>/",
        attributes_figure,
        name="content_attributes_figure",
    ),
    path("content/advice/", advice, name="content_advice"),
    path("content/advice.<table:kind>", advice_file, name="content_advice_file"),
    path("content/<str:id>/decision/", decision, name="content_decision"),
    path("content/<str:id>/", piece, name="piece"),
    path("content/<str:id>.<table:kind>", piece_file, name="piece_file"),
    path("content/<str:id>/now/", piece_now, name="piece_now"),
    path("content/<str:id>/ask/<str:metric>/", piece_figure, name="piece_figure"),
]
