import io

import segno
from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.channels.links.forms import RetireForm
from drumbeat.channels.links.minting import retire
from drumbeat.channels.links.models import TrackingLink
from drumbeat.channels.links.queries import short_url
from drumbeat.people.access import door
from drumbeat.people.desk import edit_page


def _qr(link):
    # Error correction Q: a poster or a cup is read at an angle, worn and half in the shade.
    return segno.make(short_url(link), error="q", micro=False)


def _file(content, media_type, name):
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@door("placement.view", TrackingLink)
def qr_svg(request, link):
    out = io.BytesIO()
    _qr(link).save(out, kind="svg", scale=8, border=4)
    return _file(out.getvalue(), "image/svg+xml", f"qr-{link.code}.svg")


@door("placement.view", TrackingLink)
def qr_png(request, link):
    out = io.BytesIO()
    _qr(link).save(out, kind="png", scale=24, border=4)
    return _file(out.getvalue(), "image/png", f"qr-{link.code}.png")


@door("placement.edit", TrackingLink, methods=["GET", "POST"])
def retirement(request, link):
    form = RetireForm(request.POST or None, initial={"fallback_url": link.fallback_url})
    form.fields["fallback_url"].help_text = _("empty = the campaign's page, %(url)s") % {
        "url": link.placement.campaign.landing_url
    }

    def save():
        retire(link, by=request.member, **form.cleaned_data)
        return link.placement

    return edit_page(
        request,
        form,
        save,
        template="ui/form.html",
        title=_("Retire the link"),
        back=link.placement,
        done=_("The link is retired."),
        submit=_("Retire"),
    )
