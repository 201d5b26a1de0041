"""One fact that a visitor did something: the only shape that enters the lake."""

from __future__ import annotations

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

TYPES = ("track", "page", "screen", "identify", "group", "alias", "click")
CONSENTS = ("granted", "denied", "unknown")


class Event(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """What the collector hands to the lake. Text that is not known is "", never None.

    ts, received: microseconds since 1970 UTC; ts is already corrected for the sender's clock.
    value_minor: signed minor units of `currency` (refunds are negative); None when no value came.
    """

    brand: str
    source: str  # the write key's source id
    message_id: str
    type: str  # one of TYPES
    name: str = ""  # event name of a track, page name of a page
    ts: int
    received: int
    anonymous_id: str = ""
    user_id: str = ""
    previous_id: str = ""  # alias: the id that user_id takes over
    url: str = ""
    path: str = ""
    host: str = ""
    referrer: str = ""
    title: str = ""
    code: str = ""  # tracking code: `dbc` of the URL, or the /g/ click's own
    click: str = ""  # click id: `dbt` of the URL, or the click event's own message id
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_content: str = ""
    utm_term: str = ""
    utm_id: str = ""
    paid_click_id: str = ""  # the NAME of a recognised click-id parameter, never its value
    device: str = ""  # desktop | mobile | tablet | other
    in_app: str = ""  # in-app browser by user agent: wechat, douyin, …
    bot: bool = False
    consent: str = "unknown"  # one of CONSENTS; denied carries no ids
    order_id: str = ""
    value_minor: int | None = None
    currency: str = ""  # ISO 4217
    properties: str = "{}"  # JSON text
    library: str = ""


_TIME = pa.timestamp("us", tz="UTC")
_ARROW = {"ts": _TIME, "received": _TIME, "bot": pa.bool_(), "value_minor": pa.int64()}

FIELDS = Event.__struct_fields__
SCHEMA = pa.schema(
    [
        *(pa.field(name, _ARROW.get(name, pa.string())) for name in FIELDS),
        pa.field("day", pa.date32()),  # UTC date of ts: the partition
        pa.field("batch", pa.string()),
    ]
)


def to_table(events: list[Event], batch: str) -> pa.Table:
    """The events as one Arrow table of SCHEMA, in the order given.

    Raises pyarrow.ArrowInvalid for a value that its column cannot hold.
    """
    if not events:
        return SCHEMA.empty_table()
    values = zip(*map(msgspec.structs.astuple, events), strict=True)
    columns = [
        pa.array(column, SCHEMA.field(name).type)
        for name, column in zip(FIELDS, values, strict=True)
    ]
    day = pc.cast(columns[FIELDS.index("ts")], pa.date32())
    return pa.table([*columns, day, pa.repeat(batch, len(events))], schema=SCHEMA)
