"""Run a command with a PostgreSQL cluster of its own: `python -m tests.postgres COMMAND…`.

The cluster lives in a temporary folder, listens on a free loopback port, and is gone afterwards.
PostgreSQL refuses to run as root, so root hands it to the `postgres` user of the package.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of the newest installed server programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def a_cluster():
    """Yields the database URL of a fresh cluster."""
    bin_, port = programs(), free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="drumbeat-pg-") as folder:
        if as_user:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"

        def run(*words):
            subprocess.run([*as_user, *words], check=True, cwd=folder)

        run(
            str(bin_ / "initdb"),
            "-D",
            data,
            "-U",
            "drumbeat",
            "--auth=trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
            "--no-instructions",
        )
        options = (
            f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder} "
            "-c fsync=off -c full_page_writes=off -c max_connections=60"
        )
        control = [str(bin_ / "pg_ctl"), "-D", data, "-w", "-s", "-l", f"{folder}/log"]
        run(*control, "-o", options, "start")
        try:
            run(
                str(bin_ / "createdb"),
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-U",
                "drumbeat",
                "drumbeat",
            )
            yield f"postgresql://drumbeat@127.0.0.1:{port}/drumbeat"
        finally:
            run(*control, "-m", "immediate", "stop")


def another_database(url: str, name: str) -> str:
    """Make one in the cluster of `url`; returns its URL."""
    import psycopg  # of an extra

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


def main(command: list[str]) -> int:
    if programs() is None:
        print("PostgreSQL's server programs are not installed: this part of the tests is left out.")
        return 0
    with a_cluster() as url:
        return subprocess.run(command, env=os.environ | {"DRUMBEAT_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
