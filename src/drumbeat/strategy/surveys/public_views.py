"""The public form: one address, no sign-in, no script, one page after the other.

What is here must never show anything of the brand but the questionnaire itself.
"""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from drumbeat.people.access import public
from drumbeat.strategy.surveys import holding, route, taking
from drumbeat.strategy.surveys.answering import PageForm, said
from drumbeat.strategy.surveys.models import Questionnaire
from drumbeat.strategy.surveys.readiness import LANGUAGES

CATALOGUE = {"en": "en", "zh": "zh-hans"}
KEPT_SECONDS = 180 * 24 * 3600


@public
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request, code):
    questionnaire = Questionnaire.objects.filter(code=code).exclude(state="draft").first()
    if questionnaire is None:
        raise Http404
    response = taking.known(questionnaire, request.COOKIES.get(_cookie(questionnaire)))
    language = response.language if response else _language(request, questionnaire)
    with translation.override(CATALOGUE[language]):
        answer = _answered(request, questionnaire, response, language)
    # A shared phone must not show the one before; a proxy must keep nothing.
    patch_cache_control(answer, private=True, no_store=True)
    answer["Content-Language"] = CATALOGUE[language]
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answered(request, questionnaire, response, language):
    if response is not None and response.state != "open":
        return _page(request, questionnaire, language, "end", ended=response.state)
    if questionnaire.state != "fielded":
        return _page(request, questionnaire, language, "end", 410, ended="closed")
    if response is None:
        return _start(request, questionnaire, language)
    questions = list(questionnaire.questions.all())
    if request.method == "POST" and "back" in request.POST:
        taking.back(response)
        return redirect(request.path)
    return _next(request, questionnaire, response, questions)


def _start(request, questionnaire, language):
    if taking.is_full(questionnaire):
        return _page(request, questionnaire, language, "end", ended="full")
    if request.method != "POST":
        return _first_page(request, questionnaire, language)
    network, now = holding.network_of(request), timezone.now()
    if reason := holding.why_held(questionnaire, request.POST, network, now):
        holding.count(questionnaire, reason)
        return _first_page(request, questionnaire, language, held=reason)
    token = taking.begin(questionnaire, language=language, outside=request.POST.get("r", "")[:100])
    answer = redirect(request.path)
    answer.set_cookie(
        _cookie(questionnaire),
        token,
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def _first_page(request, questionnaire, language, held=""):
    """held: why who pressed may not begin yet; they find what they had, and one press more helps."""
    typed = request.POST if held else request.GET
    # Who was too quick need not wait again from the beginning.
    shown = request.POST.get("shown") if held == "fast" else None
    return _page(
        request,
        questionnaire,
        language,
        "start",
        {"": 200, "many": 429}.get(held, 422),
        others=[one for one in LANGUAGES[questionnaire.languages] if one != language],
        outside=typed.get("r", "")[:100],
        shown=shown or holding.stamp(questionnaire, timezone.now()),
        held=held,
        told=holding.SAID.get(held),
    )


def _next(request, questionnaire, response, questions):
    answers = route.without_detours(questions, response.answers, response.path)
    one_by_one = questionnaire.mode == "steps"
    page = route.next_page(questions, answers, response.path, one_by_one=one_by_one)
    is_sent = request.method == "POST"
    if not page:
        taking.complete(response, questions, network=holding.network_of(request))
    if not page or (is_sent and request.POST.get("page") != page[0].key):
        # A form of another page (the back key, sent twice) answers nothing here.
        return redirect(request.path)
    form = PageForm(
        request.POST if is_sent else None,
        questions=page,
        language=response.language,
        seed=response.seed,
        given=response.answers,
        auto_id="%s",
    )
    if form.is_valid():
        network = holding.network_of(request)
        taking.answer(response, questions, page, form.answers, network=network)
        return redirect(request.path)
    return _page(
        request,
        questionnaire,
        response.language,
        "page",
        422 if is_sent else 200,
        form=form,
        page_key=page[0].key,
        shown=[said(one, response.language) for one in route.shown(questions, answers)],
        percent=route.progress(questions, answers, response.path),
        can_go_back=bool(response.path),
    )


def _page(request, questionnaire, language, name, status=200, **context):
    context |= {
        "questionnaire": questionnaire,
        "language": language,
        "title": questionnaire.wording("title", language),
        "intro": questionnaire.wording("intro", language),
        "consent": questionnaire.wording("consent", language),
        "thanks": questionnaire.wording("thanks", language),
    }
    return render(request, f"strategy/survey/{name}.html", context, status=status)


def _cookie(questionnaire):
    return f"survey_{questionnaire.code}"


def _language(request, questionnaire):
    """What was asked for, else what the browser reads, else what there is."""
    offered = LANGUAGES[questionnaire.languages]
    browser = "zh" if translation.get_language_from_request(request).startswith("zh") else "en"
    for wanted in (request.GET.get("lang") or request.POST.get("lang"), browser):
        if wanted in offered:
            return wanted
    return offered[0]
