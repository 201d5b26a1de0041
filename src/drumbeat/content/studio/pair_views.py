"""The two languages of an asset."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset
from drumbeat.content.studio import pairs
from drumbeat.content.studio.forms import PairForm
from drumbeat.content.studio.models import Pair
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


@door("asset.edit", Asset, methods=["GET", "POST"])
def new_pair(request, asset):
    form = PairForm(request.POST or None, asset=asset)
    return edit_page(
        request,
        form,
        lambda: pairs.pair_up(asset, form.cleaned_data["translation"], by=request.member),
        template="ui/form.html",
        title=_("In two languages"),
        back=asset,
    )


@door("asset.edit", Pair, methods=["POST"])
def agree(request, pair):
    pairs.agree(pair, by=request.member)
    return redirect(pair)


@door("asset.edit", Pair, methods=["POST"])
def part(request, pair):
    pairs.part(pair, by=request.member)
    return redirect(pair)
