"""The brand book as people outside the team read it: the active version, while the link is on.

What is here must never show anything of the brand but the book itself.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from drumbeat.people.access import public
from drumbeat.people.outside import CATALOGUE, held_back, language_read
from drumbeat.strategy.brandbook import queries
from drumbeat.strategy.brandbook.models import BrandBookLink


@public
@require_safe
def brand_book(request, code):
    link = BrandBookLink.objects.current().filter(code=code).select_related("brand").first()
    if link is None:
        raise Http404
    platform = queries.active(link.brand)
    if platform is None:
        raise Http404
    language = language_read(request)
    with translation.override(CATALOGUE[language]):
        context = {
            "brand_name": link.brand.name,
            "platform": platform,
            "book": queries.book(platform),
            "other": "en" if language == "zh" else "zh",
        }
        answer = render(request, "strategy/brandbook/public.html", context)
    answer["Content-Language"] = CATALOGUE[language]
    return held_back(answer)
