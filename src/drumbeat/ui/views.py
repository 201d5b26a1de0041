"""The joined assets, and the gallery of components."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from drumbeat.ui.assets import asset
from drumbeat.ui.gallery import pages, rows

YEAR = 31_536_000


@require_GET
def looks(request, digest, name):
    """One of the joined assets. An outdated hash still gets the present file, but may not keep it."""
    try:
        found = asset(name)
    except KeyError:
        raise Http404 from None
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        found.gzipped if zipped else found.body, content_type=found.content_type
    )
    if zipped:
        response["Content-Encoding"] = "gzip"
    current = digest == found.digest
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    response["Vary"] = "Accept-Encoding"
    return response


@require_GET
def gallery(request):
    """Every component in every state, with the words of a launch."""
    return render(request, "ui/gallery.html", pages.context())


@require_GET
def gallery_page(request, page):
    """The pages that have no place of their own: 403, 404, 409, 500, sign-in."""
    if page not in pages.PAGES:
        raise Http404
    return render(request, pages.PAGES[page], pages.page_context(page))


@require_GET
def gallery_number(request):
    """What an asked number answers."""
    return render(request, "ui/gallery/_asked.html", rows.asked())


@require_GET
def gallery_find(request):
    """What the palette finds."""
    return render(request, "ui/gallery/_found.html", {"found": rows.find(request.GET.get("q", ""))})


@require_POST
def gallery_move(request):
    """The sample board lets every move stand but one into “Done”, to show a refusal."""
    if request.POST.get("column") == "done":
        return HttpResponse(rows.refusal(), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
