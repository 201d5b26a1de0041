"""The write key of a request that is refused, as far as it can be seen without reading it."""

from __future__ import annotations

import re

from drumbeat.collector.dialects.messages import Sent

# Under which names each dialect's clients send it, in JSON, in a form, or in the query.
NAMES = {
    "segment": ("writeKey",),
    "posthog": ("api_key", "token"),
    "ga4": ("api_secret",),
    "matomo": ("token_auth", "idsite"),
    "snowplow": ("aid",),
    "plausible": ("domain", "d"),
}
_WRITTEN = {
    dialect: re.compile(
        rb'(?:^|["?&])(?:%b)(?:"\s*:\s*"|=)([\w.-]{1,64})' % "|".join(names).encode()
    )
    for dialect, names in NAMES.items()
}


def seen_key(dialect: str, sent: Sent) -> str:
    """The first thing that looks like the key, "" where nothing does."""
    for name in NAMES[dialect]:
        if sent.query.get(name):
            return sent.query[name]
    found = _WRITTEN[dialect].search(sent.body)
    return found[1].decode() if found else ""
