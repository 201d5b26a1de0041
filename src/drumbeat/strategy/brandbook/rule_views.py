"""The rules of a version: the table, the box to try a text in, and what changes them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.people.identity import prefixed_ulid
from drumbeat.strategy.brandbook import actions, queries
from drumbeat.strategy.brandbook.export import rules_file
from drumbeat.strategy.brandbook.forms import RuleForm, TextForm
from drumbeat.strategy.brandbook.models import BrandPlatform, BrandRule
from drumbeat.ui.tables import table_links


@door("brand_platform.view", BrandPlatform, methods=["GET", "POST"])
def rules(request, platform):
    """POST tries a text and keeps nothing, so everybody who may read the rules may do it."""
    form = TextForm(request.POST or None)
    is_tried = request.method == "POST" and form.is_valid()
    context = {
        "platform": platform,
        "can_edit": platform.is_open and request.member.may("brand_platform.edit", platform),
        "rules": list(platform.rules.all()),
        "form": form,
        "tried": queries.tried(platform, form.cleaned_data["text"]) if is_tried else None,
        "exports": table_links("strategy:brand_rules_table", platform.pk),
    }
    status = 422 if request.method == "POST" and not is_tried else 200
    return render(request, "strategy/brandbook/rules.html", context, status=status)


@door("brand_platform.view", BrandPlatform)
def rules_table(request, platform, kind):
    return rules_file(kind, platform.rules.all())


@door("brand_platform.edit", BrandPlatform, methods=["GET", "POST"])
def new_rule(request, platform):
    actions.must_be_draft(platform)
    asked = request.GET.get("kind")
    blank = BrandRule(
        brand=request.brand,
        owner=request.member,
        platform=platform,
        key=prefixed_ulid("r")(),
        kind=asked if asked in dict(BrandRule.KINDS) else "term_avoid",
    )
    return _edited(request, blank, "created", _("New rule"))


@door("brand_platform.edit", BrandRule, methods=["GET", "POST"])
def edit_rule(request, rule):
    actions.must_be_draft(rule.platform)
    return _edited(request, rule, "edited", _("Edit rule"))


@door("brand_platform.edit", BrandRule, methods=["POST"])
def rule_removal(request, rule):
    actions.remove_rule(rule, by=request.member)
    messages.success(request, _("Removed."))
    return redirect(rule)


def _edited(request, rule, verb, title):
    form = RuleForm(request.POST or None, instance=rule, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/brandbook/edit.html",
        title=title,
        back=rule.platform,
    )
