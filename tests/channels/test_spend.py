"""Spend files: read, shown, balanced, committed all or nothing, and repeatable."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from drumbeat.channels.models import MappingRule, SpendFact, SpendImport
from drumbeat.channels.spend.actions import accept_difference, commit, import_spend_file, read_in
from drumbeat.channels.spend.mapping import codes_in, confirm, withdraw
from drumbeat.channels.spend.queries import spent_by_line, unmapped
from drumbeat.formats.spend import SpendRow, write_spend
from drumbeat.people.errors import NotAllowed, Refused
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.plans.exchange import Exchange
from tests.channels.factory import a_booked_placement, a_team
from tests.formats import fixtures
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def spend_row(day, campaign, minor, **fields):
    values = {"currency": "CNY", "impressions": 1000, "clicks": 40} | fields
    return SpendRow(date=date(2026, 11, day), campaign=campaign, spend_minor=minor, **values)


def an_export(*rows, layout="google_ads", currency="CNY", **fields):
    return write_spend(layout, rows, currency=currency, **{"account": "Rock Mist"} | fields)


def imported(team, *rows, **fields):
    spend_import = read_in(an_export(*rows, **fields), "report.csv", by=team["an"])
    commit(spend_import, by=team["an"])
    return spend_import


def current():
    return SpendFact.objects.filter(is_current=True)


def spent():
    """Minor units by placement id, None for what nobody mapped."""
    sums = {}
    for fact in current():
        sums[fact.placement_id] = sums.get(fact.placement_id, 0) + fact.spend_minor
    return sums


def total():
    return sum(fact.spend_minor for fact in current())


@pytest.mark.parametrize(
    ("file", "currency", "platform", "spend"),
    [
        (fixtures.google_ads(), "USD", "google_ads", 133_500),
        (fixtures.meta_ads(), "CNY", "meta_ads", 30_075),
        (fixtures.baidu(), "CNY", "baidu", 2_434_560),
    ],
)
def test_the_three_layouts_go_in_through_the_upload_page(file, currency, platform, spend, db):
    analyst = a_member(a_brand(currency=currency), "an")
    browser = signed_in(analyst)
    answer = browser.post("/channels/spend/new/", {"file": SimpleUploadedFile("r.csv", file)})
    assert answer.status_code == 302
    spend_import = SpendImport.objects.get()
    assert (spend_import.platform, spend_import.spend_minor) == (platform, spend)
    page = browser.get(answer["Location"]).content.decode()
    assert "What committing changes" in page
    assert not SpendFact.objects.exists()
    browser.post(f"/channels/spend/{spend_import.pk}/commit/")
    assert total() == spend
    assert unmapped(analyst.brand).spend_minor == spend


def test_i_09_the_same_file_twice_changes_nothing(team):
    rows = spend_row(1, "Brand", 100_00), spend_row(2, "Brand", 120_00)
    imported(team, *rows)
    again = read_in(an_export(*rows), "report.csv", by=team["an"])
    assert again.difference == {"new": 0, "changed": 0, "removed": 0, "same": 2, "spend_minor": 0}
    assert (
        "Nothing changes"
        in signed_in(team["an"]).get(f"/channels/spend/{again.pk}/").content.decode()
    )
    assert commit(again, by=team["an"]).changes_nothing
    assert SpendFact.objects.count() == 2


def test_i_09_a_later_file_replaces_what_it_speaks_of_and_keeps_the_old_rows(team):
    first = imported(
        team,
        spend_row(1, "Brand", 100_00),
        spend_row(2, "Brand", 120_00),
        spend_row(2, "Other", 50_00),
    )
    later = read_in(
        an_export(spend_row(2, "Brand", 125_00), spend_row(3, "Brand", 10_00)),
        "later.csv",
        by=team["an"],
    )
    assert later.difference == {
        "new": 1,
        "changed": 1,
        "removed": 0,
        "same": 0,
        "spend_minor": 15_00,
    }
    commit(later, by=team["an"])
    assert total() == (100 + 125 + 10 + 50) * 100
    old = SpendFact.objects.get(is_current=False)
    assert (old.spend_minor, old.source, old.replaced_by) == (120_00, first, later)


def test_i_09_an_ad_level_file_replaces_the_campaign_level_one(team):
    imported(team, spend_row(1, "Brand", 100_00))
    imported(
        team,
        spend_row(1, "Brand", 60_00, campaign_id="7", adgroup="A"),
        spend_row(1, "Brand", 40_00, campaign_id="7", adgroup="B"),
    )
    assert total() == 100_00
    assert SpendImport.objects.get(state="superseded").facts.get().is_current is False


def test_i_09_rows_split_by_device_add_up_to_one_fact(team):
    file = fixtures.delimited(
        [
            ["Day", "Campaign", "Device", "Currency code", "Impr.", "Clicks", "Cost"],
            ["2026-11-01", "Brand", "Mobile", "CNY", "10", "1", "1.50"],
            ["2026-11-01", "Brand", "Desktop", "CNY", "30", "2", "2.00"],
        ]
    ).encode()
    commit(read_in(file, "r.csv", by=team["an"]), by=team["an"])
    fact = current().get()
    assert (fact.spend_minor, fact.impressions, fact.clicks) == (350, 40, 3)
    assert len(fact.raw["rows"]) == 2


def test_i_09_a_renamed_campaign_is_the_same_by_its_id(team):
    imported(team, spend_row(1, "Brand", 100_00, campaign_id="7"))
    imported(team, spend_row(1, "Brand, new name", 100_00, campaign_id="7"))
    assert current().get().label == "Brand, new name"


def unbalanced_file():
    return fixtures.meta_ads(
        summary=[
            *fixtures._NAMELESS,
            "80",
            "",
            "1700",
            "2000",
            "310.75",
            "80",
            "110",
            "6",
            "1194.00",
        ]
    )


def test_i_11_a_file_that_contradicts_its_totals_is_refused_with_the_difference(team):
    spend_import = read_in(unbalanced_file(), "meta.csv", by=team["an"])
    with pytest.raises(Refused, match=r"¥310\.75.*¥300\.75.*¥10\.00"):
        commit(spend_import, by=team["an"])
    assert not SpendFact.objects.exists()
    page = signed_in(team["an"]).get(f"/channels/spend/{spend_import.pk}/").content.decode()
    assert "¥10.00" in page
    assert "Accept the difference" in page


def test_i_11_the_difference_can_be_accepted_with_a_reason(team):
    spend_import = read_in(unbalanced_file(), "meta.csv", by=team["an"])
    with pytest.raises(Refused, match="Say why"):
        accept_difference(spend_import, by=team["an"], reason=" ")
    accept_difference(spend_import, by=team["an"], reason="a deleted ad is in the summary only")
    commit(spend_import, by=team["an"])
    assert total() == 300_75
    assert AuditEvent.objects.filter(verb="accepted the difference").get().reason


def test_i_11_the_totals_row_is_never_a_fact(team):
    commit(read_in(fixtures.baidu(), "b.csv", by=team["an"]), by=team["an"])
    assert not current().filter(label__contains="合计").exists()
    assert total() == 2_434_560


def test_a_file_in_another_currency_is_shown_and_refused_with_the_reason(team):
    spend_import = read_in(fixtures.google_ads(), "g.csv", by=team["an"])
    with pytest.raises(Refused, match=r"in USD and the brand's books are in CNY"):
        commit(spend_import, by=team["an"])


def test_rows_that_cannot_be_read_are_named_and_nothing_goes_in(team):
    rows = [
        fixtures.meta_row("2026-11-01", "A", "12.5x"),
        fixtures.meta_row("2026-11-02", "A", "1"),
    ]
    spend_import = read_in(fixtures.meta_ads(rows, summary=None), "m.csv", by=team["an"])
    with pytest.raises(Refused, match="1 row cannot be read"):
        commit(spend_import, by=team["an"])
    page = signed_in(team["an"]).get(f"/channels/spend/{spend_import.pk}/").content.decode()
    assert "“12.5x” is not an amount." in page


def test_an_unknown_layout_is_refused_naming_the_nearest_and_keeps_the_choice(team):
    odd = "日期,推广计划,展现,点击\n2026-11-01,品牌词,1,1\n".encode()
    answer = signed_in(team["an"]).post(
        "/channels/spend/new/", {"file": SimpleUploadedFile("odd.csv", odd), "currency": "CNY"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "百度" in page or "Baidu" in page
    assert '<option value="CNY" selected' in page
    assert not SpendImport.objects.exists()


def test_a_tracking_code_in_a_name_finds_its_placement(team):
    placement = a_booked_placement(team)
    code = placement.link.code
    imported(
        team,
        spend_row(1, "Brand", 100_00, ad=f"KV red [{code}]"),
        spend_row(1, "Brand", 7_00, ad="KV blue"),
    )
    assert spent() == {placement.pk: 100_00, None: 7_00}
    assert codes_in(f"a › b-{code.lower()}") == [code]
    assert codes_in(f"x{code}") == []


def test_a_confirmed_rule_reattributes_the_past_and_guides_the_future(team):
    placement, other = a_booked_placement(team), a_booked_placement(team)
    imported(team, spend_row(1, "Autumn", 100_00))
    named = {
        "platform": "google_ads",
        "account": "Rock Mist",
        "entity": "Autumn",
        "label": "Autumn",
    }
    confirm(placement.brand, by=team["an"], **named, placement=placement)
    assert spent() == {placement.pk: 100_00}
    imported(team, spend_row(2, "Autumn", 50_00))
    assert spent() == {placement.pk: 150_00}
    confirm(placement.brand, by=team["an"], **named, placement=other)
    assert spent() == {other.pk: 150_00}
    withdraw(MappingRule.objects.get(), by=team["an"])
    assert unmapped(placement.brand).spend_minor == 150_00
    assert AuditEvent.objects.filter(verb="mapped").count() == 2


def test_a_rule_beats_the_code_in_the_name(team):
    coded, meant = a_booked_placement(team), a_booked_placement(team)
    label = f"Autumn {coded.link.code}"
    imported(team, spend_row(1, label, 100_00))
    confirm(
        coded.brand,
        by=team["an"],
        platform="google_ads",
        account="Rock Mist",
        entity=label,
        label=label,
        placement=meant,
    )
    assert spent() == {meant.pk: 100_00}


def test_a_like_name_is_only_a_suggestion_until_somebody_confirms_it(team):
    placement = a_booked_placement(team, title_en="Autumn brand search")
    spend_import = imported(team, spend_row(1, "autumn_brand-search", 100_00))
    assert unmapped(placement.brand).spend_minor == 100_00
    browser = signed_in(team["an"])
    assert (
        "Names that look alike"
        in browser.get(f"/channels/spend/{spend_import.pk}/").content.decode()
    )
    browser.post(
        f"/channels/spend/{spend_import.pk}/mapping/", {"entity": "0", "placement-0": placement.pk}
    )
    assert unmapped(placement.brand).spend_minor == 0


def test_the_spend_of_each_placement_line_and_of_nobody_adds_up_to_the_file(team):
    first, second = a_booked_placement(team), a_booked_placement(team)
    imported(
        team,
        spend_row(1, f"A {first.link.code}", 100_01),
        spend_row(2, "B", 7),
        spend_row(2, f"C {second.link.code}", 50_00),
    )
    assert spent() == {first.pk: 100_01, second.pk: 50_00, None: 7}
    plan = first.campaign.plan
    yuan = Exchange(plan.brand, ["CNY"], date(2026, 11, 30))
    by_line = spent_by_line(plan, plan.lines.all(), yuan)
    assert {line: minor for line, minor in by_line.items() if minor} == {
        first.budget_line_id: 100_01
    }
    of_nobody = [
        unmapped(first.brand, period=(date(2026, 11, day), date(2026, 11, 30))).spend_minor
        for day in (2, 3)
    ]
    assert of_nobody == [7, 0]


def test_a_file_on_disk_goes_in_from_the_command_line(team, tmp_path):
    path = tmp_path / "report.csv"
    path.write_bytes(an_export(spend_row(1, "Brand", 100_00)))
    spend_import = import_spend_file(team["an"].brand, team["an"], path)
    assert (spend_import.state, total()) == ("committed", 100_00)


def test_who_may_not_import_spend_cannot(team):
    with pytest.raises(NotAllowed):
        read_in(an_export(spend_row(1, "Brand", 1)), "r.csv", by=team["cw"])
    with pytest.raises(NotAllowed):
        read_in(an_export(spend_row(1, "Brand", 1)), "r.csv", by=team["lead"])


def test_the_same_account_in_two_brands_does_not_meet(team):
    other = a_team(a_member(a_brand(), "lead"))
    imported(team, spend_row(1, "Brand", 100_00))
    imported(other, spend_row(1, "Brand", 70_00))
    assert unmapped(team["an"].brand).spend_minor == 100_00
    assert unmapped(other["an"].brand).spend_minor == 70_00


def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(team):
    with translation.override("zh-hans"), pytest.raises(Refused, match="是空文件"):
        read_in(b"", "空.csv", by=team["an"])
