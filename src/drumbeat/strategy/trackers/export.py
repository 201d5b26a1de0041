"""Trackers and waves as tables: every index with its margin and what it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.formats.columns import Column
from drumbeat.science.survey.tracking import CORE, FUNNEL
from drumbeat.strategy.trackers.core import INDICES, STAGES
from drumbeat.strategy.trackers.figures import Figures
from drumbeat.strategy.trackers.queries import Comparison, Round, with_newest
from drumbeat.strategy.trackers.words import in_points, unit, verdict
from drumbeat.ui.tables import table_file

MOST_ROWS = 1_000


def trackers_file(kind: str, trackers):
    columns = [
        Column("tracker", pgettext("brand health", "Tracker")),
        Column("category", _("Category")),
        Column("waves", _("Waves"), "integer"),
        Column("last", _("Newest wave until"), "date"),
        *(Column(name, str(INDICES[name]), "percent") for name in CORE[:6]),
        Column("equity", str(INDICES["equity"]), "ratio"),
        Column("owner", _("Owner")),
    ]
    rows = []
    for tracker, found in with_newest(trackers[:MOST_ROWS]):
        indices = found.figures.us.indices if found else {}
        rows.append(
            {
                "tracker": str(tracker),
                "category": tracker.category,
                "waves": tracker.wave_count,
                "last": found.wave.ends_on if found else None,
                "owner": str(tracker.owner),
                **{name: score.value for name, score in indices.items()},
            }
        )
    return table_file(kind, _("Brand health"), columns, rows)


def _index_columns() -> list[Column]:
    return [
        Column("brand", _("Brand")),
        Column("index", _("Index")),
        Column("value", pgettext("figure", "Value"), "ratio"),
        Column("margin", _("± (95 %)"), "ratio"),
        Column("unit", _("Unit")),
        Column("base", _("Base"), "integer"),
        Column("n_eff", _("Effective base"), "ratio"),
    ]


def _index_rows(figures: Figures):
    names = INDICES | STAGES | {"aided": INDICES["aided"], "consider": INDICES["consider"]}
    for brand in figures.brands:
        for name in (*CORE, *FUNNEL[2:]):
            score = brand.indices[name]
            yield {
                "brand": str(brand),
                "index": str(names[name]),
                "value": in_points(name, score.value),
                "margin": in_points(name, score.margin),
                "unit": unit(name),
                "base": score.n,
                "n_eff": score.n_eff,
            }


def wave_file(kind: str, wave, figures: Figures):
    """One row a brand and index; kind: csv or xlsx."""
    return table_file(kind, str(wave), _index_columns(), list(_index_rows(figures)))


def course_file(kind: str, tracker, rounds: list[Round]):
    """One row a wave, brand and index."""
    columns = [
        Column("wave", _("Wave"), "integer"),
        Column("until", _("Fieldwork ends"), "date"),
        Column("wording", _("Wording (SHA-256)")),
        *_index_columns(),
    ]
    rows = [
        {"wave": one.wave.number, "until": one.wave.ends_on, "wording": one.series, **row}
        for one in rounds
        for row in _index_rows(one.figures)
    ]
    return table_file(kind, str(tracker), columns, rows)


def comparison_file(kind: str, compared: Comparison):
    """One row a brand and index, with the test."""
    before, after = (f"#{one.wave.number}" for one in (compared.before, compared.after))
    columns = [
        Column("brand", _("Brand")),
        Column("index", _("Index")),
        Column("before", before, "ratio"),
        Column("before_margin", f"± {before}", "ratio"),
        Column("after", after, "ratio"),
        Column("after_margin", f"± {after}", "ratio"),
        Column("delta", _("Change"), "ratio"),
        Column("z", "z", "ratio"),
        Column("p", _("p (Holm)"), "ratio"),
        Column("verdict", _("Verdict")),
    ]
    rows = [
        {
            "brand": str(now),
            "index": str(INDICES[name]),
            "before": in_points(name, then.indices[name].value),
            "before_margin": in_points(name, then.indices[name].margin),
            "after": in_points(name, now.indices[name].value),
            "after_margin": in_points(name, now.indices[name].margin),
            "delta": in_points(name, change.delta),
            "z": change.z,
            "p": change.p,
            "verdict": verdict(change),
        }
        for then, now, moved in compared.brands
        for name, change in moved.items()
    ]
    return table_file(kind, _("Two waves compared"), columns, rows)
