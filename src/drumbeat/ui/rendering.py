"""How form fields are drawn: as Django does, but for what we say otherwise in `form_templates`."""

from pathlib import Path

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

OURS = Path(__file__).parent / "form_templates"
THEIRS = Path(forms.__file__).parent / DjangoTemplates.backend.app_dirname


class FormRenderer(DjangoTemplates):
    @cached_property
    def engine(self):
        return self.backend(
            {
                "APP_DIRS": False,
                "DIRS": [OURS, THEIRS],
                "NAME": "drumbeatforms",
                "OPTIONS": {"builtins": ["drumbeat.ui.templatetags.attributes"]},
            }
        )
