"""The loader as a process of its own: load, derive, again, until somebody kills it.

python -m tests.collector.loading SPOOL LAKE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from drumbeat.collector.loader import load_once
from drumbeat.collector.spools import open_spool
from drumbeat.collector.visitor import DailySalt
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.lake import Lake
from tests.warehouse.logs import RULES

PAUSE_SECONDS = 0.3


def rounds(spool_at: str, lake_at: str, salts: str):
    """Load and derive once with each step."""
    spool, lake = open_spool(spool_at), Lake(Path(lake_at))
    visitor = DailySalt(salts).visitor
    while True:
        chunks = load_once(spool, lake, visitor, 2_000).chunks
        derive(lake.brand("tea"), settings=RULES)
        yield chunks


if __name__ == "__main__":
    for _ in rounds(*sys.argv[1:]):
        time.sleep(PAUSE_SECONDS)
