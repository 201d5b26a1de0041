from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.actions import MAX_TEXT_CHARACTERS, with_unix_lines
from drumbeat.content.assets.forms import VersionForm
from drumbeat.content.studio.limits import networks
from drumbeat.content.studio.pairs import may_be_paired
from drumbeat.content.studio.variables import as_lines, names_in, read_lines

VARIANT = "variant-"


class StudioForm(forms.Form):
    """The text of a draft with its values, and its words for each network (`variant-…` fields).

    row_version: of the version when the writing began. stamp: which keystroke this is, of which
    window; the browser gives it, so that it knows what has been saved.
    """

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=VersionForm.base_fields["text"].help_text,
    )
    variables = forms.CharField(
        label=_("Values"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line, e.g. price = 39; {{price}} in a text becomes 39"),
    )
    change_note = forms.CharField(label=_("What changed"), max_length=300, required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    KEPT_OUT = ("row_version", "stamp")

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.brand = brand
        for network in networks().values():
            self.fields[VARIANT + network.key] = forms.CharField(
                label=network,
                required=False,
                strip=False,
                max_length=MAX_TEXT_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def typed(self) -> dict[str, str]:
        """What a person typed, or finds in the boxes, by field; lines end as the hash has them."""
        names = [name for name in self.fields if name not in self.KEPT_OUT]
        return {name: with_unix_lines(self[name].value() or "") for name in names}

    def clean_variables(self):
        values, wrong = read_lines(self.cleaned_data["variables"])
        if wrong:
            raise forms.ValidationError(
                _("Write “name = value”, each name once. This is none: %(line)s"),
                params={"line": wrong[0]},
            )
        return values

    def clean(self):
        """Every open name has a value. The brand's name is known; it is written down with the
        others, because what is approved must not change when the brand is renamed."""
        cleaned = super().clean()
        values = cleaned.get("variables")
        if values is None:
            return cleaned
        texts = {name: cleaned.get(name) or "" for name in self.texts}
        if "brand" in names_in(*texts.values()):
            values.setdefault("brand", self.brand.name)
        for name, text in texts.items():
            if missing := [f"{{{{{one}}}}}" for one in names_in(text) if one not in values]:
                self.add_error(
                    name,
                    gettext("No value is given for %(names)s.") % {"names": ", ".join(missing)},
                )
        return cleaned

    @property
    def texts(self):
        return ["text", *(name for name in self.fields if name.startswith(VARIANT))]

    @property
    def content(self) -> dict:
        """What `edit_draft` takes, of a valid form."""
        cleaned = self.cleaned_data
        variants = {
            name.removeprefix(VARIANT): with_unix_lines(cleaned[name])
            for name in self.texts
            if name != "text" and cleaned[name].strip()
        }
        return {name: cleaned[name] for name in ("text", "variables", "change_note")} | {
            "variants": variants
        }


class PairForm(forms.Form):
    """The same in another language."""

    translation = forms.ModelChoiceField(
        label=_("In the other language"),
        queryset=None,
        help_text=_("Assets of the same brief in another language"),
    )

    def __init__(self, *args, asset, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["translation"].queryset = may_be_paired(asset)


def as_typed(version) -> dict[str, str]:
    """The version as the boxes show it."""
    return {
        "text": version.text,
        "variables": as_lines(version.variables),
        "change_note": version.change_note,
    } | {VARIANT + network: words for network, words in version.variants.items()}


class RemarkForm(forms.Form):
    """About a passage. With a tick the other words take its place, none of them: it goes."""

    quote = forms.CharField(
        label=_("Passage"),
        strip=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Select it in the text, or copy it here letter by letter"),
    )
    body = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Write @ and a name to tell somebody."),
    )
    is_suggestion = forms.BooleanField(label=_("Suggest other words"), required=False)
    replacement = forms.CharField(
        label=_("Instead"),
        required=False,
        strip=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: the passage goes"),
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    after = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @property
    def said(self):
        """What `remark` takes, of a valid form."""
        said = dict(self.cleaned_data)
        if not said.pop("is_suggestion"):
            said["replacement"] = said["replacement"] or None
        return said


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it stays as it is"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
