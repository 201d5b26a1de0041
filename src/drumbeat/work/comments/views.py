from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.thread.registry import resolve
from drumbeat.work.comments import actions
from drumbeat.work.comments.forms import CommentForm


@door("comment.create", methods=["POST"])
def comments(request):
    """Take a comment on the object that `ref` names; back to its page."""
    text = request.POST.get("ref", "")
    obj = resolve(request.brand, [text]).get(text)
    if obj is None:
        raise Http404
    form = CommentForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: actions.comment(obj, by=request.member, body=form.cleaned_data["body"])
    ):
        return redirect(f"{obj.get_absolute_url()}#comments")
    context = {"form": form, "title": _("Comment"), "back": obj, "submit": _("Comment")}
    return render(request, "ui/form.html", context, status=422)
