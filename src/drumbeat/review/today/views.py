from django.shortcuts import render
from django.utils import timezone

from drumbeat.people.access import door
from drumbeat.people.models import Member, Notice
from drumbeat.review.campaigns.queries import cards, in_order
from drumbeat.review.today.changes import changes_for
from drumbeat.review.today.learning import learning_for
from drumbeat.review.today.path import is_walked, path_of
from drumbeat.review.today.waiting import waiting_for
from drumbeat.strategy.goals.queries import part_of
from drumbeat.work.tasks.queries import my_work

IN_FLIGHT, ALERTS = 4, 6


@door("home.view")
def today(request):
    """The page that each member opens first: their work, their part, what moved."""
    member, now = request.member, timezone.now()
    day = timezone.localdate()
    path = path_of(request.brand)
    context = {
        "day": day,
        "path": None if is_walked(path) else path,
        "path_done": sum(step.is_done for step in path),
        "part": part_of(member),
        "alerts": list(Notice.objects.filter(member=member, read_at=None)[:ALERTS]),
        "with_money": member.may("spend.view"),
        "now": now,
    }
    if member.may("task.view"):
        context["work"] = my_work(member, now)
        context["asks"] = waiting_for(member)
        context["changes"] = changes_for(member, member.last_seen_at)
    if member.may("campaign.view"):
        flights = in_order(request.brand, only_open=True)[:IN_FLIGHT]
        context["flights"] = cards(flights, request.brand, day)
    if member.may("learning.view"):
        context["learning"] = learning_for(member, day)
    Member.objects.filter(pk=member.pk).update(last_seen_at=now)
    return render(request, "review/today/today.html", context)
