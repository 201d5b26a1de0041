from pathlib import PurePath
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs import renditions
from drumbeat.channels.specs.queries import formats_of
from drumbeat.content.assets.files import kept_by_browser
from drumbeat.content.media.reading import facts_of
from drumbeat.content.models import Version
from drumbeat.people.access import door, visible
from drumbeat.people.errors import Refused

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class CutForm(forms.Form):
    """What stays in the middle of the cut, in percent, and the ratio where there are several."""

    ratio = forms.ChoiceField(label=_("Aspect ratio"), required=False)
    x = forms.IntegerField(label=_("From the left (%)"), min_value=0, max_value=100)
    y = forms.IntegerField(label=_("From the top (%)"), min_value=0, max_value=100)

    def __init__(self, asked, *, format_, facts):
        start = {"ratio": renditions.ratio_for(facts, format_), "x": 50, "y": 50}
        super().__init__(start | {name: asked[name] for name in start if name in asked})
        self.fields["ratio"].choices = [(one, one) for one in format_.ratios]
        if len(format_.ratios) < 2:
            del self.fields["ratio"]
        for name in ("x", "y"):
            self.fields[name].widget = forms.NumberInput(attrs={"type": "range", "step": 1})

    @property
    def asked(self):
        """The choices as a query."""
        return urlencode({name: self[name].value() for name in self.fields})

    def chosen(self):
        """Arguments of `renditions.wanted`; the middle for what makes no sense."""
        self.is_valid()
        x, y = (self.cleaned_data.get(name, 50) for name in ("x", "y"))
        return {"ratio": self.cleaned_data.get("ratio", ""), "focus": (x / 100, y / 100)}


@door("placement.view", Version)
def rendition(request, version, channel, key):
    """What becomes of the picture in this format: the cut, what is covered, and the file."""
    channel, format_, facts = _asked_for(request, version, channel, key)
    form = CutForm(request.GET, format_=format_, facts=facts)
    context = {"version": version, "channel": channel, "format": format_, "form": form}
    try:
        asked = renditions.wanted(facts, format_, **form.chosen())
        context |= {"wanted": asked, "weight": len(renditions.made(version.file, asked))}
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return render(request, "channels/specs/rendition.html", context)


@door("placement.view", Version)
def rendition_file(request, version, channel, key):
    """The finished file; with ?look, how it will look under the network's buttons."""
    _channel, format_, facts = _asked_for(request, version, channel, key)
    chosen = CutForm(request.GET, format_=format_, facts=facts).chosen()
    asked = renditions.wanted(facts, format_, **chosen)
    if "look" in request.GET:
        return kept_by_browser(renditions.shown(version.file, asked, format_), "image/webp")
    stem = PurePath(version.file.name).stem
    name = f"{stem}-{key}-{asked.width}x{asked.height}.{_ENDINGS[asked.form]}"
    made = renditions.made(version.file, asked)
    return kept_by_browser(made, f"image/{asked.form.lower()}", name)


def _asked_for(request, version, channel_id, key):
    channel = visible(request, Channel, channel_id)
    format_ = next((one for one in formats_of([channel])[channel.pk] if one.key == key), None)
    if format_ is None or version.file is None or not format_.takes_pictures:
        raise Http404
    facts = facts_of(version.file)
    if not renditions.is_master(facts):
        raise Http404
    return channel, format_, facts
