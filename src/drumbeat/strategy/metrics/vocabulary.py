"""All names that a brand's formulas may use, and what each comes to. No database."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from drumbeat.science.formula import Formula, FormulaError, Unit, read
from drumbeat.strategy.metrics.measures import MEASURES, RATIOS


class Circle(ValueError):
    """A metric that comes back to itself. path: the keys, the same one first and last."""

    def __init__(self, path: tuple[str, ...]):
        super().__init__(" → ".join(path))
        self.path = path


class Vocabulary:
    """Base measures, built-in ratios and the brand's own metrics, by their names in formulas."""

    def __init__(self, own: Iterable = ()):
        self.own = {metric.key: metric for metric in own}
        self._formulas: dict[str, Formula] = {}

    @property
    def names(self) -> list[str]:
        return [*MEASURES, *RATIOS, *self.own]

    def formula(self, key: str) -> Formula:
        """Raises FormulaError for one that cannot be read, KeyError for an unknown name."""
        if key not in self._formulas:
            text = (self.own.get(key) or RATIOS[key]).formula
            self._formulas[key] = read(text, self.names)
        return self._formulas[key]

    def bases(self, key: str, above: tuple[str, ...] = ()) -> frozenset[str]:
        """The base measures that it takes in the end. Raises Circle, FormulaError."""
        if key in MEASURES:
            return frozenset({key})
        if key in above:
            raise Circle((*above[above.index(key) :], key))
        return frozenset().union(
            *(self.bases(name, (*above, key)) for name in sorted(self.formula(key).names))
        )

    def parts(self, key: str) -> list[str]:
        """The names in its formula; none where it cannot be read any more, because something that
        it needs was put away."""
        try:
            return sorted(self.formula(key).names)
        except FormulaError:
            return []

    def value(self, key: str, base: Mapping[str, Fraction | None]) -> Fraction | None:
        """What it comes to over these base measures; None where one of them has no value, where
        something is divided by zero, and where a formula cannot be worked out any more."""
        try:
            values = {name: base.get(name) for name in self.bases(key)}
        except (Circle, FormulaError, KeyError):
            return None
        return self._value(key, values)

    def value_of(self, text: str, base: Mapping[str, Fraction | None]) -> Fraction | None:
        """The value of a formula that has no key, in the same way. Raises FormulaError."""
        formula = read(text, self.names)
        return formula.value({name: self.value(name, base) for name in formula.names})

    def _value(self, key, values):
        if key not in values:
            formula = self.formula(key)
            names = {name: self._value(name, values) for name in formula.names}
            values[key] = formula.value(names)
        return values[key]

    def bases_of(self, text: str) -> frozenset[str]:
        """The base measures that a formula without a key takes. Raises Circle, FormulaError."""
        return frozenset().union(*(self.bases(name) for name in read(text, self.names).names))

    def unit(self, key: str) -> Unit:
        """What it counts in. Raises FormulaError where its formula adds what cannot be added."""
        if key in MEASURES:
            return MEASURES[key].counts
        formula = self.formula(key)
        return formula.unit({name: self.unit(name) for name in formula.names})

    def named(self, key: str):
        """The measure, ratio or own metric with this key: all have a name and a unit."""
        return MEASURES.get(key) or RATIOS.get(key) or self.own[key]
