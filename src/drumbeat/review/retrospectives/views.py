import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drumbeat.insight.results.ground import CUTS
from drumbeat.people.access import door
from drumbeat.people.desk import attempt
from drumbeat.review.campaigns.figures import freshness_words
from drumbeat.review.downloads import PPTX, download
from drumbeat.review.models import Closing
from drumbeat.review.retrospectives import actions
from drumbeat.review.retrospectives.comparing import CUT_LABELS
from drumbeat.review.retrospectives.deck import retrospective_pptx
from drumbeat.review.retrospectives.forms import ClosingForm, LearningForm, WordsForm
from drumbeat.review.retrospectives.page import review_of
from drumbeat.review.retrospectives.snapshot import drift
from drumbeat.review.retrospectives.workbook import retrospective_xlsx
from drumbeat.strategy.models import Campaign
from drumbeat.ui.tables import file_answer

ALL = "all"


@door("campaign.view", Campaign)
def retrospective(request, campaign):
    return _page(request, campaign)


@door("learning.create", Campaign, methods=["POST"])
def words(request, campaign):
    """The team's words, saved as they are written."""
    found = actions.retrospective_of(campaign, request.member)
    actions.must_be_open(found)
    form = WordsForm(request.POST, instance=found, member=request.member)
    if not form.is_valid():
        return _page(request, campaign, words_form=form, status=422)
    form.save_recorded(request.member, "wrote in")
    if request.htmx:
        return render(request, "review/retrospectives/_saved.html", {"form": form, "saved": found})
    messages.success(request, _("Saved."))
    return redirect("review:retrospective", campaign.pk)


@door("learning.create", Campaign, methods=["POST"])
def learning(request, campaign, key):
    """A suggestion becomes a draft learning in somebody's words."""
    review = review_of(campaign, timezone.now())
    form = LearningForm(request.POST)
    draft = None
    if form.is_valid():
        draft = attempt(
            form, lambda: actions.learn(review, key, by=request.member, **form.cleaned_data)
        )
    if draft is None:
        return _page(request, campaign, review=review, learning=(key, form), status=422)
    messages.success(request, _("Kept as a draft. Publish it when the evidence convinces you."))
    return redirect(draft.get_absolute_url())


@door("campaign.approve", Campaign, methods=["POST"])
def closing(request, campaign):
    form = ClosingForm(request.POST)
    done = form.is_valid() and attempt(
        form, lambda: actions.close(campaign, by=request.member, **form.cleaned_data)
    )
    if not done:
        return _page(request, campaign, closing_form=form, status=422)
    messages.success(request, _("Closed. The numbers are frozen and the learnings go on."))
    return redirect("review:retrospective", campaign.pk)


@door("spend.view", Campaign)
def snapshot(request, campaign):
    """What was frozen at the closing, as JSON."""
    found = Closing.objects.filter(retrospective__campaign=campaign).first()
    if found is None:
        return HttpResponseNotFound(_("This retrospective is not closed yet."))
    frozen = {"sha256": found.sha256, "snapshot": found.snapshot}
    body = json.dumps(frozen, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return download(body, f"{campaign.slug}-closing.json", "application/json")


@door("spend.view", Campaign)
def xlsx(request, campaign):
    body = retrospective_xlsx(review_of(campaign, timezone.now()))
    return file_answer("xlsx", f"{campaign.slug}-retrospective", body)


@door("spend.view", Campaign)
def pptx(request, campaign):
    body = retrospective_pptx(review_of(campaign, timezone.now()))
    return download(body, f"{campaign.slug}-retrospective.pptx", PPTX)


@door("spend.view", Campaign)
def html(request, campaign):
    """One file that needs nothing else: to print, to mail, to keep."""
    context = _context(request, review_of(campaign, timezone.now()))
    page = render(request, "review/retrospectives/report.html", context)
    return download(page.content, f"{campaign.slug}-retrospective.html", "text/html; charset=utf-8")


def _page(request, campaign, *, review=None, status=200, **forms) -> HttpResponse:
    review = review or review_of(campaign, timezone.now())
    context = _context(request, review)
    found = review.words or actions.retrospective_of(campaign, request.member)
    context["words_form"] = forms.get("words_form") or WordsForm(
        instance=found, member=request.member
    )
    context["closing_form"] = forms.get("closing_form") or ClosingForm()
    written = forms.get("learning") or (request.GET.get("write"), None)
    context["suggested"] = _suggested(review, *written)
    context["may_write"] = context["with_money"] and request.member.may("learning.create")
    context |= _cuts(request, review)
    context["exports"] = [
        {"label": kind.upper(), "url": reverse(f"review:retrospective_{kind}", args=[campaign.pk])}
        for kind in ("html", "xlsx", "pptx")
    ]
    return render(request, "review/retrospectives/detail.html", context, status=status)


def _context(request, review):
    with_money = request.member.may("spend.view")
    closing = review.closing
    return {
        "campaign": review.campaign,
        "review": review,
        "currency": review.currency,
        "with_money": with_money,
        "freshness": freshness_words(review.board),
        "drift": drift(closing.snapshot, review) if closing else {},
        "made_at": timezone.now(),
    }


def _cuts(request, review):
    """The cut that the address asks for, or all of them: to compare, and to print."""
    by = request.GET.get("by")
    by = by if by in (*CUTS, ALL) else CUTS[0]
    labels = {cut: CUT_LABELS[cut] for cut in CUTS} | {ALL: _("All")}
    return {
        "shown": review.cuts if by == ALL else [review.cut(by)],
        "tabs": [
            {"label": label, "url": f"?by={cut}#cuts", "id": f"cut-{cut}", "current": cut == by}
            for cut, label in labels.items()
        ],
    }


def _suggested(review, written_key, failed_form):
    """Each suggestion in the page's language, and the form for the one that is being written."""
    chinese = (translation.get_language() or "").startswith("zh")
    found = []
    for one in review.suggestions:
        title, other = (one.title_zh, one.title_en) if chinese else (one.title_en, one.title_zh)
        form = None
        if one.key == written_key:
            form = failed_form or LearningForm(initial={"title": title, "other_title": other})
        found.append((one, title, form))
    return found
