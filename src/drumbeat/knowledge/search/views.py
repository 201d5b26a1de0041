from django.shortcuts import render

from drumbeat.knowledge.search.queries import find
from drumbeat.people.access import door

LONGEST_QUERY = 80


@door("home.view")
def found(request):
    """The objects that ⌘K shows under its commands."""
    asked = request.GET.get("q", "")[:LONGEST_QUERY]
    return render(request, "knowledge/found.html", {"hits": find(request.member, asked)})
