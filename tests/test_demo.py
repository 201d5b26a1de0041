"""The demo's retrospective equals the world's planted truth, on the page and in the downloads."""

import io
import json

import pytest
from openpyxl import load_workbook

from tests.installation import Installation

pytestmark = pytest.mark.slow

VISITORS = 6_000

# Everything the retrospective says about one campaign, by code where there is one.
FACTS = """
from drumbeat.channels.models import TrackingLink
from drumbeat.insight.results.ground import CUTS
from drumbeat.insight.results.scoreboard import scoreboard
from drumbeat.strategy.models import Campaign
codes = dict(TrackingLink.objects.values_list("placement", "code"))
names = ("touches", "visitors", "outcomes", "revenue_minor", "spend_minor")
answer = {}
for campaign in Campaign.objects.all():
    told = {}
    for model in ("last_non_direct", "linear"):
        for by in CUTS:
            board = scoreboard(campaign, by=by, model=model)
            told[f"{model}/{by}"] = {
                "rows": {codes.get(r.key, r.key): {n: getattr(r, n) for n in names} for r in board.rows},
                "rests": {r.rest: {n: getattr(r, n) for n in names} for r in board.rests},
                "everything": {n: getattr(board.everything, n) for n in names},
            }
    answer[campaign.slug] = told
"""

XLSX = """
import base64
from django.utils import timezone
from drumbeat.review.retrospectives.page import review_of
from drumbeat.review.retrospectives.workbook import retrospective_xlsx
from drumbeat.strategy.models import Campaign
review = review_of(Campaign.objects.get(slug="yanwu-cold-brew"), timezone.now())
answer = base64.b64encode(retrospective_xlsx(review)).decode()
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    installation = Installation(home)
    installation.drumbeat("demo", "--visitors", VISITORS, "--build-only")
    installation.truth = json.loads((home / "truth.json").read_text())
    installation.facts = installation.ask(FACTS)
    return installation


def test_every_placement_has_the_touches_orders_money_that_the_world_planted(demo):
    for slug, truth in demo.truth.items():
        told = demo.facts[slug]["last_non_direct/placement"]["rows"]
        for code, planted in truth["by_code"].items():
            if code in ("", "unmapped"):
                continue
            expected = {name: planted[name] for name in told[code]}
            assert told[code] == expected, f"{slug} {code}"


def test_what_has_no_placement_stands_in_rows_of_its_own(demo):
    for slug, truth in demo.truth.items():
        rests = demo.facts[slug]["last_non_direct/placement"]["rests"].values()
        loose = truth["by_code"].get("", {})
        assert sum(row["touches"] for row in rests) == loose.get("touches", 0)
        assert sum(row["outcomes"] for row in rests) == loose.get("outcomes", 0)
        assert sum(row["revenue_minor"] for row in rests) == loose.get("revenue_minor", 0)
        unmapped = truth["by_code"].get("unmapped", {}).get("spend_minor", 0)
        assert sum(row["spend_minor"] for row in rests) == unmapped


@pytest.mark.parametrize("model", ["last_non_direct", "linear"])
def test_totals_are_the_sum_of_rows_and_rests_at_every_cut_and_in_both_models(demo, model):
    for slug, truth in demo.truth.items():
        planted = truth["by_code"].values()
        for name in ("touches", "outcomes", "revenue_minor", "spend_minor"):
            expected = sum(found[name] for found in planted)
            for cut, told in demo.facts[slug].items():
                if cut.startswith(model):
                    assert told["everything"][name] == pytest.approx(expected, abs=1e-6), (
                        cut,
                        name,
                    )


def test_linear_credit_equals_the_worlds_own_sum(demo):
    for slug, truth in demo.truth.items():
        told = demo.facts[slug]["linear/placement"]["rows"]
        for code, row in told.items():
            planted = truth["by_code"].get(code, {}).get("linear_outcomes", 0)
            assert row["outcomes"] == pytest.approx(planted, abs=1e-6)


def test_the_downloaded_workbook_gives_the_same_numbers(demo):
    import base64

    book = load_workbook(io.BytesIO(base64.b64decode(demo.ask(XLSX))), data_only=True)
    truth = demo.truth["yanwu-cold-brew"]["by_code"]
    expected = sum(found["revenue_minor"] for found in truth.values()) / 100
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(isinstance(v, int | float) and abs(v - expected) < 0.005 for v in cells)
