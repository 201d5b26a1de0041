from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from drumbeat.people.access import door
from drumbeat.people.models import Notice
from drumbeat.people.notices.actions import read_all


@door("home.view")
def notices(request):
    mine = Notice.objects.filter(member=request.member)
    page = Paginator(mine, 30).get_page(request.GET.get("page"))
    return render(request, "people/notices/list.html", {"page": page})


@door("home.view", methods=["POST"])
def reading(request):
    read_all(request.member)
    return redirect("people:notices")


@door("home.view", methods=["POST"])
def digest(request):
    choice = request.POST.get("digest")
    if choice in ("each", "daily", "never"):
        request.member.digest = choice
        request.member.save(update_fields=["digest"])
    return redirect("people:notices")
