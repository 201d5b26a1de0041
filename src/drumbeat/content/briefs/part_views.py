"""Views of what hangs on a brief besides its fields."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from drumbeat.content.briefs import actions, parts
from drumbeat.content.briefs.changes import answer_change, changed_since
from drumbeat.content.briefs.forms import ChangeAnswerForm, ReferenceForm, TriedForm
from drumbeat.content.briefs.models import Brief, Reference
from drumbeat.content.briefs.tried import learnt_from
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("brief.edit", Brief, methods=["GET", "POST"])
def new_reference(request, brief):
    actions.must_be_open(brief)
    blank = Reference(brand=request.brand, owner=request.member, brief=brief)
    form = ReferenceForm(request.POST or None, instance=blank, member=request.member)
    return edit_page(
        request,
        form,
        lambda: parts.add_reference(form.save(commit=False), by=request.member),
        template="ui/form.html",
        title=_("Add a reference"),
        back=brief,
    )


@door("brief.edit", Reference, methods=["POST"])
def reference_end(request, reference):
    brief = parts.remove_reference(reference, by=request.member)
    messages.success(request, _("The reference is taken away."))
    return redirect(brief)


@door("brief.edit", Brief, methods=["GET", "POST"])
def answer_tried(request, brief, earlier):
    actions.must_be_open(brief)
    earlier = get_object_or_404(Brief, brand=request.brand, pk=earlier)
    form = TriedForm(
        request.POST or None, instance=brief.tried_answers.filter(earlier=earlier).first()
    )
    return edit_page(
        request,
        form,
        lambda: parts.answer_tried(brief, earlier, by=request.member, **form.cleaned_data),
        template="content/briefs/tried.html",
        title=_("Tried before?"),
        back=brief,
        brief=earlier,
        learnings=learnt_from(earlier),
        references=earlier.references.select_related("asset"),
    )


@door("brief_acknowledgement.approve", Brief, methods=["GET", "POST"])
def change_answer(request, brief):
    form = ChangeAnswerForm(request.POST or None)

    def save():
        answer_change(brief, by=request.member, **form.cleaned_data)
        return brief

    return edit_page(
        request,
        form,
        save,
        template="content/briefs/change.html",
        title=_("Changed since you read it"),
        back=brief,
        changed=changed_since(brief),
        done=_("Answered. It stands on the brief."),
    )
