"""Unmodified SDKs, each in a process of its own, and what they say was acknowledged.

    python -m tests.collector.clients NAME HOST EVENTS SECONDS

sends the events over about so many seconds and prints, as JSON, the message ids that the client
was told are kept. Only host and key differ from how anybody would use these clients.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

BATCH = 100


def paced(events: int, seconds: float) -> Iterator[int]:
    """0…events−1, a batch at a time."""
    for number in range(events):
        if number % BATCH == 0:
            time.sleep(seconds * BATCH / events)
        yield number


def segment(host: str, events: int, seconds: float) -> list[str]:
    from segment.analytics.client import Client

    given_up: set[str] = set()
    client = Client(
        "key-site",
        host=host,
        max_retries=40,
        on_error=lambda _, batch: given_up.update(message["messageId"] for message in batch),
    )
    sent = []
    for number in paced(events, seconds):
        accepted, message = client.track(
            anonymous_id=f"seg{number % 97}", event="Tea Seen", properties={"n": number}
        )
        if accepted:
            sent.append(message["messageId"])
    client.flush()
    client.join()
    return [one for one in sent if one not in given_up]


def posthog(host: str, events: int, seconds: float) -> list[str]:
    from posthog import Posthog

    given_up: set[str] = set()
    client = Posthog(
        "key-shop",
        host=host,
        max_retries=10,
        flush_interval=0.5,
        on_error=lambda _, batch: given_up.update(message["uuid"] for message in batch),
    )
    sent = [
        client.capture("Tea Seen", distinct_id=f"hog{number % 97}", properties={"n": number})
        for number in paced(events, seconds)
    ]
    client.flush()
    client.shutdown()
    return [one for one in sent if one and one not in given_up]


def snowplow(host: str, events: int, seconds: float) -> list[str]:
    from snowplow_tracker import AsyncEmitter, PageView, Subject, Tracker

    kept: list[str] = []
    place = urlsplit(host)
    emitter = AsyncEmitter(
        place.hostname,
        protocol="http",
        port=place.port,
        batch_size=BATCH,
        max_retry_delay_seconds=1,
        on_success=lambda payloads: kept.extend(payload["eid"] for payload in payloads),
    )
    tracker = Tracker("t", emitter, subject=Subject().set_domain_user_id("d1"), app_id="key-shop")
    for number in paced(events, seconds):
        tracker.track(PageView(f"https://t.example/{number}"))
    deadline = time.monotonic() + 60
    while len(kept) < events and time.monotonic() < deadline:
        emitter.flush()
        time.sleep(0.2)
    return kept


CLIENTS: dict[str, Callable[[str, int, float], list[str]]] = {
    "segment": segment,
    "posthog": posthog,
    "snowplow": snowplow,
}

# @segment/analytics-node: node --input-type=module -e SCRIPT HOST EVENTS SECONDS
NODE = """
import { Analytics } from "@segment/analytics-node"
const [host, events, seconds] = [process.argv[1], +process.argv[2], +process.argv[3]]
const client = new Analytics({ writeKey: "key-shop", host, maxRetries: 40, flushAt: 100,
                               flushInterval: 500 })
client.on("error", () => {})
const kept = []
let answered = 0
for (let n = 0; n < events; n++) {
  client.track({ anonymousId: "node" + n % 97, event: "Tea Seen", properties: { n } },
               (problem, context) => {
                 answered++
                 if (!problem) kept.push(context.event.messageId)
               })
  if (n % 100 == 99) await new Promise(go => setTimeout(go, seconds * 1e5 / events))
}
await client.closeAndFlush({ timeout: 90000 })
console.log(JSON.stringify(kept))
"""


def main(name: str, host: str, events: str, seconds: str) -> None:
    logging.disable(logging.CRITICAL)
    print(json.dumps(CLIENTS[name](host, int(events), float(seconds))))


if __name__ == "__main__":
    main(*sys.argv[1:])
