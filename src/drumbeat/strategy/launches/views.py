from django.shortcuts import render
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.strategy.launches import actions, queries
from drumbeat.strategy.launches.forms import LaunchTierForm
from drumbeat.strategy.launches.models import LaunchTier


@door("campaign.view", Campaign)
def launch_tier(request, campaign):
    return render(request, "strategy/launches/tier.html", queries.launch_page(campaign))


@door("campaign.edit", Campaign, methods=["GET", "POST"])
def edit_launch_tier(request, campaign):
    known = LaunchTier.objects.filter(campaign=campaign).first()
    form = LaunchTierForm(request.POST or None, known=known)
    return edit_page(
        request,
        form,
        lambda: actions.score(
            campaign,
            form.answers,
            by=request.member,
            tier=form.cleaned_data["tier"],
            why=form.cleaned_data["why"],
        ),
        template="strategy/form.html",
        title=_("How big is this launch?"),
        back=campaign,
    )
