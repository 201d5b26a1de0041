"""The KPI tree: the numbers of domain.md §6.10, entered as people enter them, tie to the cell."""

import itertools
import re
from copy import deepcopy
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.people.models import AuditEvent
from drumbeat.strategy.kpis.periods import spans
from drumbeat.strategy.kpis.tying import tied
from drumbeat.strategy.models import Goal, KeyResult, KpiTarget, KpiTree
from tests.strategy.factory import a_goal
from tests.strategy.kpis import DAYS, TABLE, Desk, a_filled_desk
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled_desk(kept):
    return kept(a_filled_desk)


@pytest.fixture
def desk(filled_desk, db):
    return deepcopy(filled_desk)


def test_the_example_of_the_domain_ties_to_the_cell(desk):
    rows, page = desk.rows(), desk.page()
    total = rows["Marketing"]
    assert [total[name] for name in ("Sessions", "Orders", "Revenue", "Spend")] == [
        "600000",
        "12000",
        "3600000.00",
        "900000.00",
    ]
    assert Decimal(total["ROAS (attributed)"]) == 4
    assert Decimal(total["ROI"]) == Decimal("0.8")
    assert desk.shown(desk.marketing, "cvr", page) == "2%"
    assert desk.shown(desk.marketing, "cpa", page) == "¥75"
    assert desk.shown(desk.marketing, "roas", page) == "4.00"
    assert desk.shown(desk.marketing, "roi", page) == "80%"
    # The company: ¥6,000,000 = 20,000 × ¥300, of which marketing brings 60 %.
    company = rows[str(desk.top)]
    assert int(company["Orders"]) * 300 == Decimal(company["Revenue"]) == 6_000_000
    assert desk.shown(desk.top, "aov", page) == "¥300"
    assert "60%" in page
    for title, *_figures, cvr, cpa in TABLE:
        assert desk.shown(desk.channels[title], "cvr", page) == cvr
        assert desk.shown(desk.channels[title], "cpa", page) == cpa
    assert "Not all of it ties" not in page
    assert all(not row["What does not tie"] for row in rows.values())
    assert desk.agree().redirect_chain
    assert KpiTree.objects.get().state == "agreed"


def test_a_changed_cell_is_told_where_it_no_longer_ties(desk):
    kol = desk.channels["KOL"]
    assert desk.write({kol: {"orders": "2,900"}}).status_code == 302
    page = desk.page()
    assert "Marketing · Orders</a>: Its parts come to 11,900: 100 too little" in page
    assert re.search(rf'id="under-{desk.marketing.pk}-orders"[^>]*>100 too little<', page)
    # Saved as a draft, but nobody can agree to it.
    assert KpiTarget.objects.get(node=kol, measure="orders").value == 2900
    told = desk.agree().content.decode()
    assert "100 too little" in told
    assert KpiTree.objects.get().state == "draft"
    assert "100 too little" in desk.rows()["Marketing"]["What does not tie"]
    desk.write({kol: {"orders": "3,000"}})
    assert "Not all of it ties" not in desk.page()


def test_a_part_that_says_nothing_is_named_and_not_taken_for_zero(desk):
    desk.write({desk.channels["KOL"]: {"orders": ""}})
    page = desk.page()
    assert "nothing is written for: KOL" in page
    assert "Write 0 there if it brings nothing" in page
    assert desk.shown(desk.channels["KOL"], "cpa", page) == "—"
    # Where nobody typed a sum, an unknown part leaves it unknown.
    desk.write({desk.marketing: {"orders": ""}})
    assert desk.shown(desk.marketing, "cpa") == "—"


def test_what_is_typed_is_worked_out_before_it_is_saved(desk):
    kol = desk.channels["KOL"]
    given = {"period": "2027-01-01", "row_version": 1, f"{kol.pk}-orders": "2,900"}
    given |= {f"{desk.others.pk}-spend": "0"}
    answer = desk.browser.post(f"/strategy/kpis/{desk.tree.pk}/targets/preview/", given)
    told = unescape(answer.content.decode())
    assert re.search(rf'id="ratio-{kol.pk}-cpa" hx-swap-oob="true">¥72.41<', told)
    assert "100 too little" in told
    assert KpiTarget.objects.get(node=kol, measure="orders").value == 3000


def test_a_mistake_stands_at_its_cell_and_what_was_typed_is_kept(desk):
    kol = desk.channels["KOL"]
    answer = desk.write({kol: {"orders": "many", "spend": "-5", "sessions": "1.5"}})
    told = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "“many” is not a whole number" in told
    assert "“1.5” is not a whole number" in told
    assert "The amount cannot be negative" in told
    assert 'value="many"' in told
    assert KpiTarget.objects.get(node=kol, measure="orders").value == 3000


def test_agreed_targets_are_frozen_until_somebody_says_why(desk):
    desk.agree()
    assert "Agreed and frozen" in desk.page()
    desk.write({desk.channels["KOL"]: {"orders": "2,900"}})
    assert KpiTarget.objects.get(node=desk.channels["KOL"], measure="orders").value == 3000
    for path in ("edit/", "parts/new/"):
        assert desk.browser.get(f"/strategy/kpis/{desk.tree.pk}/{path}").status_code == 409
    desk.browser.post(f"/strategy/kpis/{desk.tree.pk}/reopening/", {"reason": "New price"})
    assert desk.write({desk.channels["KOL"]: {"orders": "2,900"}}).status_code == 302
    assert KpiTarget.objects.get(node=desk.channels["KOL"], measure="orders").value == 2900


def test_an_empty_tree_cannot_be_agreed(lead):
    desk = Desk(lead, a_goal(lead, **DAYS))
    assert "No target is written yet" in desk.agree().content.decode()


def test_the_second_to_save_is_told_what_the_first_one_wrote(desk):
    opened = KpiTree.objects.get().row_version
    desk.write({desk.channels["KOL"]: {"orders": "2,900"}})
    answer = desk.write({desk.channels["KOL"]: {"orders": "3,100"}}, version=opened)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "KOL · Orders" in told
    assert "2900" in told
    assert "3100" in told
    assert KpiTarget.objects.get(node=desk.channels["KOL"], measure="orders").value == 2900


def test_the_owner_of_a_row_types_in_it_and_nowhere_else(desk):
    manager = signed_in(desk.team["pr"])
    kol, search = desk.channels["KOL"], desk.channels["Paid search"]
    page = manager.get(f"/strategy/kpis/{desk.tree.pk}/?period=2027-01-01").content.decode()
    assert f'name="{kol.pk}-orders"' in page
    assert f'name="{search.pk}-orders"' not in page
    desk.write({kol: {"orders": "2,900"}, search: {"orders": "9,000"}}, browser=manager)
    assert KpiTarget.objects.get(node=kol, measure="orders").value == 2900
    assert KpiTarget.objects.get(node=search, measure="orders").value == 3000


def test_the_trail_says_which_cell_held_what(desk):
    desk.write({desk.channels["KOL"]: {"orders": "2,900"}})
    event = AuditEvent.objects.filter(verb="set targets").first()
    assert event.reason == "KOL · Orders: 3,000 → 2,900"


def test_months_add_up_to_the_whole_time(lead):
    desk = Desk(lead, a_goal(lead, **DAYS), grain="month")
    part = desk.part("Search", desk.top)
    for month, orders in (("01", 100), ("02", 200)):
        desk.write({part: {"orders": orders, "sessions": 1000}}, period=f"2027-{month}-01")
    assert ">300</span>" not in desk.page("whole"), "March is not written: the sum is not known"
    desk.write({part: {"orders": "300", "sessions": "1000"}}, period="2027-03-01")
    whole = desk.page("whole")
    assert ">600</span>" in whole
    # 600 of 3,000: the ratio of the sums, not the mean of 10, 20 and 30 %.
    assert desk.shown(part, "cvr", whole) == "20%"
    given = {"title_en": "x", "goal": desk.tree.goal_id, "grain": "quarter", **DAYS}
    given |= {"owner": lead.pk, "row_version": KpiTree.objects.of(lead.brand).get().row_version}
    answer = desk.browser.post(f"/strategy/kpis/{desk.tree.pk}/edit/", given)
    assert "4 targets lie in periods that would go" in answer.content.decode()


def test_a_part_is_moved_and_taken_out_without_breaking_the_tree(desk):
    marketing, top = desk.marketing, desk.top
    given = {"title_en": "Marketing", "parent": desk.channels["KOL"].pk, "level": "module"}
    given |= {"owner": desk.member.pk, "position": 1, "measured_by": "parts", "row_version": 1}
    answer = desk.browser.post(f"/strategy/kpi-parts/{marketing.pk}/edit/", given)
    assert "It cannot be a part of itself" in answer.content.decode()
    given |= {"parent": ""}
    answer = desk.browser.post(f"/strategy/kpi-parts/{marketing.pk}/edit/", given)
    assert "Say what it is a part of" in answer.content.decode()
    page = desk.browser.get(f"/strategy/kpi-parts/{desk.channels['KOL'].pk}/edit/")
    assert "Take out of the tree" in page.content.decode()
    for node, left in ((top, 9), (marketing, 9), (desk.channels["KOL"], 8)):
        desk.browser.post(f"/strategy/kpi-parts/{node.pk}/archiving/")
        assert desk.tree.nodes.current().count() == left


def test_a_persons_target_hangs_on_a_part_with_its_owner(desk):
    writer = a_member(desk.member.brand, "cw", name="Writer Wu")
    search = desk.channels["Paid search"]
    given = {
        "title_en": "Landing page CVR +0.3 pp",
        "kpi_node": search.pk,
        "metric": "manual",
        "unit": "%",
        "direction": "up",
        "baseline": "2.7",
        "target": "3.0",
        "due_on": DAYS["ends_on"],
        "owner": writer.pk,
    }
    goal = desk.tree.goal
    page = desk.browser.get(f"/strategy/goals/{goal.pk}/key-results/new/?part={search.pk}")
    assert f'value="{search.pk}" selected' in page.content.decode()
    desk.browser.post(f"/strategy/goals/{goal.pk}/key-results/new/", given)
    assert "Landing page CVR +0.3 pp" in desk.page()
    told = signed_in(writer).get("/strategy/my-part/").content.decode()
    assert "Landing page CVR +0.3 pp" in told
    assert str(goal) in told


def test_my_part_says_what_is_mine_and_the_way_to_the_companys_goal(desk):
    told = unescape(signed_in(desk.team["pr"]).get("/strategy/my-part/").content.decode())
    assert ">KOL<" in told
    assert "Paid search" not in told
    assert told.index(">KOL<") < told.index(">Marketing<") < told.index(f">{desk.top}<")
    assert "¥210,000" in told
    assert "Nothing is in your name yet" in (
        signed_in(a_member(desk.member.brand, "an")).get("/strategy/my-part/").content.decode()
    )


def test_the_example_is_there_to_start_from(lead):
    browser = signed_in(lead)
    assert "Start from an example" in browser.get("/strategy/kpis/").content.decode()
    assert browser.get("/strategy/kpis/example/").status_code == 200
    answer = browser.post("/strategy/kpis/example/", {"starts_on": "2027-02-10"})
    tree = KpiTree.objects.of(lead.brand).get()
    assert answer.url.endswith(f"/strategy/kpis/{tree.pk}/")
    assert (tree.starts_on, tree.ends_on) == (date(2027, 2, 10), date(2027, 3, 31))
    assert KeyResult.objects.filter(kpi_node__tree=tree).count() == 11
    page = unescape(browser.get(f"/strategy/kpis/{tree.pk}/").content.decode())
    assert "Not all of it ties" not in page
    assert "80%" in page
    browser.post(f"/strategy/kpis/{tree.pk}/agreement/")
    assert KpiTree.objects.of(lead.brand).get().state == "agreed"
    own = a_goal(lead)
    browser.post("/strategy/kpis/example/", {"starts_on": "2027-01-01", "goal": own.pk})
    assert own.kpi_trees.get().nodes.count() == 9
    assert Goal.objects.of(lead.brand).count() == 2


def test_a_tree_of_another_brand_does_not_exist(desk):
    stranger = signed_in(a_member(a_brand()))
    foreign = a_goal(a_member(a_brand()), **DAYS)
    assert stranger.get(f"/strategy/kpis/{desk.tree.pk}/").status_code == 404
    assert stranger.get(f"/strategy/kpis/{desk.tree.pk}.csv").status_code == 404
    given = {"title_en": "x", "goal": foreign.pk, "grain": "quarter", **DAYS}
    answer = desk.browser.post("/strategy/kpis/new/", given | {"owner": desk.member.pk})
    assert answer.status_code == 422


def test_pages_take_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    for title in ("More", "Still more"):
        desk.part(title, desk.others)
    with django_assert_max_num_queries(22):
        desk.page()
    with django_assert_max_num_queries(16):
        desk.browser.get("/strategy/kpis/")
    manager = signed_in(desk.team["cm"])
    with django_assert_max_num_queries(14):
        manager.get("/strategy/my-part/")


class Node:
    def __init__(self, pk, parent_id):
        self.pk, self.parent_id = pk, parent_id

    def __str__(self):
        return self.pk


@given(st.lists(st.integers(0, 5), max_size=7), st.data())
def test_a_sum_that_nobody_typed_is_the_sum_of_the_leaves(parents, data):
    nodes = [Node("0", None)]
    for number, parent in enumerate(parents, start=1):
        nodes.append(Node(str(number), str(min(parent, number - 1))))
    inner = {node.parent_id for node in nodes}
    leaves = [node.pk for node in nodes if node.pk not in inner]
    amounts = {leaf: Decimal(data.draw(st.integers(0, 1000))) for leaf in leaves}
    typed = {(leaf, "orders"): amount for leaf, amount in amounts.items()}
    cells = tied(nodes, typed, ["orders"])
    assert cells["0"]["orders"].value == sum(amounts.values())
    # Typed on top, it ties with exactly this sum and with no other.
    for difference in (0, 1, -1):
        promised = sum(amounts.values()) + difference
        top = tied(nodes, typed | {("0", "orders"): promised}, ["orders"])["0"]["orders"]
        assert top.ties == (not difference or leaves == ["0"])


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 700),
    st.sampled_from(["month", "quarter", "whole"]),
)
def test_periods_follow_each_other_without_gaps(start, days, grain):
    end = date.fromordinal(start.toordinal() + days)
    found = spans(start, end, grain)
    assert (found[0].starts_on, found[-1].ends_on) == (start, end)
    for before, after in itertools.pairwise(found):
        assert after.starts_on.toordinal() == before.ends_on.toordinal() + 1
        assert after.starts_on.day == 1
