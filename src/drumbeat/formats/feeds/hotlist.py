"""Hot-lists as tables: what 微博, 百度, 抖音 and trend tools export, one row a topic."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ..cells import Cell, as_text
from ..dates import parse_date
from ..problems import Unreadable
from ..sniff import Grid, readings
from ..tabular import read_header
from .model import Entry, FeedRefused
from .text import SUMMARY, TITLE, plain, web_address

MOST_ROWS = 1_000
_LOOK_AT = 15
COLUMNS = {
    "title": ("title", "headline", "topic", "keyword", "query", "标题", "热搜词", "热搜", "话题",
              "热词", "关键词", "搜索词", "内容", "词条"),
    "url": ("url", "link", "链接", "网址", "地址", "原文链接"),
    "summary": ("summary", "description", "摘要", "描述", "简介"),
    "position": ("rank", "position", "no", "no.", "排名", "名次", "序号", "排行"),
    "heat": ("heat", "hot", "score", "热度", "热度值", "热值", "热搜指数", "指数", "搜索量"),
    "published": ("date", "time", "published", "日期", "时间", "发布时间", "上榜时间", "抓取时间"),
    "author": ("source", "platform", "author", "来源", "平台", "媒体", "作者"),
}  # fmt: skip


def read_hot_list(data: bytes, filename: str, zone: str) -> list[Entry]:
    """The topics of the file in its order; csv, tsv, xlsx, xls, in UTF-8, UTF-16 or GB18030.

    A row without a place gets the one it stands at. Raises FeedRefused hot_list_no_titles, and
    FileRefused as `sniff.readings` does.
    """
    for grid in readings(data, filename):
        if found := _header(grid):
            return list(_entries(grid, *found, ZoneInfo(zone)))
    raise FeedRefused("hot_list_no_titles", known=", ".join(COLUMNS["title"][:9]))


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row that names a title column, and which column is what."""
    for number, cells in enumerate(grid.rows[:_LOOK_AT], start=1):
        names = [read_header(as_text(cell)).name for cell in cells]
        places = {
            what: next(names.index(name) for name in known if name in names)
            for what, known in COLUMNS.items()
            if any(name in names for name in known)
        }
        if "title" in places:
            return number, places
    return None


def _entries(grid: Grid, header: int, places: dict[str, int], zone: ZoneInfo) -> Iterator[Entry]:
    for place, cells in enumerate(grid.rows[header : header + MOST_ROWS], start=1):
        said = {what: cells[at] for what, at in places.items() if at < len(cells)}
        title = plain(as_text(said.get("title")), TITLE)
        if not title:
            continue
        heat = as_text(said.get("heat"))
        summary = plain(as_text(said.get("summary")), SUMMARY)
        yield Entry(
            guid=title,
            title=title,
            url=web_address(as_text(said.get("url"))),
            summary=" · ".join(part for part in (summary, heat) if part),
            author=plain(as_text(said.get("author")), 120),
            published=_moment(said.get("published"), zone),
            position=_position(said.get("position")) or place,
        )


def _position(cell: Cell) -> int | None:
    text = as_text(cell).lstrip("#第").rstrip("位名")
    return int(text) if text.isdecimal() and 0 < int(text) <= 10_000 else None


def _moment(cell: Cell, zone: ZoneInfo) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=zone)
    text = as_text(cell)
    try:
        return dt.datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=zone)
    except ValueError:
        pass
    try:
        day = parse_date(cell)
    except Unreadable:
        return None
    return dt.datetime.combine(day, dt.time(), zone) if isinstance(day, dt.date) else None
