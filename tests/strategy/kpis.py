"""The KPI tree of domain.md §6.10, entered as people enter it."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO

from drumbeat.strategy.models import KpiNode, KpiTree
from tests.strategy.factory import a_goal
from tests.world import a_brand, a_member, signed_in

DAYS = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 3, 31)}
MEASURES = ("sessions", "orders", "revenue", "spend")
# The table of §6.10 with its owners, and the ratios that it says.
TABLE = [
    ("Paid search", 100_000, 3_000, 270, "cm", "3%", "¥90"),
    ("Paid social", 200_000, 3_000, 300, "cm", "1.5%", "¥100"),
    ("KOL", 120_000, 3_000, 210, "pr", "2.5%", "¥70"),
    ("Email/CRM", 30_000, 1_200, 10, "cm", "4%", "¥8.33"),
    ("Content/SEO", 100_000, 1_500, 40, "cl", "1.5%", "¥26.67"),
    ("PR/event", 50_000, 300, 70, "ev", "0.6%", "¥233.33"),
]


class Desk:
    """Whoever writes the tree, page by page."""

    def __init__(self, member, goal, **fields):
        self.member, self.browser = member, signed_in(member)
        given = {"title_en": "First quarter", "goal": goal.pk, "grain": "quarter"} | DAYS
        given |= {"contribution_margin": "0.45", "owner": member.pk} | fields
        answer = self.browser.post("/strategy/kpis/new/", given)
        assert answer.status_code == 302, answer.content.decode()
        self.tree = KpiTree.objects.latest("created_at")
        self.top = self.tree.nodes.get()

    def part(self, title, parent, owner=None, **fields):
        given = {
            "title_en": title,
            "parent": parent.pk,
            "level": "module",
            "owner": (owner or self.member).pk,
            "position": self.tree.nodes.count(),
            "measured_by": "parts",
        }
        answer = self.browser.post(f"/strategy/kpis/{self.tree.pk}/parts/new/", given | fields)
        assert answer.status_code == 302, answer.content.decode()
        return KpiNode.objects.get(tree=self.tree, title_en=title)

    def page(self, period="2027-01-01"):
        return unescape(
            self.browser.get(f"/strategy/kpis/{self.tree.pk}/?period={period}").content.decode()
        )

    def write(self, figures, period="2027-01-01", browser=None, version=None):
        """figures: {node: {measure: what is typed}}; all other cells as they are on the page."""
        browser = browser or self.browser
        found = re.findall(r'name="(kpn_\w+-\w+)" value="([^"]*)"', self.page(period))
        given = dict(found) | {
            f"{node.pk}-{measure}": typed
            for node, cells in figures.items()
            for measure, typed in cells.items()
        }
        stored = KpiTree.objects.get(pk=self.tree.pk).row_version
        given |= {"period": period, "row_version": version or stored}
        return browser.post(f"/strategy/kpis/{self.tree.pk}/targets/", given)

    def rows(self):
        answer = self.browser.get(f"/strategy/kpis/{self.tree.pk}.csv")
        return {
            row["Part"]: row for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
        }

    def shown(self, node, ratio, page=None):
        found = re.search(rf'id="ratio-{node.pk}-{ratio}"[^>]*>([^<]*)<', page or self.page())
        return found[1]

    def agree(self):
        return self.browser.post(f"/strategy/kpis/{self.tree.pk}/agreement/", follow=True)


def a_filled_desk():
    """§6.10, entered through the pages: company, marketing, other sources, six channels."""
    lead = a_member(a_brand(), "lead", name="Lead Li")
    team = {role: a_member(lead.brand, role) for role in ("cm", "pr", "cl", "ev")}
    desk = Desk(lead, a_goal(lead, **DAYS))
    desk.team = team
    desk.marketing = desk.part("Marketing", desk.top)
    desk.others = desk.part("Other sources", desk.top)
    desk.channels = {
        title: desk.part(title, desk.marketing, team[owner])
        for title, _sessions, _orders, _spend, owner, _cvr, _cpa in TABLE
    }
    figures = {
        desk.top: {"orders": "20,000", "revenue": "¥6m"},
        desk.marketing: {"orders": "1.2万", "revenue": "3,600,000"},
        desk.others: {"orders": "8000", "revenue": "240万", "spend": "0"},
    }
    for title, sessions, orders, spend, *_rest in TABLE:
        cells = {"sessions": sessions, "orders": orders, "spend": f"{spend}k"}
        figures[desk.channels[title]] = cells
    assert desk.write(figures).status_code == 302
    return desk
