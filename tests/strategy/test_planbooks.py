"""A plan as a workbook: it loses nothing on the way out and back, and what comes back is checked."""

import io
from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from drumbeat.people.errors import Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.forecasts.queries import expected_by_month
from drumbeat.strategy.models import BudgetLine, Plan, PlanApproval, PlanUpload
from drumbeat.strategy.planbooks.actions import look, read_in, take_in
from drumbeat.strategy.planbooks.contents import contents_of, plan_workbook
from drumbeat.strategy.planbooks.reading import difference
from drumbeat.strategy.plans.actions import submit
from drumbeat.strategy.plans.baseline import fingerprint
from tests.strategy.factory import (
    a_goal,
    a_key_result,
    a_line,
    a_plan,
    a_rate,
    an_approved_plan,
)
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

LINES, MONTHS, GOALS = "Budget lines", "Forecast by month", "Goals"
OCT, NOV = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def draft(lead):
    return a_plan(lead)


@pytest.fixture
def in_force(lead):
    goal = a_goal(lead, starts_on=OCT, ends_on=date(2026, 11, 30))
    a_key_result(goal)
    return an_approved_plan(lead, goal=goal)


def rewritten(plan, *edits) -> bytes:
    """The download with cells changed. Each edit: (sheet, row, header, value), or a function."""
    book = load_workbook(io.BytesIO(plan_workbook(plan)))
    for edit in edits:
        if callable(edit):
            edit(book)
            continue
        name, row, header, value = edit
        headers = [cell.value for cell in book[name][1]]
        book[name].cell(row, headers.index(header) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(plan, data, by):
    plan = Plan.objects.get(pk=plan.pk)
    return difference(data, "plan.xlsx", contents_of(plan), by=by)


def taken(plan, data, by, reason=""):
    upload = read_in(plan, data, "plan.xlsx", by=by)
    return take_in(upload, by=by, version=look(upload, by=by)[0].version, reason=reason)


def in_short(found):
    return [(one.kind, one.sheet, one.row, one.column, one.before, one.after) for one in found.told]


class TestADraft:
    def test_changed_cells_change_their_lines(self, draft, lead):
        data = rewritten(
            draft,
            (LINES, 2, "Planned", 123456.78),
            (LINES, 3, "Name (Chinese)", "达人合作"),
            (LINES, 3, "Cost type", "KOL"),
            (LINES, 3, "Starts", date(2026, 12, 1)),
            (LINES, 3, "Ends", "2026-12-31"),
        )
        assert ("changed", LINES, 2, "Planned", "¥600,000.00", "¥123,456.78") in in_short(
            told(draft, data, lead)
        )
        taken(draft, data, lead)
        first, second = draft.lines.all()
        assert first.planned_minor == 123_456_78
        assert (second.title_zh, second.category) == ("达人合作", "kol")
        assert (second.starts_on, second.ends_on) == (date(2026, 12, 1), date(2026, 12, 31))

    def test_rows_without_an_id_are_new_and_missing_rows_go(self, draft, lead):
        def edit(book):
            sheet = book[LINES]
            sheet.delete_rows(3)
            sheet.append(
                [None, "Trade fair", "展会", "媒介", "event_offline", "", None, None, 5000]
            )

        data = rewritten(draft, edit)
        assert [one.kind for one in told(draft, data, lead).told] == ["added", "removed"]
        taken(draft, data, lead)
        assert [str(line) for line in draft.lines.all()] == ["Line 1", "Trade fair"]
        assert draft.lines.get(title_zh="展会").planned_minor == 5000_00

    def test_the_same_file_again_changes_nothing(self, draft, lead):
        def edit(book):
            book[LINES].append([None, "Trade fair", None, "Event", None, None, None, None, 5000])

        data = rewritten(draft, edit, (LINES, 2, "Note", "=1+1"))
        taken(draft, data, lead)
        assert draft.lines.count() == 3
        assert told(draft, data, lead).is_empty
        with pytest.raises(Refused, match="nothing to take in"):
            taken(draft, data, lead)

    @pytest.mark.parametrize(
        ("header", "value", "said"),
        [
            ("Planned", "plenty", "is not an amount"),
            ("Planned", 1.005, "finer than"),
            ("Planned", -5, "negative"),
            ("Planned", None, "0 is an amount too"),
            ("Ends", date(2026, 1, 1), "Give both days"),
            ("Starts", "soon", "is not a day"),
            ("Cost type", "Bribes", "not known here"),
            ("Owner", "Nobody Known", "not known here"),
            ("Owner", None, "whose line"),
            ("Line id", "bud_nowhere", "Empty the cell"),
            ("Name (English)", None, "Give it a name"),
        ],
    )
    def test_a_wrong_cell_is_refused_at_its_place_and_nothing_is_taken(
        self, draft, lead, header, value, said
    ):
        data = rewritten(draft, (LINES, 2, header, value), (LINES, 3, "Planned", 1))
        refused = told(draft, data, lead).refused[0]
        assert (refused.sheet, refused.row) == (LINES, 2)
        assert said in refused.why
        with pytest.raises(Refused):
            taken(draft, data, lead)
        assert draft.lines.last().planned_minor == 300_000_00

    def test_it_may_come_back_in_the_other_language(self, draft, lead):
        with translation.override("zh-hans"):
            data = plan_workbook(draft)
        assert told(draft, data, lead).is_empty

    def test_people_take_in_changes_of_their_own_lines_only(self, draft, brand):
        manager = a_member(brand, "cm")
        data = rewritten(draft, (LINES, 2, "Planned", 1))
        assert "your own lines" in told(draft, data, manager).refused[0].why

    def test_another_plans_workbook_is_refused(self, draft, lead):
        with pytest.raises(Refused, match="another plan"):
            read_in(draft, plan_workbook(a_plan(lead)), "plan.xlsx", by=lead)

    @pytest.mark.parametrize("data", [b"name,planned\nx,1\n", b"PK\x03\x04 broken", b""])
    def test_what_is_no_workbook_of_a_plan_is_refused(self, draft, lead, data):
        with pytest.raises(Refused):
            read_in(draft, data, "plan.xlsx", by=lead)

    def test_the_plan_that_changed_meanwhile_is_looked_at_again(self, draft, lead):
        upload = read_in(draft, rewritten(draft, (LINES, 2, "Planned", 1)), "p.xlsx", by=lead)
        version = look(upload, by=lead)[0].version
        BudgetLine.objects.update(row_version=9)
        with pytest.raises(WrongState, match="once more"):
            take_in(upload, by=lead, version=version)
        assert look(upload, by=lead)[1].is_stale

    def test_the_record_says_who_took_in_what(self, draft, lead):
        upload = taken(draft, rewritten(draft, (LINES, 2, "Planned", 1)), lead)
        assert (upload.taken_by, len(upload.told)) == (lead, 1)
        verbs = set(AuditEvent.objects.values_list("kind", "verb"))
        assert {("planupload", "took in"), ("budgetline", "edited")} <= verbs


class TestAPlanInForce:
    def test_only_the_forecast_changes_and_the_baseline_stays(self, in_force, lead):
        frozen = PlanApproval.objects.get().baseline
        data = rewritten(in_force, (MONTHS, 2, "Forecast", 1234.56))
        taken(in_force, data, lead, reason="KOL fell away")
        line = in_force.lines.first()
        said = expected_by_month([line], in_force.goal)[line.pk]
        assert said[OCT] == 1_234_56
        assert said[NOV] > 0
        assert line.planned_minor == 600_000_00
        assert fingerprint(PlanApproval.objects.get().baseline) == fingerprint(frozen)
        assert told(in_force, data, lead).is_empty

    @pytest.mark.parametrize(
        ("sheet", "header", "value", "said"),
        [
            (LINES, "Planned", 5, "baseline frozen"),
            (LINES, "Name (English)", "Renamed", "baseline frozen"),
            (MONTHS, "Baseline", 5, "frozen"),
            (GOALS, "Target", 5, "page of the goal"),
            ("Plan", "Value", "pln_x", "another plan"),
        ],
    )
    def test_everything_else_is_refused_with_its_reason(
        self, in_force, lead, sheet, header, value, said
    ):
        data = rewritten(in_force, (sheet, 2, header, value))
        if sheet == "Plan":
            with pytest.raises(Refused, match=said):
                told(in_force, data, lead)
            return
        refused = told(in_force, data, lead).refused[0]
        assert (refused.sheet, refused.row, refused.column) == (sheet, 2, header)
        assert said in refused.why

    def test_a_reforecast_by_file_needs_its_reason(self, in_force, lead):
        upload = read_in(
            in_force, rewritten(in_force, (MONTHS, 2, "Forecast", 1)), "p.xlsx", by=lead
        )
        path = f"/strategy/plan-uploads/{upload.pk}/taking/"
        version = look(upload, by=lead)[0].version
        assert signed_in(lead).post(path, {"version": version}).status_code == 422
        assert PlanUpload.objects.get().taken_at is None

    def test_a_plan_in_review_takes_nothing(self, draft, lead):
        data = rewritten(draft, (LINES, 2, "Planned", 1))
        submit(draft, by=lead)
        assert "neither a draft nor in force" in told(draft, data, lead).refused[0].why


class TestThePages:
    def test_out_changed_looked_at_and_taken_in(self, draft, lead):
        browser = signed_in(lead)
        got = browser.get(f"/strategy/plans/{draft.pk}/workbook.xlsx")
        assert "spreadsheetml" in got["Content-Type"]
        file = io.BytesIO(rewritten(draft, (LINES, 2, "Planned", 4321)))
        file.name = "mine.xlsx"
        answered = browser.post(f"/strategy/plans/{draft.pk}/uploads/new/", {"file": file})
        page = browser.get(answered.url).content.decode()
        assert "¥4,321.00" in page
        upload = PlanUpload.objects.get()
        version = look(upload, by=lead)[0].version
        browser.post(f"/strategy/plan-uploads/{upload.pk}/taking/", {"version": version})
        assert draft.lines.first().planned_minor == 4_321_00
        assert "Taken in" in browser.get(answered.url).content.decode()

    def test_another_brands_plan_and_upload_do_not_exist(self, draft, lead):
        upload = read_in(draft, plan_workbook(draft), "p.xlsx", by=lead)
        stranger = signed_in(a_member(a_brand()))
        for path in (
            f"plans/{draft.pk}/workbook.xlsx",
            f"plans/{draft.pk}/uploads/new/",
            f"plan-uploads/{upload.pk}/",
        ):
            assert stranger.get(f"/strategy/{path}").status_code == 404


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00") | st.sampled_from("=+-@'一二达人 \n\t"),
    max_size=40,
)
NAMES = st.one_of(
    st.sampled_from(["=1+1", "@SUM(A1)", "-5", "+86", "2026", "0012", "_x0041_", "“引号”", "1.50"]),
    TEXT,
)
MONEY = st.integers(0, 10**13)
DAYS = st.none() | st.tuples(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2030, 1, 1), date(2035, 1, 1))
)
ROWS = st.lists(
    st.tuples(NAMES, NAMES, NAMES, NAMES, NAMES, MONEY, st.none() | MONEY, DAYS, st.booleans()),
    max_size=6,
)


@pytest.mark.hypothesis
@settings(suppress_health_check=list(HealthCheck))
@given(ROWS, st.sampled_from(["en", "zh-hans"]))
def test_a_round_trip_loses_nothing(lead, rows, language):
    plan = Plan.objects.filter(brand=lead.brand).first() or a_plan(lead)
    plan.lines.all().delete()
    for english, chinese, channel, phase, note, planned, forecast, days, is_reserve in rows:
        starts, ends = days or (None, None)
        a_line(
            plan,
            planned,
            english or "x",
            title_zh=chinese,
            channel_kind=channel[:20],
            phase=phase,
            note=note,
            forecast_minor=forecast,
            starts_on=starts,
            ends_on=ends,
            is_reserve=is_reserve,
        )
    before = list(plan.lines.values())
    with translation.override(language):
        data = plan_workbook(plan)
    found = told(plan, data, lead)
    assert found.told == []
    book = load_workbook(io.BytesIO(data))
    assert not [cell for row in book[book.sheetnames[2]] for cell in row if cell.data_type == "f"]

    if "_x" in repr(rows):
        return  # openpyxl does not escape what looks like its escapes; Excel does
    saved = io.BytesIO()
    book.save(saved)
    assert told(plan, saved.getvalue(), lead).told == []
    assert list(plan.lines.values()) == before


class TestOtherCurrencies:
    HEADERS = ("Planned", "Currency", "Rate of", "Rate", "Planned in the plan’s currency")

    def test_come_out_and_back_as_they_are(self, lead):
        a_rate(lead, "JPY", "0.0493")
        plan = a_plan(lead, lines=(1000_00, ("JPY", 50_000)))
        book = load_workbook(io.BytesIO(plan_workbook(plan)))[LINES]
        headers = [cell.value for cell in book[1]]
        row = [book.cell(3, headers.index(name) + 1).value for name in self.HEADERS]
        assert [row[0], row[1], row[2].date(), row[3], row[4]] == [
            50000,
            "JPY",
            TODAY,
            "0.0493",
            2465,
        ]
        assert told(plan, rewritten(plan), lead).is_empty

    def test_a_line_changes_its_currency_and_counts_by_the_rate_of_its_day(self, draft, lead):
        a_rate(lead)
        data = rewritten(
            draft,
            (LINES, 2, "Planned", 100.5),
            (LINES, 2, "Currency", "usd"),
            (LINES, 2, "Rate of", TODAY),
        )
        said = in_short(told(draft, data, lead))
        assert ("changed", LINES, 2, "Planned", "¥600,000.00", "$100.50") in said
        assert ("changed", LINES, 2, "Currency", "CNY", "USD") in said
        taken(draft, data, lead)
        line = draft.lines.first()
        assert (line.currency, line.own_minor, line.planned_minor) == ("USD", 100_50, 713_55)
        assert told(draft, data, lead).is_empty

    @pytest.mark.parametrize(
        ("header", "value", "said"),
        [
            ("Currency", "EUR", "No rate from EUR to CNY"),
            ("Currency", "XYZ", "not known here"),
            ("Rate of", TODAY, "another currency than the plan"),
        ],
    )
    def test_what_cannot_be_counted_is_refused_at_its_cell(self, draft, lead, header, value, said):
        found = told(draft, rewritten(draft, (LINES, 2, header, value)), lead)
        assert [said in one.why for one in found.refused] == [True]
        assert found.refused[0].column in (header, "Rate of")
