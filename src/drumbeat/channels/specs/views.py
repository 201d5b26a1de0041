from django.http import Http404
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs.book import Format, shipped
from drumbeat.channels.specs.export import formats_file
from drumbeat.channels.specs.fitting import facts_of_file, fits
from drumbeat.channels.specs.forms import OwnFormatForm
from drumbeat.channels.specs.models import OwnFormat
from drumbeat.channels.specs.queries import formats_by_channel, formats_of
from drumbeat.channels.specs.renditions import is_master
from drumbeat.content.models import Version
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page

MOST_SHOWN = 10


@door("channel.view", Channel)
def formats_table(request, channel, kind):
    return formats_file(kind, channel, formats_of([channel])[channel.pk])


@door("channel.edit", Channel, methods=["GET", "POST"])
def new_format(request, channel):
    blank = OwnFormat(brand=request.brand, owner=request.member, channel=channel)
    return _page(request, blank, "created", _("New format"))


@door("channel.edit", Channel, methods=["GET", "POST"])
def edit_format(request, channel, key):
    """The brand's own format of this key; of a shipped one, a copy to be changed."""
    own = OwnFormat.objects.current().filter(channel=channel, key=key).first()
    if own:
        return _page(request, own, "edited", _("Edit format"))
    found = next((one for one in shipped() if one.key == key and one.is_for(channel)), None)
    if found is None:
        raise Http404
    blank = OwnFormat(brand=request.brand, owner=request.member, channel=channel)
    return _page(request, _like(found, blank), "created", _("Edit format"))


def _page(request, format_, verb, title):
    form = OwnFormatForm(request.POST or None, instance=format_, member=request.member)

    def save():
        if not format_.key:
            format_.key = _free_key(format_)
        return form.save_recorded(request.member, verb)

    return edit_page(
        request, form, save, template="ui/form.html", title=title, back=format_.channel
    )


def _like(found: Format, blank):
    for name in ("key", "within", "width", "height", "kb", "headline", "body", "unit", "source"):
        setattr(blank, name, getattr(found, name))
    for name in ("takes", "ratios", "labels"):
        setattr(blank, name, list(getattr(found, name)))
    blank.title_en, blank.title_zh = found.name_en, found.name_zh
    blank.least_seconds, blank.most_seconds = found.seconds or (None, None)
    return blank


def _free_key(format_):
    """Short and lasting, and not another's."""
    wanted = slugify(format_.title_en)[:30] or "format"
    taken = {one.key for one in shipped()}
    taken |= set(OwnFormat.objects.filter(channel=format_.channel).values_list("key", flat=True))
    free = (f"{wanted}-{n}" if n else wanted for n in range(len(taken) + 1))
    return next(key for key in free if key not in taken)


@door("placement.view", Version)
def where_it_fits(request, version):
    """A piece of the version's page: each channel with the formats that this very file fits."""
    version = Version.objects.select_related("file__facts").get(pk=version.pk)
    rows = [
        (channel, fits(version, formats)) for channel, formats in formats_by_channel(request.brand)
    ]
    return render(
        request,
        "channels/specs/_where_it_fits.html",
        {
            "version": version,
            "rows": [(channel, found) for channel, found in rows if found],
            "used": Placement.objects.filter(versions=version).order_by("-starts_on")[:MOST_SHOWN],
            "can_make": is_master(facts_of_file(version.file)) if version.file else False,
        },
    )
