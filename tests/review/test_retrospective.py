"""The retrospective writes itself, is learned from, and is closed on frozen numbers."""

import io
import re
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook
from pptx import Presentation

from drumbeat.knowledge.models import Learning
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.review.models import Closing, Retrospective
from drumbeat.review.retrospectives.actions import close, learn
from drumbeat.review.retrospectives.page import review_of
from drumbeat.review.retrospectives.snapshot import drift, sha256_of, snapshot_of
from drumbeat.review.retrospectives.surprise import surprises
from tests.review.factory import Visitor, answered_launch, arrive, cost
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def launch(lead):
    """A campaign in its last days, its costs all known."""
    made = answered_launch(lead, state="closing")
    cost(made, made.lines[2], 100)
    return made


def page(launch):
    return f"/review/campaigns/{launch.campaign.pk}/retrospective/"


def review(launch):
    return review_of(launch.campaign, timezone.now())


def test_it_measures_the_goal(launch):
    revenue, cpa = review(launch).outcomes
    assert (revenue.actual, revenue.is_measured) == (Decimal("1000.00"), True)
    assert revenue.share == Decimal(1000) / 3000
    assert cpa.actual == Decimal("283.50")  # 850.50 ÷ 3


def test_i_08_every_cut_has_the_same_totals(launch):
    for cut in review(launch).cuts:
        rows = [*cut.rows, *cut.rests]
        assert sum(pair.last.spend_minor for pair in rows) == 883_83, cut.by
        assert sum(pair.last.revenue_minor for pair in rows) == 1220_00, cut.by
        assert sum(pair.linear.revenue_minor for pair in rows) == 1220_00, cut.by
        assert cut.total.last.revenue_minor == 1000_00, cut.by


def test_the_largest_surprise_stands_first(launch):
    found = review(launch).surprises
    assert found[0].label == "Spot 3"
    assert found[0].z == pytest.approx(-30 / 30**0.5)
    assert abs(found[0].z) >= abs(found[-1].z)


def test_without_a_forecast_nothing_surprises(launch):
    for row in (rows := review(launch).board.rows):
        row.expected_outcomes = 0
    assert surprises(rows) == []


def test_the_page_works_for_all_who_may_see_campaigns(launch):
    answer = signed_in(launch.lead).get(page(launch))
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Plan and actual", "Suggested from the numbers", "Came by itself", "z "):
        assert words in text
    writer = signed_in(a_member(launch.brand, "cw"))
    answer = writer.get(page(launch))
    assert answer.status_code == 200
    assert "¥850" not in answer.content.decode()
    assert writer.get(f"{page(launch)}file.xlsx").status_code == 403


def test_the_page_shows_the_cut_that_was_asked_for_or_all_of_them(launch):
    browser, message = signed_in(launch.lead), str(launch.placements[0].message)
    for by, shown in (
        ("", ["placement"]),
        ("?by=message", ["message"]),
        ("?by=all", ["placement", "channel", "message", "audience", "asset"]),
        ("?by=weather", ["placement"]),
    ):
        text = browser.get(f"{page(launch)}{by}").content.decode()
        cuts = re.findall(r"Plan and actual by (\w+)</caption>", text)
        assert [cut.lower() for cut in cuts] == shown, by
        current = re.search(r'id="cut-(\w+)" aria-current="page"', text)[1]
        assert current == (by.removeprefix("?by=") if len(shown) > 1 else shown[0])
    assert message in browser.get(f"{page(launch)}?by=message").content.decode()


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(lead, django_assert_max_num_queries):
    counts = []
    for placements in (5, 30):
        launch = answered_launch(lead, placements=placements, state="closing")
        browser = signed_in(lead)
        browser.get(page(launch))
        with django_assert_max_num_queries(160) as queries:
            assert browser.get(page(launch)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_teams_words_are_kept_as_they_are_written(launch):
    browser = signed_in(a_member(launch.brand, "cw"))
    first = {"row_version": 1, "helped": "Mail to members"}
    saved = browser.post(f"{page(launch)}words/", first, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert "Saved" in saved.content.decode()
    assert Retrospective.objects.get().helped == "Mail to members"
    second = {"row_version": 1, "helped": "Mail to members", "hurt": "Late film"}
    assert browser.post(f"{page(launch)}words/", second).status_code == 302
    stale = {"row_version": 1, "helped": "Nothing"}
    assert browser.post(f"{page(launch)}words/", stale).status_code == 409
    assert Retrospective.objects.get().hurt == "Late film"


def test_a_suggestion_becomes_a_draft_with_its_evidence(launch):
    seen = review(launch)
    best = next(one for one in seen.suggestions if one.key == "placement-positive")
    assert "“Spot 2” earned 2.80" in best.title_en
    assert "Spot 2" in best.title_zh
    draft = learn(seen, best.key, by=launch.lead, title=best.title_en, other_title="中腰部达人值得")
    assert (draft.state, draft.kind) == ("draft", "positive")
    assert draft.title_zh == "中腰部达人值得"
    evidence = {piece.ref: piece.figures for piece in draft.evidence.all()}
    assert evidence[f"placement:{launch.placements[1].pk}"]["roas"] == 2.8
    assert f"campaign:{launch.campaign.pk}" in evidence
    assert best.key not in [one.key for one in review(launch).suggestions]


def test_a_learning_without_words_keeps_the_form_open(launch):
    browser = signed_in(launch.lead)
    answer = browser.post(
        f"{page(launch)}learnings/placement-positive/", {"title": "", "scope": "members"}
    )
    assert answer.status_code == 422
    assert "members" in answer.content.decode()
    assert not Learning.objects.exists()


def test_one_suggestion_at_a_time_is_put_into_words(launch):
    browser = signed_in(launch.lead)
    shown = browser.get(page(launch)).context["suggested"]
    assert len(shown) > 1
    assert not any(form for _one, _title, form in shown)
    shown = browser.get(f"{page(launch)}?write=placement-positive").context["suggested"]
    assert [one.key for one, _title, form in shown if form] == ["placement-positive"]


def test_a_learning_is_kept_through_the_page(launch):
    browser = signed_in(launch.lead)
    answer = browser.post(
        f"{page(launch)}learnings/placement-positive/", {"title": "Members come back"}
    )
    assert answer.status_code == 302
    assert Learning.objects.get().title_en == "Members come back"


def test_the_last_digits_of_a_fraction_are_no_late_data(launch):
    frozen = snapshot_of(review(launch))
    linear = frozen["cuts"]["placement"]["total"]["linear"]
    linear[0] += 1e-12
    assert drift(frozen, review(launch)) == {}
    linear[0] += 0.5
    assert list(drift(frozen, review(launch))) == ["linear"]


def test_i_28_closing_freezes_numbers_that_can_be_asked_again(launch):
    closing = close(launch.campaign, by=launch.lead)
    assert launch.campaign.state == "closed"
    assert sha256_of(closing.snapshot) == closing.sha256
    stored = Closing.objects.get(pk=closing.pk)
    assert sha256_of(stored.snapshot) == stored.sha256
    assert snapshot_of(review(launch)) == closing.snapshot
    assert "SELECT" in closing.snapshot["queries"]["placement"]
    frozen = signed_in(launch.lead).get(f"{page(launch)}closing.json").json()
    assert frozen["sha256"] == closing.sha256
    assert frozen["snapshot"]["cuts"]["placement"]["total"]["last_non_direct"] == [3.0, 1000_00]


def test_late_orders_do_not_move_what_was_signed(launch):
    close(launch.campaign, by=launch.lead)
    before = Closing.objects.get().snapshot
    Visitor(launch, day=6).comes(launch.code(0)).buys(900)
    arrive(launch)
    assert Closing.objects.get().snapshot == before
    assert "late data arrived" in signed_in(launch.lead).get(page(launch)).content.decode()


def test_i_19_it_cannot_close_with_missing_costs_unless_labelled_partial(lead):
    launch = answered_launch(lead, state="closing")
    with pytest.raises(Refused, match="Production"):
        close(launch.campaign, by=lead)
    browser = signed_in(lead)
    refused = browser.post(f"{page(launch)}closing/", {})
    assert refused.status_code == 422
    assert "Production" in refused.content.decode()
    accepted = browser.post(
        f"{page(launch)}closing/", {"partial_cost_reason": "The printer never sent a bill"}
    )
    assert accepted.status_code == 302
    assert Closing.objects.get().partial_cost_reason == "The printer never sent a bill"
    assert "Closed with partial cost" in browser.get(page(launch)).content.decode()


def test_only_the_lead_closes_and_only_a_campaign_that_is_closing(launch, lead):
    with pytest.raises(NotAllowed):
        close(launch.campaign, by=a_member(launch.brand, "brand"))
    running = answered_launch(lead, state="live")
    with pytest.raises(WrongState):
        close(running.campaign, by=lead)


def test_nothing_is_written_into_a_closed_one(launch):
    close(launch.campaign, by=launch.lead)
    browser = signed_in(launch.lead)
    browser.post(f"{page(launch)}words/", {"row_version": 1, "helped": "Afterthought"})
    assert Retrospective.objects.get().helped == ""


def _sheet(book, name):
    header, *rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.slow
def test_the_workbook_says_the_same_as_the_page(launch):
    body = signed_in(launch.lead).get(f"{page(launch)}file.xlsx").content
    book = load_workbook(io.BytesIO(body), data_only=True)
    for cut in review(launch).cuts:
        *rows, total = _sheet(book, str(cut.label))
        assert total["Revenue"] == sum(row["Revenue"] for row in rows) == 1220
        assert total["Spend"] == pytest.approx(sum(row["Spend"] or 0 for row in rows))
        assert total["Spend"] == pytest.approx(883.83)
        assert total["Revenue, linear"] == 1220
        for pair, row in zip((*cut.rows, *cut.rests), rows, strict=True):
            assert row["Orders"] == pytest.approx(pair.last.outcomes)
            assert row["Revenue"] * 100 == pytest.approx(pair.last.revenue_minor)
    live = load_workbook(io.BytesIO(body))["Placement"]
    formulas = [cell.value for row in live.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("/" in formula for formula in formulas)


@pytest.mark.slow
def test_the_slides_say_the_same_as_the_page(launch):
    body = signed_in(launch.lead).get(f"{page(launch)}file.pptx").content
    deck = Presentation(io.BytesIO(body))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "Plan and actual" in titles
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["Spot 2", "¥250.00", "2", "2.0", "¥700.00", "¥125.00", "2.80", "¥350.00"] in cells
    assert cells.count([]) == 0
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2
    for chart in charts:
        spend, revenue = (sum(series.values) for series in chart.plots[0].series)
        assert (spend, revenue) == (pytest.approx(850.5), pytest.approx(1000))


@pytest.mark.slow
def test_the_page_file_stands_alone(launch):
    answer = signed_in(launch.lead).get(f"{page(launch)}file.html")
    text = answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert "¥1,220.00" in text
    assert "<link" not in text
    assert "<script" not in text


def test_files_speak_the_language_of_the_page(launch):
    with translation.override("zh-hans"):
        assert review(launch).suggestions[0].title_zh
    launch.campaign.title_zh = "岩雾冷泡茶上市"
    browser = signed_in(launch.lead)
    browser.cookies["django_language"] = "zh-hans"
    assert "岩雾冷泡茶上市" in browser.get(f"{page(launch)}file.html").content.decode()


def test_a_foreign_brand_and_guests_are_refused(launch):
    stranger = signed_in(a_member(a_brand(), "lead"))
    guest = signed_in(a_member(launch.brand, "gst"))
    for path in ("", "file.xlsx", "file.pptx", "file.html", "closing.json"):
        assert stranger.get(page(launch) + path).status_code == 404
        assert guest.get(page(launch) + path).status_code == 403
    assert stranger.post(f"{page(launch)}closing/").status_code == 404
    assert guest.post(f"{page(launch)}words/").status_code == 403
