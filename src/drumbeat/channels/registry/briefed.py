"""A brief names the channels that it runs on."""

from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.places import add_places

add_places("channels", _("Runs on these channels"))
