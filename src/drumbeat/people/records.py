"""What every record of the domain shares (domain.md §2.2)."""

from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drumbeat.people.members.models import Brand, Member


class RecordQuerySet(models.QuerySet):
    def of(self, brand):
        return self.filter(brand=brand)

    def current(self):
        """Not archived."""
        return self.filter(archived_at=None)

    def overwrite(self, obj, **values):
        """Write `values` if nobody wrote since `obj` was read; True when that was so."""
        values["row_version"] = obj.row_version + 1
        done = self.filter(pk=obj.pk, row_version=obj.row_version).update(**values)
        if done:
            for name, value in values.items():
                setattr(obj, name, value)
        return bool(done)


class Owned(models.Model):
    """In one brand, owned by exactly one member, versioned against lost updates."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def belongs_to(self, member):
        return self.owner_id == member.pk


class Record(Owned):
    """A named record. A name in one language is enough; the other is shown where it exists."""

    title_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    title_zh = models.CharField(_("name (Chinese)"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return in_language(self.title_en, self.title_zh)


def in_language(english, chinese):
    """The text in the language of the page, or the other one when that is all there is."""
    chosen, other = (
        (chinese, english) if (get_language() or "").startswith("zh") else (english, chinese)
    )
    return chosen or other


def name_in_language(relation: str = ""):
    """For `annotate` or `values`: the name, as `in_language` says it, of the record or a relation."""
    columns = [f"{relation}__{name}".lstrip("_") for name in ("title_en", "title_zh")]
    if (get_language() or "").startswith("zh"):
        columns.reverse()
    return Coalesce(NullIf(columns[0], models.Value("")), columns[1])


def name_of(*relations: str) -> list[str]:
    """For `only`: the columns that the names of these relations are made of."""
    return [f"{each}__{column}" for each in relations for column in ("title_en", "title_zh")]


def person_of(*relations: str) -> list[str]:
    """For `only`: the names of these members."""
    return [f"{each}__person__name" for each in relations]


def columns_of(model) -> list[str]:
    """For `only`: the record itself whole, where its relations are not."""
    return [column.name for column in model._meta.concrete_fields]


def number_of(rows, of: str, *, what: str = "pk"):
    """For `annotate`: how many of these rows (tied to the outer one by OuterRef at `of`) there are,
    or different values of `what` among them. A join would group all that the outer row holds."""
    counted = rows.order_by().values(of).annotate(n=models.Count(what, distinct=True)).values("n")
    return Coalesce(models.Subquery(counted), 0)


def named():
    """Constraint: at least one of the two names is given. Each model gives it its own name."""
    return ~models.Q(title_en="", title_zh="")
