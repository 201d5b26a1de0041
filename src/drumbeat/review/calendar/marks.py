"""What a day is by itself: a day off, a make-up day, a festival, a day of the moon."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from drumbeat.science.calendar import by_key, china_holiday
from drumbeat.science.lunar import lunar
from drumbeat.ui.templatetags.format import remembered

HOLIDAYS = {
    "New Year's Day": _("New Year’s Day"),
    "Spring Festival": pgettext_lazy("holiday", "Spring Festival"),
    "Tomb-sweeping Day": _("Qingming"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "National Day": _("National Day"),
    "Mid-autumn Festival": _("Mid-Autumn Festival"),
}
# Their days off have no festival of the moon among them.
OF_THE_SUN = ("New Year's Day", "Labour Day", "National Day")
FESTIVALS = {
    "eve": _("Lunar New Year’s Eve"),
    "spring": _("Lunar New Year"),
    "lantern": _("Lantern Festival"),
    "dragon_head": _("Dragon Head Day"),
    "qingming": _("Qingming"),
    "dragon_boat": _("Dragon Boat Festival"),
    "qixi": _("Qixi"),
    "ghost": _("Ghost Festival"),
    "mid_autumn": _("Mid-Autumn Festival"),
    "double_ninth": _("Double Ninth"),
    "winter_solstice": _("Winter Solstice"),
    "laba": _("Laba Festival"),
}


@dataclass(frozen=True)
class Mark:
    """name: the festival, or the holiday it is a day off or a make-up day for. is_named: the day
    itself bears that name. is_off: a statutory day off. is_made_up: worked for one.

    is_working: by the brand's calendar. moon: the lunar day as Chinese calendars write it; in
    English the days of the new and the full moon only.
    """

    name: str
    is_named: bool
    moon: str
    is_off: bool
    is_made_up: bool
    is_working: bool

    @property
    def title(self) -> str:
        if self.is_off:
            return _("%(name)s: statutory day off") % {"name": self.name}
        if self.is_made_up:
            return _("Make-up working day for %(name)s") % {"name": self.name}
        return str(self.name)


@remembered
def mark(day: date, calendar: str) -> Mark:
    """What `day` is in the brand's calendar ("CN" or "weekdays"; only China's has festivals)."""
    working = by_key(calendar)
    if calendar != "CN":
        return Mark("", False, "", False, False, working.is_working_day(day))
    moon, holiday = lunar(day), china_holiday(day)
    is_made_up = day in working.make_up_days
    festival = "" if is_made_up else FESTIVALS.get(moon.festival, "")
    return Mark(
        name=festival or HOLIDAYS.get(holiday, ""),
        is_named=bool(festival) or (holiday in OF_THE_SUN and not is_made_up),
        moon=_written(moon),
        is_off=day in working.days_off,
        is_made_up=is_made_up,
        is_working=working.is_working_day(day),
    )


def _written(moon):
    if (get_language() or "").startswith("zh"):
        return moon.written
    if moon.day not in (1, 15):
        return ""
    return _("lunar %(month)s/%(day)s") % {"month": moon.month, "day": moon.day}
