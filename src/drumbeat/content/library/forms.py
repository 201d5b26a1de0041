from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset
from drumbeat.content.assets.states import VERSION
from drumbeat.content.media.models import FAMILIES
from drumbeat.content.tags.models import Tag
from drumbeat.people.members.models import Member
from drumbeat.strategy.models import KeyMessage

SHAPES = [("portrait", _("Upright")), ("square", _("Square")), ("landscape", _("Lying"))]
HUES = [
    ("red", _("Red")),
    ("orange", _("Orange")),
    ("yellow", _("Yellow")),
    ("green", _("Green")),
    ("teal", _("Teal")),
    ("blue", _("Blue")),
    ("purple", _("Purple")),
    ("pink", _("Pink")),
    ("brown", _("Brown")),
    ("black", _("Black")),
    ("grey", _("Grey")),
    ("white", _("White")),
]
RIGHTS = [
    ("expired", _("Expired")),
    ("soon", _("End within 30 days")),
    ("none", _("None recorded")),
]


class LibraryFilter(forms.Form):
    words = forms.CharField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    family = forms.ChoiceField(label=_("Format"), required=False)
    shape = forms.ChoiceField(label=_("Shape"), required=False)
    hue = forms.ChoiceField(label=_("Colour"), required=False)
    rights = forms.ChoiceField(label=_("Rights"), required=False)
    tag = forms.ModelChoiceField(Tag.objects, label=_("Tag"), required=False)
    message = forms.ModelChoiceField(KeyMessage.objects, label=_("Key message"), required=False)
    owner = forms.ModelChoiceField(Member.objects, label=_("Owner"), required=False)

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        families = [(key, name) for key, (name, _kinds) in FAMILIES.items()]
        for name, any_, choices in (
            ("kind", _("Any kind"), Asset.KINDS),
            ("state", _("Any state"), VERSION.choices),
            ("family", _("Any format"), [("words", _("Words only")), *families]),
            ("shape", _("Any shape"), SHAPES),
            ("hue", _("Any colour"), HUES),
            ("rights", _("Any rights"), RIGHTS),
        ):
            self.fields[name].choices = [("", any_), *choices]
        self.fields["message"].queryset = KeyMessage.objects.of(brand).current()
        owners = Member.objects.active().filter(brand=brand).select_related("person")
        self.fields["owner"].queryset = owners
        self.fields["tag"].queryset = Tag.objects.of(brand)
        self.fields["tag"].empty_label = _("Any tag")
        self.fields["message"].empty_label = _("Any key message")
        self.fields["owner"].empty_label = _("Anybody")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
        words = {"type": "search", "placeholder": _("Name or tag, or its pinyin")}
        self.fields["words"].widget.attrs |= words

    def chosen(self):
        """What is valid of what was chosen; a stale link filters by what still exists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
