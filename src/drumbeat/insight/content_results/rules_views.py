from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from drumbeat.insight.content_results.forms import AdviceRulesForm
from drumbeat.insight.content_results.models import AdviceRules
from drumbeat.insight.content_results.rules import (
    GROUPS,
    MEANS,
    PRODUCTS,
    are_products,
    go_back,
    rules_of,
    set_values,
)
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("metric.view")
def rules(request):
    """Every value with what it means, beside the product's own."""
    found = rules_of(request.brand)
    groups = [(title, [_value(found, name) for name in names]) for title, names in GROUPS]
    context = {"rules": found, "groups": groups, "are_products": are_products(found)}
    return render(request, "insight/content_results/rules.html", context)


def _value(found: AdviceRules, name: str) -> dict:
    return {
        "label": capfirst(AdviceRules._meta.get_field(name).verbose_name),
        "means": MEANS[name],
        "value": getattr(found, name),
        "products": PRODUCTS[name],
    }


@door("metric.approve", methods=["GET", "POST"])
def edit_rules(request):
    found = rules_of(request.brand)
    form = AdviceRulesForm(request.POST or None, instance=found, member=request.member)
    return edit_page(
        request,
        form,
        lambda: set_values(form, by=request.member),
        template="insight/content_results/rules_form.html",
        title=_("Set the rules of the advice"),
        back=found,
        done=_("Saved. The advice is made by these values from now on."),
    )


@door("metric.approve", methods=["POST"])
def products_rules(request):
    found = go_back(request.brand, by=request.member)
    messages.success(request, _("The product’s values count again."))
    return redirect(found)


urls = [
    path("content/advice/rules/", rules, name="content_rules"),
    path("content/advice/rules/edit/", edit_rules, name="edit_content_rules"),
    path("content/advice/rules/products/", products_rules, name="products_content_rules"),
]
