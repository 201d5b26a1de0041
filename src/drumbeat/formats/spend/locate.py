"""Find the table in the file and the platform it comes from, or say what is nearest."""

from ..problems import FileRefused, UnknownLayout
from ..sniff import readings
from ..tabular import Table, find_tables
from .layout import Layout, complete, rank
from .platforms import BY_KEY, LAYOUTS

_VOCABULARY = frozenset().union(*(layout.headers for layout in LAYOUTS))


def locate(
    data: bytes, filename: str, *, layout: str | None, sheet: str | None
) -> tuple[Table, Layout]:
    """The one table and its layout.

    Raises UnknownLayout, or FileRefused: several_sheets, ambiguous_layout, no_such_layout and
    whatever `container.unwrap` refuses.
    """
    if layout is not None and layout not in BY_KEY:
        raise FileRefused("no_such_layout", layout=layout, known=", ".join(BY_KEY))
    grids = (grid for grid in readings(data, filename) if sheet in (None, grid.sheet))
    tables = find_tables(grids, _VOCABULARY)
    if not tables:
        raise UnknownLayout(filename)
    wanted = [BY_KEY[layout]] if layout else None
    fitting = [(table, found) for table in tables if (found := _fitting(table, wanted))]
    if not fitting:
        raise _nearest(filename, tables[0], wanted or list(LAYOUTS))
    if len(fitting) > 1:
        names = ", ".join(f"“{table.grid.sheet}”" for table, _ in fitting)
        raise FileRefused("several_sheets", filename=filename, names=names)
    table, layouts = fitting[0]
    if len(layouts) > 1:
        platforms = ", ".join(one.platform_en for one in layouts)
        raise FileRefused("ambiguous_layout", filename=filename, platforms=platforms)
    return table, layouts[0]


def _fitting(table: Table, wanted: list[Layout] | None) -> list[Layout]:
    fits = rank(table.headers, LAYOUTS)
    if wanted:
        fits = [fit for fit in fits if fit.layout in wanted]
    if _names_one_day(table):
        # A report without a day column is daily all the same when it covers a single day.
        fits = [fit._replace(missing=tuple(m for m in fit.missing if m != "date")) for fit in fits]
    return complete(fits, table.headers)


def _names_one_day(table: Table) -> bool:
    period = table.preamble.period
    return period is not None and period.start == period.end


def _nearest(filename: str, table: Table, layouts: list[Layout]) -> UnknownLayout:
    best = next((fit for fit in rank(table.headers, LAYOUTS) if fit.layout in layouts), None)
    nearest = best.layout if best else layouts[0]
    missing = best.missing if best else nearest.required
    return UnknownLayout(
        filename,
        nearest=nearest.key,
        nearest_platform=nearest.platform_en,
        missing=tuple(nearest.columns[name][0] for name in missing),
        found=tuple(header for header in table.headers if header),
    )
