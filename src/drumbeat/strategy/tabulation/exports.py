"""Results as files: the same numbers as on the page, with what they rest on."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import write_csv
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.strategy.tabulation.reading import Item, Reading
from drumbeat.strategy.tabulation.tables import crossed, tables


def results_file(reading: Reading, kind: str, across: Item | None = None) -> bytes:
    """The tables, by groups when `across` is given."""
    columns, rows = _crosstabs(reading, across) if across else _tables(reading)
    if kind == "csv":
        return write_csv(columns, rows)
    name = _("Crosstabs") if across else _("Results")
    about = [Column("what", _("What")), Column("value", _("Value"), width=70)]
    return write_workbook(
        [
            Sheet(name, columns, rows),
            Sheet(_("About"), about, [{"what": w, "value": v} for w, v in _about(reading, across)]),
        ],
        title=str(reading.questionnaire),
    )


def _about(reading, across):
    raked = reading.raked
    yield _("Study"), str(reading.questionnaire.study)
    yield _("Version"), str(reading.questionnaire.number)
    yield _("Wording (SHA-256)"), reading.questionnaire.wording_sha256
    yield _("Answers counted"), str(reading.n)
    yield _("Set aside"), str(reading.set_aside)
    yield _("Effective sample"), f"{reading.n_eff:.1f}"
    if raked:
        weighting = reading.weighting
        yield _("Weighted by"), ", ".join(key.upper() for key in weighting.targets)
        yield _("Source of the shares"), weighting.source
        yield _("Weights between"), f"{weighting.low:g} – {weighting.high:g}"
        yield _("Largest deviation left"), f"{raked.deviation:.2e}"
    if across:
        yield _("By"), across.title
        yield (
            _("Marks"),
            _("z tests of column shares, two-sided 5 %, Holm over each table"),
        )


def _tables(reading):
    columns = [
        Column("key", _("No.")),
        Column("question", _("Question"), width=50),
        Column("answer", _("Answer"), width=30),
        Column("count", pgettext("survey", "Answers"), "integer"),
        Column("share", _("Share"), "percent"),
        Column("margin", _("± (95 %)"), "percent"),
        Column("base", _("Base"), "integer"),
        Column("n_eff", _("Effective base"), "ratio"),
        Column("score", _("Score"), "ratio"),
        Column("score_margin", _("± of the score"), "ratio"),
    ]
    return columns, [row for table in tables(reading) for row in _table_rows(table)]


def _table_rows(table):
    named = {"key": table.item.key.upper(), "question": table.item.title}
    stands = {"base": table.base, "n_eff": table.n_eff}
    for line in table.lines:
        yield (
            named
            | stands
            | {
                "answer": line.label,
                "count": line.count,
                "share": line.share,
                "margin": line.margin,
            }
        )
    for told in table.told:
        yield (
            named
            | stands
            | {
                "answer": told.name,
                "score": told.value,
                "score_margin": told.margin,
            }
        )


def _crosstabs(reading, across):
    found = crossed(reading, across)
    columns = [
        Column("key", _("No.")),
        Column("question", _("Question"), width=50),
        Column("answer", _("Answer"), width=30),
    ]
    for j, column in enumerate(found[0].columns if found else []):
        name = f"{column.label} ({column.letter})" if column.letter else column.label
        columns += [
            Column(f"share{j}", name, "percent"),
            Column(f"beats{j}", _("higher than")),
            Column(f"base{j}", _("Base"), "integer"),
        ]
    rows = []
    for table in found:
        for label, cells, _is_summary in table.rows:
            row = {"key": table.item.key.upper(), "question": table.item.title, "answer": label}
            for j, cell in enumerate(cells):
                row |= {
                    f"share{j}": cell.share,
                    f"beats{j}": cell.beats,
                    f"base{j}": table.columns[j].base,
                }
            rows.append(row)
    return columns, rows
