"""Many files into the library. A browser with scripts sends them one by one and gets one row back
for each, large ones in parts before (`tus`); without, all of them are sent with the form."""

from django.shortcuts import render

from drumbeat.content.uploading.actions import take_arrived, take_in
from drumbeat.content.uploading.forms import UploadForm
from drumbeat.people.access import door


@door("asset.create", methods=["GET", "POST"])
def upload(request):
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        brand=request.brand,
        brief=request.GET.get("brief", ""),
    )
    if not (form.is_bound and form.is_valid()):
        status = 422 if form.is_bound else 200
        return render(request, "content/uploading/page.html", {"form": form}, status=status)
    taken = [take_in(file, by=request.member, **form.aim) for file in form.cleaned_data["files"]]
    if key := form.cleaned_data["arrived"]:
        taken.append(take_arrived(key, by=request.member, **form.aim))
    template = "_taken" if request.htmx else "page"
    return render(request, f"content/uploading/{template}.html", {"form": form, "taken": taken})
