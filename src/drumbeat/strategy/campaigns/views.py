from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page
from drumbeat.people.steps import ReasonForm
from drumbeat.strategy.campaigns import actions, queries
from drumbeat.strategy.campaigns.forms import CampaignForm
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.ui.tables import table_file, table_links


@door("campaign.view")
def campaigns(request):
    context = {
        "campaigns": list(queries.campaigns(request.brand)),
        "exports": table_links("strategy:campaigns_table"),
    }
    return render(request, "strategy/campaigns/list.html", context)


@door("campaign.view")
def campaigns_table(request, kind):
    columns = [
        Column("name", _("Campaign")),
        Column("plan", _("Plan")),
        Column("goal", _("Goal")),
        Column("slug", _("Short name for links")),
        Column("starts", _("Starts"), "date"),
        Column("ends", _("Ends"), "date"),
        Column("state", _("State")),
        Column("owner", _("Owner")),
        Column("landing", _("Landing page")),
    ]
    rows = (
        {
            "name": str(campaign),
            "plan": str(campaign.plan),
            "goal": str(campaign.goal),
            "slug": campaign.slug,
            "starts": campaign.starts_on,
            "ends": campaign.ends_on,
            "state": str(campaign.get_state_display()),
            "owner": str(campaign.owner),
            "landing": campaign.landing_url,
        }
        for campaign in queries.campaigns(request.brand)
    )
    return table_file(kind, _("Campaigns"), columns, rows)


@door("campaign.create", methods=["GET", "POST"])
def new(request):
    today = timezone.localdate()
    blank = Campaign(brand=request.brand, owner=request.member, starts_on=today, ends_on=today)
    form = CampaignForm(
        request.POST or None,
        instance=blank,
        member=request.member,
        initial={"plan": request.GET.get("plan")},
    )
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "created"),
        template="strategy/form.html",
        title=_("New campaign"),
    )


@door("campaign.edit", Campaign, methods=["GET", "POST"])
def edit(request, campaign):
    form = CampaignForm(request.POST or None, instance=campaign, member=request.member)
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, "edited"),
        template="strategy/form.html",
        title=_("Edit campaign"),
        back=campaign,
    )


@door("dark_out.create", Campaign, methods=["GET", "POST"])
def freezing(request, campaign):
    return _with_reason(request, campaign, actions.freeze, _("Freeze the campaign"))


@door("dark_out.create", Campaign, methods=["GET", "POST"])
def lifting(request, campaign):
    return _with_reason(request, campaign, actions.lift, _("Lift the freeze"))


def _with_reason(request, campaign, act, title):
    form = ReasonForm(request.POST or None)

    def save():
        act(campaign, by=request.member, reason=form.cleaned_data["reason"])
        return campaign

    return edit_page(
        request, form, save, template="ui/form.html", title=title, back=campaign, submit=title
    )
