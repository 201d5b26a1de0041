import io
import re
import zipfile

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from drumbeat.formats.slide_looks import COLOURS, EAST_ASIAN
from drumbeat.formats.slides import ROWS_PER_SLIDE, Deck


def reopened(deck):
    return Presentation(io.BytesIO(deck.to_bytes()))


def a_deck():
    deck = Deck("双十一复盘", "zh-hans")
    deck.title_slide("双十一上市复盘", "每一元收入都能问", note="示例品牌")
    deck.text_slide("经验", ["直播间首小时转化最高。", "Outdoor took three weeks."])
    deck.table_slide(
        "按渠道",
        ["渠道", "花费", "ROAS"],
        [["百度", "¥100.50", 4], ["合计", "¥100.50", 4]],
        totals=True,
    )
    deck.bar_chart_slide(
        "收入", ["百度", "户外"], {"收入": [402.05, None]}, number_format="#,##0.00"
    )
    deck.bar_chart_slide("对比", ["百度", "谷歌"], {"花费": [1, 2], "收入": [3, 4]}, kind="column")
    deck.bar_chart_slide("走势", ["11-01", "11-02"], {"收入": [1, 2]}, kind="line")
    return deck


def charts(deck):
    return [s.chart for slide in reopened(deck).slides for s in slide.shapes if s.has_chart]


def test_charts_are_native_and_hold_the_numbers():
    bar, column, line = charts(a_deck())
    assert bar.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert column.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    assert line.chart_type == XL_CHART_TYPE.LINE_MARKERS
    assert list(bar.plots[0].categories) == ["百度", "户外"]
    assert list(bar.plots[0].series[0].values) == [402.05, None]
    assert {s.name: list(s.values) for s in column.plots[0].series} == {
        "花费": [1, 2],
        "收入": [3, 4],
    }
    assert bar.part.chart_workbook.xlsx_part is not None, "“Edit data” works"


def test_every_run_names_an_east_asian_typeface_and_the_language():
    for slide in reopened(a_deck()).slides:
        for properties in slide._element.iter(qn("a:rPr")):
            assert properties.find(qn("a:ea")).get("typeface") == EAST_ASIAN
            assert properties.get("lang") == "zh-CN"
            order = [child.tag for child in properties]
            assert order.index(qn("a:latin")) + 1 == order.index(qn("a:ea"))
    for chart in charts(a_deck()):
        fonts = list(chart._chartSpace.iter(qn("a:ea")))
        assert fonts
        assert {font.get("typeface") for font in fonts} == {EAST_ASIAN}


def test_nothing_is_default_blue():
    bar, column, line = charts(a_deck())
    assert str(bar.plots[0].series[0].format.fill.fore_color.rgb) == COLOURS["channels"]
    assert str(column.plots[0].series[1].format.fill.fore_color.rgb) == COLOURS["content"]
    assert str(line.plots[0].series[0].format.line.color.rgb) == COLOURS["channels"]
    archive = zipfile.ZipFile(io.BytesIO(a_deck().to_bytes()))
    theme = archive.read("ppt/theme/theme1.xml").decode()
    assert COLOURS["channels"] in theme
    assert not re.search("4F81BD|1F497D|4472C4", theme)


def test_titles_are_titles_so_that_the_outline_and_a_screen_reader_find_them():
    titles = [slide.shapes.title.text_frame.text for slide in reopened(a_deck()).slides]
    assert titles == ["双十一上市复盘", "经验", "按渠道", "收入", "对比", "走势"]


def test_a_table_holds_its_cells_and_goes_on_over_slides():
    deck = Deck("T")
    rows = [[f"row {n}", n] for n in range(2 * ROWS_PER_SLIDE + 1)]
    slides = deck.table_slide("Long", ["Name", "N"], rows)
    assert len(slides) == 3
    shown = [
        [cell.text for cell in row.cells]
        for slide in reopened(deck).slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert shown == [[name, str(n)] for name, n in rows]
    assert reopened(deck).slides[2].shapes.title.text_frame.text == "Long (3/3)"


def test_lengths_must_agree():
    deck = Deck("T")
    with pytest.raises(ValueError, match="one figure per category"):
        deck.bar_chart_slide("x", ["a", "b"], {"s": [1]})
    with pytest.raises(ValueError, match="one cell per header"):
        deck.table_slide("x", ["a", "b"], [["1"]])


def test_the_deck_names_its_title_and_no_stranger():
    properties = reopened(a_deck()).core_properties
    assert (properties.title, properties.author) == ("双十一复盘", "Drumbeat")
