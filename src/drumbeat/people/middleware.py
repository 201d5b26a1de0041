"""Which brand is this request in? `/b/<slug>/…` says so, for every link of the page at once."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import set_script_prefix
from django.utils import timezone

from drumbeat.people.models import Brand, Member


class BrandPrefix:
    """Strips `/b/<slug>` off the path and makes it the script prefix, so that `reverse()` and
    `{% url %}` stay inside the brand without naming it. Two tabs can be in two brands.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("No address has a NUL in it, and PostgreSQL takes none in a text.")
        request.brand = request.member = None
        root = request.META.get("SCRIPT_NAME", "").rstrip("/")
        set_script_prefix(f"{root}/")
        if request.path_info.startswith("/b/"):
            self._enter(request, root)
        return self.get_response(request)

    def _enter(self, request, root):
        slug, _slash, rest = request.path_info.removeprefix("/b/").partition("/")
        request.brand = Brand.objects.filter(slug=slug).first()
        if request.brand is None:
            raise Http404
        request.path_info = f"/{rest}"
        set_script_prefix(f"{root}/b/{slug}/")
        if request.user.is_authenticated:
            request.member = self._member(request)

    def _member(self, request):
        seats = Member.objects.active().filter(person=request.user, brand=request.brand)
        member = seats.prefetch_related("grants").first()
        if member is not None:
            member.person, member.brand = request.user, request.brand
        return member


class BrandTime:
    """Days and clocks of a page are the brand's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.brand is None:
            return self.get_response(request)
        with timezone.override(request.brand.time_zone):
            return self.get_response(request)
