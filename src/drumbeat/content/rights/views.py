from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.rights.export import register_file
from drumbeat.content.rights.models import Right
from drumbeat.content.rights.queries import costs, register
from drumbeat.people.access import door
from drumbeat.ui.tables import table_links

A_PAGE = 50


class RegisterFilter(forms.Form):
    words = forms.CharField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any kind")), *Right.KINDS], required=False
    )
    ends = forms.ChoiceField(
        label=_("Ends"),
        choices=[
            ("", _("Any end")),
            ("soon", _("Within 30 days")),
            ("later", _("Later")),
            ("expired", _("Expired")),
        ],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
        words = {"type": "search", "placeholder": _("Licensor or asset")}
        self.fields["words"].widget.attrs |= words

    def chosen(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@door("asset.view")
def register_page(request):
    form, today = RegisterFilter(request.GET), timezone.localdate()
    chosen = form.chosen()
    rights = register(request.brand, today, **chosen)
    typed = request.GET.copy()
    typed.pop("page", None)
    context = {
        "form": form,
        "chosen": chosen,
        "page": Paginator(rights, A_PAGE).get_page(request.GET.get("page")),
        "costs": costs(rights),
        "query": f"&{typed.urlencode()}" if typed else "",
        "exports": table_links("content:rights_table", query=typed.urlencode()),
    }
    return render(request, "content/rights/register.html", context)


@door("asset.view")
def register_table(request, kind):
    chosen = RegisterFilter(request.GET).chosen()
    return register_file(kind, register(request.brand, timezone.localdate(), **chosen))
