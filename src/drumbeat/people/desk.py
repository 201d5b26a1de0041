"""The plain pages every room needs: make, edit, take a step. Rooms add what is special."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import DomainError, NotAllowed, Refused, StaleEdit
from drumbeat.people.members.models import Member


class RecordForm(forms.ModelForm):
    """A form over a record: remembers the version it was opened at, asks for one name at least.

    `member` is who fills it in; choices of related records are held to the member's brand.
    """

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["row_version"].initial = getattr(self.instance, "row_version", 1)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = _held_to(member.brand, field.queryset)

    def clean(self):
        cleaned = super().clean()
        titles = [name for name in ("title_en", "title_zh") if name in self.fields]
        if titles and not any(cleaned.get(name) for name in titles):
            self.add_error(titles[0], _("Give it a name in English or in Chinese."))
        return cleaned

    def save_recorded(self, by, verb):
        """Save what was typed, once, with its audit event. Raises StaleEdit."""
        with transaction.atomic():
            if not self.instance._state.adding:
                self._refuse_stale()
                self.instance.row_version += 1
            with recorded(by, verb, self.instance):
                self.save()
        return self.instance

    def _refuse_stale(self):
        theirs = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
        opened_at = self.cleaned_data.get("row_version") or 0
        if theirs.row_version != opened_at:
            raise StaleEdit(theirs, self)
        self.instance.row_version = theirs.row_version

    def conflict(self, theirs):
        """What the 409 page shows: each field that differs, both ways, and the rest as typed.

        Several-choice fields keep what was typed; the page has one value a choice.
        """
        stored = type(self)(instance=theirs, member=self.member)
        kept, fields = [("row_version", theirs.row_version)], []
        for name in self.fields:
            mine, other = self[name].value(), stored[name].value()
            if isinstance(mine, (list, tuple)):
                kept += [(name, part) for part in mine]
            elif name == "row_version":
                continue
            elif _raw(mine) == _raw(other):
                kept.append((name, _raw(mine)))
            else:
                fields.append(
                    {
                        "name": name,
                        "label": self[name].label,
                        "theirs": _raw(other),
                        "theirs_text": _in_words(self[name], other),
                        "yours": _raw(mine),
                        "yours_text": _in_words(self[name], mine),
                    }
                )
        return {"fields": fields, "kept": kept, "reload_url": theirs.get_absolute_url()}


def _held_to(brand, queryset):
    if queryset.model is Member:
        # I-01: whoever is chosen works here. Their names come along, not one query a choice.
        active = queryset.filter(brand=brand, left_at=None, person__is_active=True)
        return active.select_related("person").order_by("person__name")
    names = {field.name for field in queryset.model._meta.get_fields()}
    if "brand" in names:
        queryset = queryset.filter(brand=brand)
    return queryset.filter(archived_at=None) if "archived_at" in names else queryset


def _raw(value):
    return "" if value is None else str(value)


def _in_words(bound, value):
    """The value as the person reads it: the label of a choice, else the value itself."""
    choices = dict(getattr(bound.field, "choices", None) or {})
    words = {str(key): str(label) for key, label in choices.items()}
    return words.get(_raw(value), _raw(value))


def attempt(form, action):
    """Run `action()`; what it refuses goes onto the form, next to the field it names.

    Returns the action's result, or None when it was refused (the form then has errors and
    still holds what was typed).
    """
    try:
        return action()
    except (NotAllowed, StaleEdit):
        raise
    except Refused as refusal:
        for problem in refusal.problems:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return None


def edit_page(request, form, save, *, template, title, done="", status=200, **context):
    """Show a form, and on POST save it: valid → back to the object, else 422 with all kept.

    save: called with nothing once the form is valid; returns the object to go to.
    """
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, save)
        if saved is not None:
            if done:
                messages.success(request, done)
            return redirect(saved.get_absolute_url())
    if request.method == "POST":
        status = 422
    return render(request, template, {"form": form, "title": title, **context}, status=status)
