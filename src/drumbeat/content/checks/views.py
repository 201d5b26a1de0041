"""Copy check: a pasted text with what the law and the brand say of it. Nothing is kept, so
everybody who may see assets may ask."""

from django.shortcuts import render
from django.utils import timezone

from drumbeat.content.checks.export import findings_file, records_file
from drumbeat.content.checks.forms import TextForm
from drumbeat.content.checks.laws import effects
from drumbeat.content.checks.record import DAYS, records
from drumbeat.content.checks.remarks import read
from drumbeat.content.checks.rulebook import craft, rules, wordcheck
from drumbeat.people.access import door
from drumbeat.science.text.readability import readability
from drumbeat.strategy.brandbook.queries import own_names
from drumbeat.ui.tables import KINDS, table_links


@door("asset.view", methods=["GET", "POST"])
def copy_check(request):
    return _page(request, TextForm(request.POST or None))


@door("asset.view", methods=["POST"])
def reading(request):
    """The answer alone, for a text that is still being written."""
    form = TextForm(request.POST)
    return render(request, "content/checks/_answer.html", _answer(request, form))


@door("asset.view", methods=["POST"])
def findings_table(request, kind):
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    return findings_file(kind, read(brand=request.brand, **form.asked).remarks)


@door("asset.view")
def rules_page(request):
    context = {
        "records": records(request.brand, timezone.now()),
        "days": DAYS,
        "exports": table_links("content:copy_rules_table"),
    }
    return render(request, "content/checks/rules.html", context)


@door("asset.view")
def rules_table(request, kind):
    return records_file(kind, records(request.brand, timezone.now()))


def _page(request, form):
    context = _answer(request, form) | {
        "form": form,
        "effects": effects(),
        "entries": len(rules()["entries"]),
        "craft": len(craft()["rules"]),
        "edition": wordcheck().edition,
    }
    status = 422 if form.is_bound and not context["read"] else 200
    return render(request, "content/checks/page.html", context, status=status)


def _answer(request, form):
    is_asked = form.is_bound and form.is_valid()
    if not is_asked:
        return {"read": None}
    return {
        "read": read(brand=request.brand, **form.asked),
        "reading": readability(form.cleaned_data["text"], own_names(request.brand)),
        "kinds": list(KINDS),
    }
