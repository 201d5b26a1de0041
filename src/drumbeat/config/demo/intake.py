"""Only the collector, without pages and background beat: what the demo sends its world through."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drumbeat.config.settings")

import django

django.setup()

from drumbeat.config.intake import collector, the_spool  # noqa: E402

application = collector(the_spool())
