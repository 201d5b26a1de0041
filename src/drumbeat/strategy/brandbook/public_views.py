"""The brand book as people outside the team read it: the active version, while the link is on.

What is here must never show anything of the brand but the book itself.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from drumbeat.people.access import public
from drumbeat.strategy.brandbook import queries
from drumbeat.strategy.brandbook.models import BrandBookLink

CATALOGUE = {"en": "en", "zh": "zh-hans"}


@public
@require_safe
def brand_book(request, code):
    link = BrandBookLink.objects.current().filter(code=code).select_related("brand").first()
    if link is None:
        raise Http404
    platform = queries.active(link.brand)
    if platform is None:
        raise Http404
    language = _language(request)
    with translation.override(CATALOGUE[language]):
        context = {
            "brand_name": link.brand.name,
            "platform": platform,
            "book": queries.book(platform),
            "other": "en" if language == "zh" else "zh",
        }
        answer = render(request, "strategy/brandbook/public.html", context)
    # Once switched off it is gone: neither a proxy nor a browser may keep it.
    patch_cache_control(answer, private=True, no_store=True)
    answer["Content-Language"] = CATALOGUE[language]
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _language(request) -> str:
    asked = request.GET.get("lang")
    if asked in CATALOGUE:
        return asked
    return "zh" if translation.get_language_from_request(request).startswith("zh") else "en"
