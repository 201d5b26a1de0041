"""Markov and Shapley with their options: how long the memory is, and which worth is shared."""

from collections import defaultdict
from dataclasses import replace
from math import sqrt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.formats.columns import Column
from drumbeat.insight.attribution.asking import KEYS
from drumbeat.insight.behaviour.asking import Question, QuestionForm
from drumbeat.insight.behaviour.told import Figure, Told
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import digest_of, remembered, remembered_results
from drumbeat.insight.results.rows import RESTS, objects_of, own_money
from drumbeat.insight.results.several import answer_for
from drumbeat.strategy.metrics.groups import channel_group
from drumbeat.warehouse.questions import Answer, Memory, Rates, path_credit

WAYS = {
    "markov": gettext_lazy("Markov: what is lost without it"),
    "rates": gettext_lazy("Shapley: shares of the conversion rate"),
}


class OptionsForm(QuestionForm):
    tabs = ("by",)
    by = forms.ChoiceField(label=gettext_lazy("Cut by"), required=False, choices=[*KEYS.items()])
    way = forms.ChoiceField(label=gettext_lazy("Model"), required=False, choices=[*WAYS.items()])
    order = forms.ChoiceField(
        label=gettext_lazy("Steps remembered"),
        required=False,
        choices=[(str(n), n) for n in range(1, 5)],
    )
    repeats = forms.ChoiceField(
        label=gettext_lazy("The same twice in a row"),
        required=False,
        choices=[
            ("kept", gettext_lazy("are two steps")),
            ("told_once", gettext_lazy("is one step")),
        ],
    )

    @property
    def picked(self):
        is_markov = self.kept["way"] == "markov"
        return [one for one in super().picked if is_markov or one.name not in ("order", "repeats")]


def model_of(question: Question) -> Memory | Rates:
    given = question.choices
    if given["way"] == "rates":
        return Rates()
    return Memory(int(given["order"]), given["repeats"] == "told_once")


def told(brand, question: Question) -> Told:
    """The chosen option beside the plain form of the same model."""
    model, by = model_of(question), question.choices["by"]
    placements = placements_table(brand)
    answer = _credit(brand, question, model, by, placements)
    plain = remembered_results(
        brand,
        period=question.period,
        placements=placements,
        by=by,
        model="markov" if isinstance(model, Memory) else "shapley",
        conversion=question.counted,
        people=False,
    )
    rows = _rows(brand, by, answer, plain)
    names = ("outcomes", "revenue", "plain_outcomes", "plain_revenue")
    errors = [row["standard_error"] for row in rows if row["standard_error"]]
    moved = sum(abs(row["outcomes"] - row["plain_outcomes"]) for row in rows) / 2
    whole = sum(row["outcomes"] for row in rows)
    return Told(
        figures=[Figure("option_shift", moved / whole if whole else None, answer)],
        columns=_columns(by, brand.currency, with_error=bool(errors)),
        rows=rows,
        total={name: sum(row[name] for row in rows) for name in names}
        | {"name": _("Everything in the period"), "standard_error": None},
        has_any=bool(whole),
        answers=[answer, plain],
        page={"is_sampled": bool(errors), "is_markov": isinstance(model, Memory)},
    )


def _credit(brand, question: Question, model, by: str, placements) -> Answer:
    """Outcomes that are counted together have a chain or a game each, as their credit has.

    standard_error: of the outcomes, not of the share; of several games the root of squares.
    """
    squares: dict[tuple, float] = defaultdict(float)
    lake, digest = lake_of(brand), digest_of(placements)
    asked = {"period": question.period, "by": by, "model": model}

    def ask(key):
        answer = remembered(
            lake,
            ("path_credit", *asked.values(), key, digest),
            lambda: path_credit(lake, placements=placements, conversion=key, **asked),
        )
        whole = sum(row["outcomes"] for row in answer.rows)
        for row in answer.rows:
            squares[row["key"], row["label"]] += (row["standard_error"] * whole) ** 2
        return answer

    answer = answer_for(question.counted, ask, same=("key", "label"))
    errors = [sqrt(squares[row["key"], row["label"]]) for row in answer.rows]
    rows = [row | {"standard_error": error} for row, error in zip(answer.rows, errors, strict=True)]
    return replace(answer, rows=rows)


def _rows(brand, by: str, answer: Answer, plain: Answer) -> list[dict]:
    before = {(row["key"], row["label"]): row for row in plain.rows}
    objects = objects_of(brand, by, {row["key"] for row in answer.rows if row["key"]})
    rows = []
    for row in answer.rows:
        key, label = row["key"], row["label"]
        other = before.get((key, label), {"outcomes": 0.0, "revenue_by_currency": {}})
        obj = objects.get(key)
        rows.append(
            {
                "name": str(obj or (channel_group(key) if key else RESTS[label])),
                "url": obj.get_absolute_url() if obj else "",
                "rest": key is None,
                "outcomes": row["outcomes"],
                "standard_error": row["standard_error"] or None,
                "revenue": own_money(row, brand.currency),
                "plain_outcomes": other["outcomes"],
                "plain_revenue": own_money(other, brand.currency),
            }
        )
    return sorted(rows, key=lambda row: (row["rest"], -row["revenue"], row["name"]))


def _columns(by: str, currency: str, *, with_error: bool) -> list[Column]:
    error = [Column("standard_error", _("Standard error"), "ratio")] if with_error else []
    return [
        Column("name", str(KEYS[by])),
        Column("outcomes", _("Orders"), "amount"),
        *error,
        Column("revenue", _("Revenue"), "money", currency=currency),
        Column("plain_outcomes", _("Orders: plain form"), "amount"),
        Column("plain_revenue", _("Revenue: plain form"), "money", currency=currency),
    ]
