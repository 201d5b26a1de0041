"""A visitor without a cookie: one id for one day, that nobody can lead back to a person.

The id is a keyed hash of brand, shortened network address and browser. Its key is random, new each
UTC day and destroyed after it: then not even we could recognise the same visitor again.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import os
import secrets
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

KEPT_AFTER_MIDNIGHT = timedelta(hours=3)
_SALT_BYTES = 32


def truncated(address: str) -> str:
    """The network a visitor came from: IPv4 to /24, IPv6 to /48; "" for what is no address."""
    try:
        plain = socket.inet_pton(socket.AF_INET, address)  # nearly all are, and this is quick
    except (OSError, ValueError):
        return _network_of(address)
    return f"{plain[0]}.{plain[1]}.{plain[2]}.0"


def _network_of(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.strip().strip("[]"))
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    prefix = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network((ip, prefix), strict=False).network_address)


class DailySalt:
    """The day's secret, in a file that all intake processes of one spool share."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)
        self._day = ""
        self._salt = b""
        self._forget_at = datetime.min.replace(tzinfo=UTC)

    def visitor(self, brand: str, address: str, user_agent: str, now: datetime) -> str:
        """The visitor's id for the UTC day of `now`; "" when nothing distinguishes them."""
        network = truncated(address)
        if not network and not user_agent:
            return ""
        parts = "\0".join((brand, network, user_agent)).encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(parts, key=self._of(now), digest_size=12).hexdigest()
        return f"daily-{digest}"

    def forget(self, now: datetime) -> None:
        """Destroy the salts of days that ended more than KEPT_AFTER_MIDNIGHT ago."""
        keep = self._file((now - KEPT_AFTER_MIDNIGHT).date().isoformat()).name
        for file in self._folder.glob("salt-*"):
            if file.name < keep:
                file.unlink(missing_ok=True)
        if self._file(self._day).name < keep:
            self._day, self._salt = "", b""

    def _of(self, now: datetime) -> bytes:
        if now >= self._forget_at:
            self.forget(now)
            self._forget_at = now + timedelta(hours=1)
        day = now.date().isoformat()
        if day != self._day:
            self._salt = self._shared(day)
            self._day = day
        return self._salt

    def _shared(self, day: str) -> bytes:
        file = self._file(day)
        if not file.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = file.with_name(f"new-salt-{secrets.token_hex(8)}")
            with open(draft, "xb", opener=lambda p, flags: os.open(p, flags, 0o600)) as out:
                out.write(secrets.token_bytes(_SALT_BYTES))
            # The first process to link its draft decides for all, and nobody reads half a salt.
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
            draft.unlink()
        return file.read_bytes()

    def _file(self, day: str) -> Path:
        return self._folder / f"salt-{day}"
