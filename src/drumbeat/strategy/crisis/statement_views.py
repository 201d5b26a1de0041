from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door, visible
from drumbeat.people.desk import edit_page
from drumbeat.people.records import in_language
from drumbeat.strategy.crisis import actions, rules, statements
from drumbeat.strategy.crisis.forms import AloneForm, PublicationForm, StatementForm
from drumbeat.strategy.crisis.models import Crisis, Statement


@door("crisis.view", Statement)
def statement(request, statement):
    context = {"statement": statement, "approval": getattr(statement, "approval", None)}
    return render(request, "strategy/crisis/statement.html", context)


@door("crisis.create", methods=["GET", "POST"])
def new_prepared(request):
    return _writing(request, Statement(brand=request.brand, owner=request.member), None)


@door("crisis.create", Crisis, methods=["GET", "POST"])
def new(request, crisis):
    kind = request.GET.get("kind", "holding")
    blank = Statement(brand=request.brand, owner=request.member, crisis=crisis, kind=kind)
    return _writing(request, blank, crisis)


@door("crisis.edit", Statement, methods=["GET", "POST"])
def edit(request, statement):
    statements.must_be_draft(statement)
    return _writing(request, statement, statement)


def _writing(request, statement, back):
    form = StatementForm(request.POST or None, instance=statement, member=request.member)
    followed = statement.crisis.rules if statement.crisis else actions.rules_of(request.brand)
    return edit_page(
        request,
        form,
        lambda: statements.write(form, by=request.member),
        template="strategy/crisis/statement_form.html",
        title=_("Write a statement") if statement._state.adding else _("Edit the statement"),
        back=back,
        rules=[in_language(one.en, one.zh) for one in rules.statement_rules(followed)],
    )


@door("crisis.approve", Statement, methods=["GET", "POST"])
def approval(request, statement):
    form = AloneForm(
        request.POST if request.method == "POST" else None,
        alone=statements.needs_waiver(statement, request.member),
    )

    def save():
        statements.approve(statement, by=request.member, **form.cleaned_data)
        return statement

    return edit_page(
        request,
        form,
        save,
        template="strategy/crisis/decide.html",
        title=_("Approve the statement"),
        back=statement,
        statement=statement,
        submit=_("Approve these words"),
    )


@door("crisis.edit", Statement, methods=["GET", "POST"])
def publication(request, statement):
    form = PublicationForm(request.POST or None)

    def save():
        statements.publish(statement, by=request.member, **form.cleaned_data)
        return statement

    return edit_page(
        request,
        form,
        save,
        template="strategy/crisis/decide.html",
        title=_("It is published"),
        back=statement,
        statement=statement,
        submit=_("Record the publication"),
    )


@door("crisis.create", Crisis, methods=["POST"])
def take_over(request, crisis):
    prepared = visible(request, Statement, request.POST.get("statement", ""))
    return redirect(statements.take_over(prepared, crisis, by=request.member).get_absolute_url())
