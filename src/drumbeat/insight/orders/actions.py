"""Taking in an order file: read it, look at it, send it all or not at all."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.channels.spend.words import refusal
from drumbeat.collector.spool import EventSpool, SpoolFull
from drumbeat.formats.orders import OrdersFile, read_orders
from drumbeat.formats.problems import FileRefused
from drumbeat.insight.orders.events import events_of
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.orders.reading import MixedCurrencies, summary
from drumbeat.insight.orders.sending import spool_events
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.work.files.models import StoredFile

VERBS = (gettext_noop("read"), gettext_noop("sent"))
PROBLEMS_KEPT = 500


def read_in(data: bytes, name: str, *, by, currency="") -> OrderImport:
    """Read an order file and remember what it says; nothing counts yet.

    currency: overrides that of layouts which name none. Raises NotAllowed, and Refused when the
    file cannot be read at all.
    """
    by.must("source.create")
    orders = _read(data, name, currency)
    try:
        sums = summary(orders)
    except MixedCurrencies as mixed:
        raise Refused(
            Problem(
                _("The file mixes %s. Export one currency at a time.") % ", ".join(mixed.args[0]),
                "file",
            )
        ) from None
    seen = OrderImport(
        brand=by.brand,
        owner=by,
        layout=orders.layout,
        problems=[
            {"row": p.row, "column": p.column, "code": p.code, "params": dict(p.params)}
            for p in orders.problems[:PROBLEMS_KEPT]
        ],
        **vars(sums),
    )
    with recorded(by, "read", seen):
        seen.file = StoredFile.keep(by, name, data, "application/octet-stream")
        seen.save()
    return seen


def _read(data, name, currency) -> OrdersFile:
    try:
        return read_orders(data, name, currency=currency or None)
    except FileRefused as refused:
        raise Refused(Problem(refusal(refused), "file")) from None


def send(order_import: OrderImport, *, by, spool: EventSpool) -> None:
    """Put all orders of the file on their way; they count within seconds.

    Sent again, also from another copy of the file, nothing counts twice: events carry the order's
    id. Raises NotAllowed, WrongState for a file with problems, Refused while the spool is full.
    """
    by.must("source.edit", order_import)
    if order_import.problems or not order_import.orders:
        raise WrongState(_("Mend the rows that cannot be read first, then upload the file again."))
    now = timezone.now()
    orders = _read(order_import.file.read(), order_import.file.name, order_import.currency)
    with recorded(by, "sent", order_import):
        order_import.sent_at, order_import.sent_by = now, by
        order_import.row_version += 1
        order_import.save(update_fields=["sent_at", "sent_by", "row_version", "updated_at"])
        try:
            spool_events(events_of(orders, brand=by.brand, now=now), spool)
        except SpoolFull:
            raise Refused(
                _("There is no room for more events just now. Try again in some minutes.")
            ) from None
