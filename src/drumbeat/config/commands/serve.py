"""Serving: granian runs the one ASGI application in one or more processes."""

import multiprocessing
import os

import click
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from drumbeat.config.commands.prepare import prepare
from drumbeat.warehouse.engine import EngineMissing, engine_at, must_read, use
from drumbeat.warehouse.store import place

LOOPBACK = ("127.0.0.1", "localhost")

# Beats take and give back much memory in many threads. With an allocator of its own for Arrow and
# an arena for each thread, what was given back stays with them: a fifth of all after ten minutes.
_MEMORY = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}


def run(host: str, port: int, workers: int, engine: str = "duckdb"):
    """Serve until interrupted. Raises ClickException for an engine that is not there, or a lake that
    it could not read."""
    answer_with(engine)
    prepare()
    click.echo(f"Drumbeat serves at http://{host}:{port}/  (Ctrl+C stops)")
    server(host, port, workers).serve()


def answer_with(engine: str):
    """Let this process, and those it starts, ask the engine at this address of the lake."""
    try:
        engine_at(engine).must_be_here()
        must_read(str(place(settings.LAKE_ROOT)))
    except (ValueError, EngineMissing) as problem:
        raise click.ClickException(str(problem)) from None
    use(engine)
    os.environ["DRUMBEAT_ENGINE"] = engine


def server(host: str, port: int, workers: int = 1) -> Granian:
    """A granian server over the application; it starts its workers in fresh processes."""
    # The lake's runtime does not survive a fork, and who built the demo has used it already.
    multiprocessing.set_start_method("spawn", force=True)
    for name, value in _MEMORY.items():  # workers read these when they start
        os.environ.setdefault(name, value)
    if host in LOOPBACK:
        # Addresses that people copy from the pages lead here, unless a setting says otherwise.
        os.environ.setdefault("DRUMBEAT_URL", f"http://{host}:{port}")
    return Granian(
        "drumbeat.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        # A browser that keeps its connection open must not keep a stopped server alive.
        workers_kill_timeout=10,
    )
