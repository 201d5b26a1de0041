"""The axes of the matrix: those of this room, and those that rooms above add."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
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

    counted: for an axis with several rows a piece, those rows of a brand that count (a queryset);
    column is then the path from a row to its key and asset that to its piece. A piece stands under
    each of its keys, and is none the less one piece. fills: the field of a brief that a key's name
    fills. hint: how it counts, for who reads the matrix.
    """

    label: str | Promise
    column: str
    names: list | str
    unknown: str | Promise = _NO_ANGLE
    counted: Callable | None = None
    asset: str = ""
    fills: str = ""
    hint: str | Promise = ""

    def under(self, brand, assets, key: str):
        """Those of the assets that stand under a key (a queryset)."""
        if self.counted is None:
            return assets.filter(self.stands(key))
        found = self.counted(brand)
        if not key:
            return assets.exclude(pk__in=found.values(self.asset))
        return assets.filter(pk__in=found.filter(**{self.column: key}).values(self.asset))

    def stands(self, key: str, at: str = "") -> Q:
        """Does a piece stand under a key, where it has one of its own? at: the path to the piece."""
        if key:
            return Q(**{f"{at}{self.column}": key})
        return Q(**{f"{at}{self.column}__isnull": True})

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
