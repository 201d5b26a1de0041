"""Runs Ibis expressions over Parquet files and Arrow tables, on the engine that was chosen.

The expressions name their tables and know no engine: `query` writes each in the words of whoever
asks, `workspace` is where one is asked, `duck` (default) and `spark` answer.
"""

from drumbeat.warehouse.engine.choice import chosen, engine_at, use
from drumbeat.warehouse.engine.dialects import number_of
from drumbeat.warehouse.engine.duck import must_read
from drumbeat.warehouse.engine.query import (
    Query,
    Step,
    microseconds,
    named,
    step,
    to_sql,
    whole_seconds,
)
from drumbeat.warehouse.engine.session import Engine, EngineMissing, FilesGone
from drumbeat.warehouse.engine.workspace import Workspace, in_process, once_more

__all__ = [
    "Engine",
    "EngineMissing",
    "FilesGone",
    "Query",
    "Step",
    "Workspace",
    "chosen",
    "engine_at",
    "in_process",
    "microseconds",
    "must_read",
    "named",
    "number_of",
    "once_more",
    "step",
    "to_sql",
    "use",
    "whole_seconds",
]
