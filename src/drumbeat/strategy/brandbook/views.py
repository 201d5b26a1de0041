from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.access import door
from drumbeat.people.desk import attempt, edit_page
from drumbeat.people.errors import StaleEdit
from drumbeat.strategy.brandbook import actions, queries
from drumbeat.strategy.brandbook.comparing import compare
from drumbeat.strategy.brandbook.forms import PartForm, PlatformForm, rows_of
from drumbeat.strategy.brandbook.models import BrandBookLink, BrandPlatform
from drumbeat.strategy.brandbook.overlap import claims, overlaps
from drumbeat.strategy.brandbook.parts import PARTS
from drumbeat.strategy.brandbook.states import PLATFORM

A_PAGE = 25


@door("brand_platform.view")
def platforms(request):
    """What the brand stands for today, the versions before it, and the link that shows it."""
    found = list(queries.versions(request.brand).filter(state__in=("active", "draft")))
    active = next((one for one in found if one.state == "active"), None)
    link = queries.the_link(request.brand)
    context = {
        "active": active,
        "draft": next((one for one in found if one.state == "draft"), None),
        "book": queries.book(active) if active else None,
        "page": Paginator(queries.versions(request.brand), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "link": link,
        "address": queries.public_address(link) if link else "",
    }
    return render(request, "strategy/brandbook/list.html", context)


@door("brand_platform.view", BrandPlatform)
def platform(request, platform):
    context = {
        "platform": platform,
        "book": queries.book(platform),
        "can_edit": platform.is_open and request.member.may("brand_platform.edit", platform),
        "problems": PLATFORM.problems(platform, "activate") if platform.is_open else [],
    }
    return render(request, "strategy/brandbook/detail.html", context)


@door("brand_platform.create", methods=["GET", "POST"])
def new(request):
    """The first version; those after it start as copies."""
    if queries.versions(request.brand).exists():
        return redirect("strategy:brand_platforms")
    blank = BrandPlatform(
        brand=request.brand, owner=request.member, number=actions.next_number(request.brand)
    )
    form = PlatformForm(request.POST or None, instance=blank, member=request.member)
    return _edited(request, form, "created", _("The first brand platform"))


@door("brand_platform.create", methods=["POST"])
def new_version(request):
    return redirect(actions.new_version(by=request.member))


@door("brand_platform.edit", BrandPlatform, methods=["GET", "POST"])
def edit(request, platform):
    actions.must_be_draft(platform)
    form = PlatformForm(request.POST or None, instance=platform, member=request.member)
    return _edited(request, form, "edited", _("Promise and positioning"), platform)


@door("brand_platform.edit", BrandPlatform, methods=["GET", "POST"])
def edit_part(request, platform, part):
    """The rows of one list: values, personality, tone, colours or faces."""
    actions.must_be_draft(platform)
    form = PartForm(request.POST or None, instance=platform, member=request.member)
    rows, theirs = rows_of(platform, part, request.POST or None), None

    def save():
        setattr(platform, part, rows.rows())
        return form.save_recorded(request.member, "edited")

    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            if attempt(form, save):
                return redirect(platform)
        except StaleEdit as stale:
            # What was typed stays in the rows; saving once more puts it in place of theirs.
            theirs = queries.book(stale.theirs)[part]
            form = PartForm(instance=stale.theirs, member=request.member)
    context = {
        "platform": platform,
        "part": PARTS[part],
        "form": form,
        "rows": rows,
        "theirs": theirs,
    }
    status = 409 if theirs is not None else 422 if request.method == "POST" else 200
    return render(request, "strategy/brandbook/part.html", context, status=status)


@door("brand_platform.archive", BrandPlatform, methods=["POST"])
def archive(request, platform):
    actions.archive(platform, by=request.member)
    messages.success(request, _("Archived."))
    return redirect("strategy:brand_platforms")


@door("brand_platform.view", BrandPlatform)
def comparison(request, platform):
    """Beside another version: the one asked for, else the one before."""
    others = [one for one in queries.versions(request.brand)[:A_PAGE] if one.pk != platform.pk]
    asked = request.GET.get("with")
    other = next((one for one in others if one.pk == asked), None)
    if asked and other is None:
        raise Http404
    other = other or next((one for one in others if one.number < platform.number), None)
    context = {"platform": platform, "others": others, "other": other}
    if other:
        before, after = sorted((other, platform), key=lambda one: one.number)
        context |= {"before": before, "after": after, "sections": compare(before, after)}
    return render(request, "strategy/brandbook/comparison.html", context)


@door("brand_platform.view", BrandPlatform)
def overlap(request, platform):
    claimed = claims(request.brand, timezone.localdate())
    context = {
        "platform": platform,
        "claimed": claimed,
        "slots": overlaps(platform, claimed),
    }
    return render(request, "strategy/brandbook/overlap.html", context)


@door("brand_platform.create", methods=["POST"])
def new_link(request):
    actions.switch_on(by=request.member)
    messages.success(request, _("The brand book has a public link now."))
    return redirect("strategy:brand_platforms")


@door("brand_platform.create", BrandBookLink, methods=["POST"], own_check=False)
def link_end(request, link):
    actions.switch_off(link, by=request.member)
    messages.success(request, _("Switched off: the address answers nobody any more."))
    return redirect("strategy:brand_platforms")


def _edited(request, form, verb, title, back=None):
    return edit_page(
        request,
        form,
        lambda: form.save_recorded(request.member, verb),
        template="strategy/brandbook/edit.html",
        title=title,
        back=back,
    )
