"""The axes of the matrix: those of this room, and those that rooms above add."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import F, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drumbeat.content.kinds import KINDS
from drumbeat.content.planning.models import STAGES

UNKNOWN = ""
_NO_ANGLE = _("No angle")


@dataclass(frozen=True)
class Axis:
    """column: the path from an asset to its key. names: every key with its name, or the model
    ("app.Model") whose current records they are. unknown: what a piece without a key stands under.

    counted: for a path to several rows, which of them count; keyed_in: of a brand, the ids of the
    assets that have such a row, found from the rows' side, as they are fewer than the assets. A
    piece then stands under each of its keys, and is none the less one piece. fills: the field of a
    brief that a key's name fills. hint: how it counts, for who reads the matrix.
    """

    label: str | Promise
    column: str
    names: list | str
    unknown: str | Promise = _NO_ANGLE
    counted: Q | None = None
    keyed_in: Callable | None = None
    fills: str = ""
    hint: str | Promise = ""

    def keyed(self, brand, assets, name: str) -> list:
        """The assets, each with its key as `name`: querysets that have no asset in common."""
        if self.counted is None:
            return [assets.annotate(**{name: F(self.column)})]
        found = assets.filter(pk__in=self.keyed_in(brand)).filter(self.counted)
        without = assets.exclude(pk__in=self.keyed_in(brand))
        return [
            found.annotate(**{name: F(self.column)}),
            without.annotate(**{name: Value(UNKNOWN)}),
        ]

    def under(self, brand, assets, key: str):
        """Those of the assets that stand under a key (a queryset)."""
        if self.counted is None:
            asked = {self.column: key} if key else {f"{self.column}__isnull": True}
            return assets.filter(**asked)
        if not key:
            return assets.exclude(pk__in=self.keyed_in(brand))
        # One row an asset, however many of its rows have that key.
        found = assets.filter(self.counted, **{self.column: key})
        return assets.filter(pk__in=found.values("pk"))

    def keys(self, brand) -> list[tuple[str, str]]:
        """All that could be filled, with their names (a query where they are records)."""
        if isinstance(self.names, str):
            found = apps.get_model(self.names).objects.of(brand).current()
            return [(one.pk, str(one)) for one in found]
        return [(key, str(label)) for key, label in self.names]


AXES = {
    "format": Axis(_("Format"), "kind", KINDS),
    "stage": Axis(_("Stage"), "brief__angle__stage", STAGES),
    "pillar": Axis(_("Pillar"), "brief__angle__topic__pillar", "content.ContentPillar"),
    "audience": Axis(_("Audience"), "brief__angle__topic__audience", "strategy.Audience"),
    "message": Axis(_("Key message"), "message", "strategy.KeyMessage"),
}


def add_axis(key: str, axis: Axis) -> None:
    """A room above lays the matrix out by something of its own."""
    AXES[key] = axis
