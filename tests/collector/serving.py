"""The collector as a server process runs it, with two keys and a few links known."""

from __future__ import annotations

import os
from pathlib import Path

from drumbeat.collector.app import Collector
from drumbeat.collector.registry import Link, Source
from drumbeat.collector.spool import Spool

SOURCES = {
    "key-site": Source(id="site", brand="tea", tz="Asia/Shanghai", currency="CNY"),
    "key-shop": Source(id="shop", brand="tea", tz="Asia/Shanghai", currency="CNY"),
    "key-rival": Source(id="rival", brand="coffee"),
}


def links_to(landing_page: str) -> dict[str, Link]:
    query = "utm_source=wechat&utm_medium=social&utm_campaign=2026q4_mooncake_g1&dbc="
    return {
        "SPR1NG7": Link("tea", "site", "SPR1NG7", f"{landing_page}?{query}SPR1NG7#buy"),
        "W1NTER4": Link(
            "tea", "site", "W1NTER4", landing_page, "retired", f"{landing_page}?safe=1"
        ),
        "E0ENDED": Link("tea", "site", "E0ENDED", landing_page, "retired"),
    }


async def keys(write_key: str) -> Source | None:
    return SOURCES.get(write_key)


async def any_key(_write_key: str) -> Source:
    return SOURCES["key-site"]


def links_from(known: dict[str, Link]):
    async def links(code: str) -> Link | None:
        return known.get(code)

    return links


if "SPOOL" in os.environ:
    _path = Path(os.environ["SPOOL"])
    app = Collector(
        Spool(_path, max_bytes=int(os.environ.get("SPOOL_BYTES", 1 << 30))),
        any_key if "ANY_KEY" in os.environ else keys,
        links_from(links_to(os.environ.get("LANDING", "https://tea.example/moon"))),
        salts=_path.parent,
    )
