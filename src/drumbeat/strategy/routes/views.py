from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.errors import WrongState
from drumbeat.strategy.messages.models import MessageHouse
from drumbeat.strategy.routes import actions, block
from drumbeat.strategy.routes.forms import OTHERS, RouteTestForm, TakeOverForm
from drumbeat.strategy.routes.models import RouteChoice, RouteTest
from drumbeat.strategy.routes.results import compare
from drumbeat.strategy.tabulation.reading import read
from drumbeat.ui.tables import table_file, table_links
from drumbeat.ui.templatetags.format import percent


@door("research.create", MessageHouse, methods=["GET", "POST"], own_check=False)
def new(request, house):
    form = RouteTestForm(
        request.POST or None, house=house, initial={"message": request.GET.get("message")}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        test = attempt(
            form,
            lambda: actions.begin(
                house,
                said["message"],
                form.others,
                by=request.member,
                starts_on=said["starts_on"],
                ends_on=said["ends_on"],
                each=said["each"],
            ),
        )
        if test is not None:
            return redirect(test.study.questionnaires.get())
    context = {"form": form, "title": _("Test routes"), "back": house, "questions": block.BLOCK}
    context["pairs"] = [[form[f"{name}_{key}"] for name in ("zh", "en")] for key in OTHERS]
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/routes/new.html", context, status=status)


def _asked(test):
    """(the questionnaire that was asked last, how its routes compare)."""
    versions = list(test.study.questionnaires.all())
    asked = next((one for one in versions if one.state != "draft"), versions[0])
    return asked, compare(read(asked))


@door("research.view", RouteTest)
def test(request, test):
    questionnaire, compared = _asked(test)
    context = {
        "test": test,
        "questionnaire": questionnaire,
        "compared": compared,
        "decisive": block.MEASURES[block.DECISIVE],
        "bars": _bars(compared) if compared else [],
        "choice": RouteChoice.objects.filter(test=test).first(),
        "exports": table_links("strategy:route_test_table", test.pk),
    }
    return render(request, "strategy/routes/test.html", context)


def _bars(compared):
    """The decisive measure as a picture."""
    scores = next((row for key, _name, row in compared.rows if key == block.DECISIVE), [])
    return [
        {
            "label": arm.letter,
            "value": score.share,
            "text": f"{percent(score.share)} ± {percent(score.margin)}",
            "tone": "good" if arm == compared.winner else "strategy",
        }
        for arm, score in zip(compared.arms, scores, strict=False)
        if score.share is not None
    ]


@door("research.view", RouteTest)
def table(request, test, kind):
    columns = [
        Column("letter", _("No.")),
        Column("route", _("Route"), width=50),
        Column("measure", _("Measure")),
        Column("share", _("Share"), "percent"),
        Column("margin", _("± (95 %)"), "percent"),
        Column("beats", _("higher than")),
        Column("base", _("Base"), "integer"),
    ]
    _questionnaire, compared = _asked(test)
    rows = [
        {
            "letter": arm.letter,
            "route": str(arm),
            "measure": str(name),
            "share": scores[at].share,
            "margin": scores[at].margin,
            "beats": scores[at].beats,
            "base": arm.base,
        }
        for at, arm in enumerate(compared.arms if compared else ())
        for _key, name, scores in compared.rows
    ]
    return table_file(kind, str(test), columns, rows)


@door("message.edit", RouteTest, methods=["GET", "POST"], own_check=False)
def choice(request, test):
    """The route that goes into the house; the action asks for the right to edit that."""
    _questionnaire, compared = _asked(test)
    if compared is None or not any(arm.base for arm in compared.arms):
        raise WrongState(_("Nobody was asked yet."))
    form = TakeOverForm(request.POST or None, compared=compared)
    return edit_page(
        request,
        form,
        lambda: actions.take_over(
            test,
            compared,
            form.cleaned_data["route"],
            by=request.member,
            why=form.cleaned_data["why"],
        ),
        template="strategy/form.html",
        title=_("Take a route over into the house"),
        done=pgettext("route", "Taken over."),
        back=test,
    )
