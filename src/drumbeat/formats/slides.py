"""PowerPoint decks a colleague can go on editing: real titles, real tables, native charts."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.table import Table, _Cell
from pptx.text.text import TextFrame, _Run
from pptx.util import Emu, Inches, Pt

from .slide_looks import (
    LATIN_TEXT,
    LATIN_TITLE,
    SERIES,
    bottom_line,
    own_theme,
    plain_table_style,
    rgb,
    set_east_asian,
)

ChartKind = Literal["bar", "column", "line"]
Figure = int | float | Decimal | None

_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
_WIDTH, _HEIGHT, _MARGIN = Inches(13.333), Inches(7.5), Inches(0.7)
_TITLE_ONLY = 5
_FIGURE = re.compile(r"[—–]|(?=.*\d)[\d.,%+\-−×x¥$€£()\s]+")
ROWS_PER_SLIDE = 14


class Deck:
    """A deck under construction. `lang` is “en” or “zh-hans”; it tells PowerPoint how to spell-check.

    Every piece of text names a Latin and an East Asian typeface, so Chinese shows in either.
    """

    def __init__(self, title: str, lang: str = "en", *, created: dt.datetime | None = None) -> None:
        self._lang = "zh-CN" if lang.lower().startswith("zh") else "en-US"
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = _WIDTH, _HEIGHT
        properties = self._deck.core_properties
        properties.title, properties.author = title, "Drumbeat"
        properties.last_modified_by, properties.language = "Drumbeat", self._lang
        properties.created = properties.modified = created or dt.datetime(1980, 1, 1)  # noqa: DTZ001
        own_theme(self._deck)

    def title_slide(self, title: str, subtitle: str = "", *, note: str = "") -> Slide:
        """Large title on paper, a vermilion rule, one line below, a small note at the foot."""
        slide = self._slide(title, top=Inches(2.2), height=Inches(1.6), size=44)
        self._rule(slide, Inches(3.95), Inches(1.2), "accent", Pt(4))
        if subtitle:
            self._text_box(slide, subtitle, top=Inches(4.2), height=Inches(1), size=20)
        if note:
            self._text_box(slide, note, top=Inches(6.6), height=Inches(0.4), size=11, ink="quiet")
        return slide

    def text_slide(self, title: str, paragraphs: Sequence[str], *, note: str = "") -> Slide:
        """A title and paragraphs, one thought each."""
        slide = self._content_slide(title, note)
        frame = self._frame(slide, Inches(1.7), Inches(4.9))
        for index, text in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.space_after, paragraph.line_spacing = Pt(10), 1.2
            self._run(paragraph.add_run(), text, size=18)
        return slide

    def table_slide(
        self,
        title: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        note: str = "",
        totals: bool = False,
    ) -> list[Slide]:
        """A table; long ones go on over further slides, headers repeated.

        Cells are shown as given (format numbers before); what is no text is set to the right.
        `totals` sets the last row in bold.
        """
        if any(len(row) != len(headers) for row in rows):
            raise ValueError("every row needs one cell per header")
        pages = [rows[i : i + ROWS_PER_SLIDE] for i in range(0, len(rows), ROWS_PER_SLIDE)] or [[]]
        slides = []
        for number, page in enumerate(pages, start=1):
            heading = title if len(pages) == 1 else f"{title} ({number}/{len(pages)})"
            slide = self._content_slide(heading, note)
            bold_last = totals and number == len(pages)
            self._table(slide, headers, page, bold_last=bold_last)
            slides.append(slide)
        return slides

    def bar_chart_slide(
        self,
        title: str,
        categories: Sequence[str],
        series: dict[str, Sequence[Figure]],
        *,
        kind: ChartKind = "bar",
        number_format: str = "#,##0",
        note: str = "",
        colours: Sequence[str] = SERIES,
    ) -> Slide:
        """A native chart with its data inside; `series` maps a name to one figure per category.

        `colours` are names in COLOURS, one per series, repeated when there are more series.
        Raises ValueError when a series and the categories differ in length.
        """
        if any(len(values) != len(categories) for values in series.values()):
            raise ValueError("every series needs one figure per category")
        slide = self._content_slide(title, note)
        data = CategoryChartData(number_format=number_format)
        data.categories = [str(category) for category in categories]
        for name, values in series.items():
            data.add_series(name, [None if v is None else float(v) for v in values])
        frame = slide.shapes.add_chart(
            _KINDS[kind], _MARGIN, Inches(1.6), _WIDTH - 2 * _MARGIN, Inches(5.0), data
        )
        frame.name = title
        self._style_chart(frame.chart, kind, number_format, colours)
        return slide

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        self._deck.save(out)
        return out.getvalue()

    # -- parts of a slide --------------------------------------------------------------------

    def _slide(self, title: str, *, top: Emu, height: Emu, size: int) -> Slide:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb("paper")
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = (
            _MARGIN,
            top,
            _WIDTH - 2 * _MARGIN,
            height,
        )
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        self._run(paragraph.add_run(), title, size=size, latin=LATIN_TITLE)
        return slide

    def _content_slide(self, title: str, note: str) -> Slide:
        slide = self._slide(title, top=Inches(0.45), height=Inches(0.85), size=28)
        self._rule(slide, Inches(1.38), _WIDTH - 2 * _MARGIN, "ink", Pt(1))
        if note:
            self._text_box(slide, note, top=Inches(6.8), height=Inches(0.4), size=11, ink="quiet")
        return slide

    def _rule(self, slide: Slide, top: Emu, width: Emu, ink: str, weight: Pt) -> None:
        rule = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _MARGIN, top, width, weight)
        rule.fill.solid()
        rule.fill.fore_color.rgb = rgb(ink)
        rule.line.fill.background()
        rule.shadow.inherit = False

    def _frame(self, slide: Slide, top: Emu, height: Emu) -> TextFrame:
        box = slide.shapes.add_textbox(_MARGIN, top, _WIDTH - 2 * _MARGIN, height)
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        return frame

    def _text_box(
        self, slide: Slide, text: str, *, top: Emu, height: Emu, size: int, ink: str = "ink"
    ) -> None:
        frame = self._frame(slide, top, height)
        self._run(frame.paragraphs[0].add_run(), text, size=size, ink=ink)

    def _run(
        self,
        run: _Run,
        text: str,
        *,
        size: float,
        ink: str = "ink",
        bold: bool = False,
        latin: str = LATIN_TEXT,
    ) -> None:
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, latin
        run.font.color.rgb = rgb(ink)
        properties = run._r.get_or_add_rPr()
        properties.set("lang", self._lang)
        set_east_asian(properties)

    # -- tables ------------------------------------------------------------------------------

    def _table(
        self,
        slide: Slide,
        headers: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        bold_last: bool,
    ) -> None:
        height = Inches(0.34) * (len(rows) + 1)
        frame = slide.shapes.add_table(
            len(rows) + 1, len(headers), _MARGIN, Inches(1.6), _WIDTH - 2 * _MARGIN, height
        )
        table = frame.table
        table.horz_banding = False
        plain_table_style(table)
        _share_width(table, headers, rows)
        for index, header in enumerate(headers):
            right = any(_is_figure(row[index]) for row in rows)
            self._cell(table.cell(0, index), header, right=right, bold=True, fill="band")
        for line, row in enumerate(rows, start=1):
            bold = bold_last and line == len(rows)
            for index, value in enumerate(row):
                self._cell(table.cell(line, index), value, right=_is_figure(value), bold=bold)

    def _cell(
        self, cell: _Cell, value: object, *, right: bool, bold: bool = False, fill: str = "paper"
    ) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.margin_top = cell.margin_bottom = Pt(3)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        self._run(paragraph.add_run(), "" if value is None else str(value), size=12, bold=bold)
        bottom_line(cell)

    # -- charts ------------------------------------------------------------------------------

    def _style_chart(
        self, chart: Chart, kind: ChartKind, number_format: str, colours: Sequence[str]
    ) -> None:
        chart.font.size, chart.font.name = Pt(12), LATIN_TEXT
        chart.font.color.rgb = rgb("ink")
        set_east_asian(chart.font._rPr)
        chart.has_title = False
        plot = chart.plots[0]
        chart.has_legend = len(plot.series) > 1
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        for index, series in enumerate(plot.series):
            _colour_series(series, kind, rgb(colours[index % len(colours)]))
        values, names = chart.value_axis, chart.category_axis
        values.major_gridlines.format.line.color.rgb = rgb("line")
        values.format.line.fill.background()
        values.tick_labels.number_format = number_format
        values.tick_labels.number_format_is_linked = False
        names.format.line.color.rgb = rgb("quiet")
        if kind == "bar":
            # PowerPoint draws the first category at the bottom; people read from the top.
            names.reverse_order = True
        if kind != "line":
            plot.gap_width = 60
            plot.has_data_labels = len(plot.series) == 1
        if plot.has_data_labels:
            plot.data_labels.number_format = number_format
            plot.data_labels.number_format_is_linked = False


def _is_figure(value: object) -> bool:
    """Numbers, and numbers already written out: “¥1,234.50”, “12.3%”, “—”."""
    if isinstance(value, int | float | Decimal):
        return True
    return _FIGURE.fullmatch(str(value or "").strip()) is not None


def _colour_series(series, kind: ChartKind, colour: RGBColor) -> None:
    if kind == "line":
        series.smooth = False
        series.format.line.color.rgb = colour
        series.format.line.width = Pt(2.25)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour
        return
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour


def _share_width(table: Table, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns share the slide by their longest text, within reason."""
    needs = [
        min(max(_places(text) for text in (header, *(row[i] for row in rows))), 40) + 3
        for i, header in enumerate(headers)
    ]
    available = _WIDTH - 2 * _MARGIN
    for column, need in zip(table.columns, needs, strict=True):
        column.width = Emu(int(available * need / sum(needs)))


def _places(value: object) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in str("" if value is None else value))
