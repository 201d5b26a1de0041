"""Bad files: each is handled with a remark or refused with the row and what to do."""

import io
import zipfile

import pytest

from drumbeat.formats.container import unwrap
from drumbeat.formats.problems import CurrencyUnknown, FileRefused, UnknownLayout
from drumbeat.formats.spend import read_spend

from . import fixtures as files


def codes(found):
    return [(p.row, p.code) for p in found]


def refusal(data, name="x.csv", **settled):
    with pytest.raises(FileRefused) as caught:
        read_spend(data, name, **settled)
    assert caught.value.message
    return caught.value


def test_i_11_totals_that_do_not_match_are_reported_with_the_difference():
    short = [*files.BAIDU_TOTAL[:6], "￥30,000.00", "2.60%"]
    got = read_spend(files.baidu(total=short), "x.csv")
    assert not got.totals.within_tolerance
    assert (got.totals.declared_minor, got.totals.summed_minor) == (3000000, 2434560)
    assert got.totals.difference_minor == 565440
    assert len(got.rows) == 3, "the totals row is never data"


def test_i_11_half_a_percent_is_the_line():
    def with_total(cost):
        return read_spend(
            files.google_ads(totals=[files.google_total("Total: Account", cost=cost)]), "x"
        )

    assert with_total("1,341.70").totals.within_tolerance
    assert not with_total("1,341.80").totals.within_tolerance


def test_totals_that_match_in_money_but_not_in_clicks_do_not_match():
    got = read_spend(
        files.google_ads(totals=[files.google_total("Total: Account", clicks="500")]), "x"
    )
    assert not got.totals.within_tolerance
    assert got.totals.difference_minor == 0


def test_totals_without_the_word_and_totals_with_the_period_beside_it():
    for dated, named in (
        ("-", "-"),
        ("2026-11-01~2026-11-30", "-"),
        ("2026-11-01~2026-11-30", "合计"),
    ):
        total = [dated, "-", named, *files.BAIDU_TOTAL[3:]]
        got = read_spend(files.baidu(total=total), "x.csv")
        assert (len(got.rows), got.problems) == (3, [])
        assert got.totals.within_tolerance


def test_a_page_subtotal_is_dropped_and_not_taken_for_the_total():
    rows = [files.BAIDU_ROWS[0], ["小计", "-", "-", "-", "12,000", "321", "￥12,345.60", ""]]
    got = read_spend(files.baidu([*rows, *files.BAIDU_ROWS[1:]]), "x.csv")
    assert len(got.rows) == 3
    assert got.totals.label == "合计"
    assert got.totals.within_tolerance


def test_a_file_with_both_decimal_marks_is_refused_at_the_odd_row():
    odd = [*files.BAIDU_ROWS[1][:6], "12,50", "1%"]
    got = read_spend(files.baidu([files.BAIDU_ROWS[0], odd], None), "x.csv")
    assert codes(got.problems) == [(11, "not_an_amount")]


def test_two_tables_in_one_file_are_refused_with_the_row():
    second = [[], ["Day", "Campaign", "Clicks", "Cost"], ["2026-11-01", "A", "1", "2"]]
    caught = refusal(files.google_ads(totals=second))
    assert (caught.code, caught.params["row"]) == ("second_table", 8)


def test_a_header_repeated_mid_file_is_skipped_with_a_remark():
    rows = [files.BAIDU_ROWS[0], files.BAIDU_HEADER, *files.BAIDU_ROWS[1:]]
    got = read_spend(files.baidu(rows), "x.csv")
    assert len(got.rows) == 3
    assert (11, "header_repeated") in codes(got.warnings)
    assert got.totals.within_tolerance


def test_ranges_among_daily_rows_are_refused_row_by_row():
    rows = [
        files.meta_row("2026-11-01", "A", "1.00"),
        files.meta_row("2026-11-01", "A", "7.00", ends="2026-11-07"),
    ]
    got = read_spend(files.meta_ads(rows, summary=None), "x.csv")
    assert codes(got.problems) == [(3, "range_among_daily")]
    assert got.problems[0].column == "Reporting starts"
    assert "2026-11-07" in got.problems[0].message


def test_a_file_of_weeks_is_refused_because_spend_is_booked_by_day():
    rows = [["2026-11-02~2026-11-08", *files.BAIDU_ROWS[0][1:]]]
    got = read_spend(files.baidu(rows, total=None), "x.csv")
    assert codes(got.problems) == [(10, "range_row")]
    assert "by day" in got.problems[0].hint


def test_a_report_without_days_counts_when_it_covers_one_day():
    header = [h for h in files.BAIDU_HEADER if h != "日期"]
    rows = [files.BAIDU_ROWS[0][1:]]
    one_day = [["账户：示例账户"], ["时间范围：2026-11-05 至 2026-11-05"]]
    got = read_spend(files.baidu(rows, None, lead=one_day, header=header), "x.csv")
    assert got.rows[0].date.isoformat() == "2026-11-05"
    caught = refusal(files.baidu(rows, None, header=header))
    assert isinstance(caught, UnknownLayout)
    assert (caught.nearest, caught.missing) == ("baidu", ("日期",))


def test_a_row_said_twice_names_the_first_one():
    rows = [*files.BAIDU_ROWS, files.BAIDU_ROWS[0]]
    got = read_spend(files.baidu(rows, total=None), "x.csv")
    assert codes(got.problems) == [(13, "duplicate_row")]
    assert got.problems[0].params == {"first": 10}


def test_one_day_and_ad_with_two_different_amounts_is_a_conflict():
    again = [*files.BAIDU_ROWS[0][:6], "￥1.00", "2.68%"]
    got = read_spend(files.baidu([*files.BAIDU_ROWS, again], total=None), "x.csv")
    assert codes(got.problems) == [(13, "conflicting_row")]


def test_rows_split_by_device_or_by_an_unknown_dimension_are_not_duplicates():
    for extra, values in (("设备", ("计算机", "移动")), ("自定义标签", ("甲", "乙"))):
        rows = [[*files.BAIDU_ROWS[0], value] for value in values]
        got = read_spend(files.baidu(rows, None, header=[*files.BAIDU_HEADER, extra]), "x.csv")
        assert not got.problems
        assert len(got.rows) == 2
    assert got.rows[0].raw["自定义标签"] == "甲"


def test_a_second_currency_in_the_file_is_refused_at_its_row():
    other = list(files.GOOGLE_ROWS[1])
    other[5] = "EUR"
    got = read_spend(files.google_ads([files.GOOGLE_ROWS[0], other], totals=[]), "x.csv")
    assert codes(got.problems) == [(5, "mixed_currency")]
    rows = [[*files.BAIDU_ROWS[0][:6], "$12.00", "1%"]]
    got = read_spend(files.baidu(rows, None), "x.csv")
    assert codes(got.problems) == [(10, "mixed_currency")]


def test_a_currency_is_asked_for_and_never_guessed():
    header = [h for h in files.GOOGLE_HEADER if h != "Currency code"]
    rows = [[*files.GOOGLE_ROWS[0][:5], *files.GOOGLE_ROWS[0][6:9], "$5.00", "1", "1", "1"]]
    data = files.google_ads(rows, totals=[], header=header)
    assert isinstance(refusal(data), CurrencyUnknown)
    assert read_spend(data, "x.csv", currency="USD").rows[0].spend_minor == 500
    assert refusal(files.meta_ads(), currency="USD").code == "currency_conflict"


def test_a_name_that_starts_like_a_formula_stays_text():
    for name in ('=HYPERLINK("http://evil.example","x")', "+1", "@SUM(A1)"):
        row = [*files.BAIDU_ROWS[0]]
        row[2] = name
        got = read_spend(files.baidu([row], None), "x.csv")
        assert got.rows[0].campaign == name
        assert (10, "formula_text") in codes(got.warnings)


def test_an_amount_that_is_none_names_row_column_and_what_to_do():
    rows = [[*files.BAIDU_ROWS[0][:6], "1.2万万", "1%"]]
    got = read_spend(files.baidu(rows, None), "x.csv")
    problem = got.problems[0]
    assert (problem.row, problem.column, problem.code) == (10, "消费", "not_an_amount")
    assert problem.message == "“1.2万万” is not an amount."
    assert "1.2万" in problem.hint
    assert not got.rows


def test_delivery_without_an_amount_is_a_problem_but_no_delivery_is_zero():
    lost = [*files.BAIDU_ROWS[0][:6], "--", "1%"]
    got = read_spend(files.baidu([lost, files.BAIDU_ROWS[2]], None), "x.csv")
    assert codes(got.problems) == [(10, "missing_spend")]
    assert got.rows[0].spend_minor == 0


def test_counts_are_whole_and_not_negative():
    rows = [[*files.BAIDU_ROWS[0][:4], "12.5", "-3", "1", "1%"]]
    got = read_spend(files.baidu(rows, None), "x.csv")
    assert [p.code for p in got.problems] == ["not_whole", "negative_count"]


def test_a_row_cut_off_in_the_middle_is_a_problem():
    got = read_spend(
        files.baidu([*files.BAIDU_ROWS, ["2026-11-04", "示例账户", "品牌词"]], None), "x"
    )
    assert (13, "short_row") in codes(got.problems)


def test_day_and_month_settled_by_the_file_or_refused():
    def dated(*days):
        rows = [[day, *files.BAIDU_ROWS[0][1:]] for day in days]
        return read_spend(files.baidu(rows, None), "x.csv")

    assert [r.date.month for r in dated("02/11/2026", "13/11/2026").rows] == [11, 11]
    assert codes(dated("02/11/2026").problems) == [(10, "ambiguous_date")]


def test_footers_and_remarks_are_not_data():
    tail = [["©2026 Example Corporation. All rights reserved. "], ["# note"], ["数据仅供参考"]]
    got = read_spend(files.baidu([*files.BAIDU_ROWS, *tail]), "x.csv")
    assert len(got.rows) == 3
    assert codes(got.warnings)[0] == (15, "note_skipped")


def test_a_renamed_campaign_and_days_outside_the_period_are_pointed_out():
    rows = [files.meta_row("2026-11-01", "Old", "1"), files.meta_row("2026-11-02", "New", "1")]
    got = read_spend(files.meta_ads(rows, None), "x.csv")
    assert [w.code for w in got.warnings] == ["campaign_renamed"]
    rows = [["2026-12-24", *files.BAIDU_ROWS[0][1:]]]
    assert "outside_period" in {w.code for w in read_spend(files.baidu(rows, None), "x").warnings}


def test_micros_are_suspected():
    row = [*files.BAIDU_ROWS[0][:5], "1", "12000000", "1%"]
    assert "looks_like_micros" in {
        w.code for w in read_spend(files.baidu([row], None), "x").warnings
    }


def test_an_id_that_excel_rounded_is_not_used():
    rows = [files.meta_row("2026-11-01", "A", "1", campaign_id="2.3850E+16")]
    got = read_spend(files.meta_ads(rows, None), "x.csv")
    assert (got.rows[0].campaign_id, codes(got.warnings)) == ("", [(2, "id_lost_digits")])


def test_an_unknown_layout_names_the_nearest_and_what_is_missing():
    data = files.delimited([["Campaign name", "Reach", "Link clicks"], ["A", "1", "2"]]).encode()
    caught = refusal(data, "export.csv")
    assert isinstance(caught, UnknownLayout)
    assert (caught.nearest, caught.missing) == ("meta_ads", ("Day", "Amount spent"))
    assert "Meta Ads" in caught.message
    assert "Amount spent" in caught.message


@pytest.mark.parametrize(
    "data", [b"just some words\nand more", b"a,b,c\n1,2,3\n", b"\x89PNG\r\n\x1a\n123"]
)
def test_a_file_with_no_familiar_header_is_refused(data):
    assert refusal(data).code == "unknown_layout_alone"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\r\n"])
def test_an_empty_file_is_refused(data):
    assert refusal(data, "leer.csv").code == "empty_file"
    assert "leer.csv" in refusal(data, "leer.csv").message


def test_a_header_without_rows_is_refused():
    assert refusal(files.baidu([], None)).code == "no_rows"


def test_a_layout_can_be_named_and_must_exist():
    assert read_spend(files.baidu(), "x", layout="baidu").layout == "baidu"
    assert refusal(files.baidu(), layout="baidoo").code == "no_such_layout"
    assert isinstance(refusal(files.baidu(), layout="meta_ads"), UnknownLayout)


def test_data_on_several_sheets_is_refused_until_one_is_named():
    rows = [["Day", "Campaign name", "Amount spent (USD)"], ["2026-11-01", "A", "5.00"]]
    book = files.workbook({"October": rows, "November": rows, "Notes": [["hello"]]})
    caught = refusal(book, "book.xlsx")
    assert caught.code == "several_sheets"
    assert "“October”" in caught.message
    assert read_spend(book, "book.xlsx", sheet="November").sheet == "November"


def test_archives_that_are_not_one_table_are_refused():
    assert refusal(files.zipped({"a.csv": b"x", "b.csv": b"y"})).code == "zip_many_files"
    assert refusal(files.zipped({"a.png": b"x"})).code == "zip_without_table"
    assert refusal(files.gzipped(files.baidu())[:-20]).code == "archive_unreadable"
    assert refusal(b"PK\x03\x04 broken").code == "archive_unreadable"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken").code == "workbook_unreadable"


def test_an_archive_that_unpacks_to_too_much_is_refused():
    bomb = b"\0" * 3_000_000 + b"x"
    for data in (files.zipped({"a.csv": bomb}), files.gzipped(bomb)):
        with pytest.raises(FileRefused) as caught:
            unwrap(data, "bomb", limit=1_000_000)
        assert caught.value.code == "too_large"


def test_a_workbook_with_one_cell_at_the_far_corner_is_refused():
    rows = [["Day"]]
    small = files.workbook({"S": rows})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                text = text.replace(b"</sheetData>", far)
            new.writestr(name, text)
    assert refusal(out.getvalue(), "far.xlsx").code == "too_large"
