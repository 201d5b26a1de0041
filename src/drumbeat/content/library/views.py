from django.shortcuts import render
from django.utils import timezone

from drumbeat.content.assets.queries import rights_ending_soon, with_newest
from drumbeat.content.collections.forms import ChosenForm
from drumbeat.content.collections.queries import editable_by
from drumbeat.content.library.export import library_file
from drumbeat.content.library.forms import LibraryFilter
from drumbeat.content.library.queries import library, page_of
from drumbeat.people.access import door
from drumbeat.ui.tables import table_links

ENDING_SHOWN = 5


@door("asset.view")
def library_page(request):
    form, today = LibraryFilter(request.GET, brand=request.brand), timezone.localdate()
    chosen = form.chosen()
    pieces, after = page_of(
        library(request.brand, today, **chosen), today, request.GET.get("after", "")
    )
    typed = request.GET.copy()
    typed.pop("after", None)
    context = {
        "form": form,
        "chosen": chosen,
        "pieces": pieces,
        "first": not request.GET.get("after"),
        "after": after,
        "query": f"&{typed.urlencode()}" if typed else "",
        "choosing": _choosing(request.member),
        "ending": rights_ending_soon(request.brand, today, ENDING_SHOWN + 1),
        "exports": table_links("content:assets_table", query=typed.urlencode()),
    }
    return render(request, "content/library/page.html", context)


def _choosing(member):
    """The form for what is ticked; None for who may only look."""
    if not member.may("asset.create"):
        return None
    return ChosenForm(collections=editable_by(member), auto_id="chosen_%s")


@door("asset.view")
def library_table(request, kind):
    chosen = LibraryFilter(request.GET, brand=request.brand).chosen()
    found = library(request.brand, timezone.localdate(), **chosen)
    return library_file(kind, with_newest(found))
