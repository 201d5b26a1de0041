"""The table in which a playbook's tasks are edited: one row a task, kept as typed."""

import copy
import re

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.work.playbooks.document import tasks_by_id
from drumbeat.work.vocabulary import ROLE_OF, role_label

TWO_LINES = forms.Textarea(attrs={"rows": 2})


class TaskRowForm(forms.Form):
    """One task of the playbook. Dependencies are written L16, L41+5 (5 later), K06-1 (1 before)."""

    title_en = forms.CharField(label=_("Name (English)"), max_length=160, required=False)
    title_zh = forms.CharField(label=_("Name (Chinese)"), max_length=160, required=False)
    role = forms.ChoiceField(label=_("Role"))
    duration = forms.FloatField(label=_("Duration"), min_value=0, max_value=999)
    depends_on = forms.CharField(label=_("Waits for"), required=False)
    acceptance_en = forms.CharField(
        label=_("Accepted when (English)"), max_length=500, required=False, widget=TWO_LINES
    )
    acceptance_zh = forms.CharField(
        label=_("Accepted when (Chinese)"), max_length=500, required=False, widget=TWO_LINES
    )
    is_out = forms.BooleanField(label=_("Take out"), required=False)

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task
        self.fields["role"].choices = [(name, role_label(name)) for name in ROLE_OF]
        self.initial = {**task, "depends_on": ", ".join(task["depends_on"])}

    @property
    def names(self):
        return [self["title_en"], self["title_zh"]]

    @property
    def rules(self):
        return [self["acceptance_en"], self["acceptance_zh"]]

    def as_task(self) -> dict:
        typed = {**self.cleaned_data}
        typed.pop("is_out")
        waits = [text for text in re.split(r"[,，、\s]+", typed.pop("depends_on")) if text]
        duration = typed.pop("duration")
        if duration == int(duration):
            duration = int(duration)
        return {**self.task, **typed, "depends_on": waits, "duration": duration}


class VersionForm(forms.Form):
    """All rows of a document, and what changed in a sentence."""

    note = forms.CharField(label=_("What changed, and why"), max_length=300)

    def __init__(self, data=None, *, body):
        super().__init__(data)
        self.body = body
        self.rows = [TaskRowForm(data, task=task, prefix=task["id"]) for task in body["tasks"]]

    def is_valid(self):
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def document(self) -> dict:
        """The document as typed; what waited for a task taken out waits for what it waited for."""
        kept = [row.as_task() for row in self.rows if not row.cleaned_data["is_out"]]
        gone = {
            row.task["id"]: row.as_task()["depends_on"]
            for row in self.rows
            if row.cleaned_data["is_out"]
        }
        for task in kept:
            task["depends_on"] = list(dict.fromkeys(_inherited(task["depends_on"], gone)))
        body = copy.deepcopy(self.body) | {"tasks": kept}
        known = tasks_by_id(body)
        body["gates"] = [gate for gate in body["gates"] if gate["task"] in known]
        for parameter in body.get("parameters", ()):
            if "drops" in parameter:
                parameter["drops"] = [key for key in parameter["drops"] if key in known]
        return body

    def place(self, problem) -> None:
        """Put a problem that names a task onto its row."""
        for row in self.rows:
            if row.task["id"] == problem.field:
                return row.add_error("depends_on", str(problem))
        return self.add_error(None, str(problem))


def _inherited(depends_on, gone):
    for text in depends_on:
        name = re.split(r"[+-]", text, maxsplit=1)[0].strip()
        if name in gone:
            yield from _inherited(gone[name], gone)
        else:
            yield text
