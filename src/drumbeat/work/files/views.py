from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.work.files.actions import LARGEST_MB, keep_upload, within_limit
from drumbeat.work.files.models import StoredFile
from drumbeat.work.files.queries import open_files
from drumbeat.work.files.sending import sent


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), validators=[within_limit])


@door("task.view")
def files(request, form=None, status=200):
    kept = open_files(request.brand).select_related("owner__person")
    page = Paginator(kept.order_by("-created_at"), 50).get_page(request.GET.get("page"))
    context = {"page": page, "form": form or UploadForm(), "limit": LARGEST_MB}
    return render(request, "work/files/list.html", context, status=status)


@door("task.create", methods=["POST"])
def upload(request):
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        taken = attempt(form, lambda: keep_upload(form.cleaned_data["file"], by=request.member))
        if taken:
            return redirect("work:files")
    request.method = "GET"
    return files(request, form=form, status=422)


@door("task.view", StoredFile)
def file(request, stored):
    """Always a download: what people uploaded never runs inside the product's pages."""
    if not open_files(request.brand).filter(pk=stored.pk).exists():
        raise Http404
    answer = sent(request, stored, as_attachment=True, media_type=stored.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
