"""The lunar day of a date, and the festivals that move with it.

Months and days follow GB/T 33661-2017 as `lunar-python` computes them, leap months included; the
days are those of China (UTC+8).
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lunar_python import Solar

FESTIVALS = {
    (1, 1): "spring",
    (1, 15): "lantern",
    (2, 2): "dragon_head",
    (5, 5): "dragon_boat",
    (7, 7): "qixi",
    (7, 15): "ghost",
    (8, 15): "mid_autumn",
    (9, 9): "double_ninth",
    (12, 8): "laba",
}
# Two festivals that are days of the sun.
TERMS = {"清明": "qingming", "冬至": "winter_solstice"}
EVE = "除夕"


@dataclass(frozen=True)
class LunarDay:
    """month: 1–12; day: 1–30; written: 初一 … 三十, or the month's name (正月, 闰六月) on its first.

    festival: a value of FESTIVALS or TERMS, "eve" for the last day of the year, or "".
    """

    month: int
    day: int
    is_leap: bool
    written: str
    festival: str


@lru_cache(maxsize=4096)
def lunar(day: date) -> LunarDay:
    """The lunar day of a date. A leap month repeats no festival."""
    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month, number = found.getMonth(), found.getDay()
    return LunarDay(
        month=abs(month),
        day=number,
        is_leap=month < 0,
        written=f"{found.getMonthInChinese()}月" if number == 1 else found.getDayInChinese(),
        festival=_festival(found, month, number),
    )


def _festival(found, month: int, number: int) -> str:
    # In some years the twelfth month has 29 days only: the eve is the day before the first.
    if EVE in found.getFestivals():
        return "eve"
    return FESTIVALS.get((month, number)) or TERMS.get(found.getJieQi(), "")
