"""Taking in a spend file: read it, look at it, commit it all or not at all."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.spend.balance import unbalanced
from drumbeat.channels.spend.daily import daily_spend, entities
from drumbeat.channels.spend.difference import Difference, difference
from drumbeat.channels.spend.mapping import map_entities
from drumbeat.channels.spend.models import SpendFact, SpendImport
from drumbeat.channels.spend.states import SPEND_IMPORT
from drumbeat.channels.spend.words import refusal
from drumbeat.formats.spend import CurrencyUnknown, FileRefused, SpendFile, read_spend
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.models import Brand
from drumbeat.work.files.models import StoredFile

CHUNK = 2000


def read_in(data: bytes, name: str, *, by, layout="", currency="") -> SpendImport:
    """Read an export and remember what it says, its totals and what it would change.

    layout, currency: what the person chose where the file leaves it open. Nothing is in the books
    yet. Raises NotAllowed, and Refused when the file cannot be read at all.
    """
    by.must("spend.create")
    file = _read(data, name, layout, currency)
    facts = daily_spend(file.rows, file.account)
    days = [fact.date for fact in facts]
    checked = SpendImport(
        brand=by.brand,
        owner=by,
        platform=file.layout,
        account=file.account[:120],
        currency=file.currency,
        clock=file.rows[0].clock if file.rows else "",
        starts_on=file.period.start if file.period else min(days, default=None),
        ends_on=file.period.end if file.period else max(days, default=None),
        rows_read=len(file.rows) + len({p.row for p in file.problems if p.row}),
        rows_kept=len(file.rows),
        spend_minor=sum(fact.spend_minor for fact in facts),
        declared_minor=file.totals.declared_minor if file.totals else None,
        totals=_totals(file),
        problems=_problems(file),
        entities=entities(facts),
        detected={
            "container": file.container,
            "encoding": file.encoding,
            "delimiter": file.delimiter,
            "sheet": file.sheet,
            "tz": file.tz,
            "header_row": file.header_row,
        },
        difference=difference(by.brand, file.layout, facts).as_numbers(),
    )
    with recorded(by, "read", checked):
        checked.file = StoredFile.keep(by, name, data, "application/octet-stream")
        checked.save()
    return checked


def _read(data, name, layout, currency) -> SpendFile:
    try:
        return read_spend(data, name, layout=layout or None, currency=currency or None)
    except CurrencyUnknown as refused:
        raise Refused(Problem(refusal(refused), "currency")) from None
    except FileRefused as refused:
        field = "layout" if refused.code in ("ambiguous_layout", "no_such_layout") else "file"
        raise Refused(Problem(refusal(refused), field)) from None


def _totals(file):
    checks = file.totals.checks if file.totals else ()
    return [
        {"measure": c.measure, "declared": str(c.declared), "summed": str(c.summed)} for c in checks
    ]


def _problems(file):
    return [
        {
            "row": p.row,
            "column": p.column,
            "code": p.code,
            "params": _plain(p.params),
            "stops": stops,
        }
        for stops, listed in ((True, file.problems), (False, file.warnings))
        for p in listed
    ]


def _plain(params):
    return {name: v if isinstance(v, int | float) else str(v) for name, v in params.items()}


def accept_difference(spend_import: SpendImport, *, by, reason: str) -> SpendImport:
    """Take the file although its totals row disagrees; the reason goes on the record (I-11).

    Raises NotAllowed, WrongState, Refused.
    """
    by.must("spend.edit", spend_import)
    if spend_import.state != "checked" or not unbalanced(spend_import):
        raise WrongState(_("There is no difference to accept."))
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))
    with recorded(by, "accepted the difference", spend_import, reason=reason):
        spend_import.difference_accepted_because = reason.strip()[:300]
        spend_import.save(update_fields=["difference_accepted_because", "updated_at"])
    return spend_import


def commit(spend_import: SpendImport, *, by) -> Difference:
    """Put the file into the books, in one transaction (I-09); returns what changed.

    Raises NotAllowed, WrongState, Refused.
    """
    with SPEND_IMPORT.step(
        spend_import, "commit", by, committed_at=timezone.now(), committed_by=by
    ):
        # One file at a time: the second waits here and then compares with what the first wrote.
        Brand.objects.select_for_update().get(pk=spend_import.brand_id)
        found = difference(spend_import.brand, spend_import.platform, _facts(spend_import))
        _retire(found.gone, spend_import)
        _write(found.new, spend_import)
        spend_import.difference = found.as_numbers()
        spend_import.save(update_fields=["difference"])
        _supersede_the_emptied(found.gone)
    return found


def _facts(spend_import):
    file = _read(
        spend_import.file.read(),
        spend_import.file.name,
        spend_import.platform,
        spend_import.currency,
    )
    return daily_spend(file.rows, file.account)


def _retire(gone, spend_import):
    ids = [fact.pk for fact in gone]
    for start in range(0, len(ids), CHUNK):
        SpendFact.objects.filter(pk__in=ids[start : start + CHUNK]).update(
            is_current=False, replaced_by=spend_import
        )


def _write(new, spend_import):
    platform = spend_import.platform
    listed = entities(new)
    mapped = map_entities(spend_import.brand, platform, listed)
    home = {
        (entry["account"], entry["entity"]): one.placement_id
        for entry, one in zip(listed, mapped, strict=True)
    }
    SpendFact.objects.bulk_create(
        [
            SpendFact(
                brand=spend_import.brand,
                source=spend_import,
                platform=platform,
                account=fact.account,
                date=fact.date,
                campaign=fact.campaign,
                entity=fact.entity,
                label=fact.label,
                placement_id=home[fact.account, fact.entity],
                currency=fact.currency,
                spend_minor=fact.spend_minor,
                impressions=fact.impressions,
                clicks=fact.clicks,
                conversions=fact.conversions,
                conversion_value_minor=fact.conversion_value_minor,
                raw={"rows": fact.raw},
            )
            for fact in new
        ],
        batch_size=CHUNK,
    )


def _supersede_the_emptied(gone):
    sources = {fact.source_id for fact in gone}
    for earlier in SpendImport.objects.filter(pk__in=sources, state="committed"):
        if not earlier.facts.filter(is_current=True).exists():
            SPEND_IMPORT.take(earlier, "supersede", None)


@transaction.atomic
def import_spend_file(brand, by, path) -> SpendImport:
    """Read and commit a file in one go, for the command line. What nobody mapped stays unmapped.

    Raises Refused with every reason when it cannot go into the books as it is.
    """
    path = Path(path)
    spend_import = read_in(path.read_bytes(), path.name, by=by)
    commit(spend_import, by=by)
    return spend_import
