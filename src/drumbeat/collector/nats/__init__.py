"""The spool of an installation with several nodes: a stream of NATS JetStream.

Ask for it with DRUMBEAT_SPOOL=nats://host:port (see docs/settings.md); `address` says what more
may stand there.
"""

from drumbeat.collector.nats.spool import NatsSpool

__all__ = ["NatsSpool"]
