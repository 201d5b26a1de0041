"""The background beat: load what the spool holds, derive what changed, do what the clock says.

Every serving process starts a heart; only the one that holds the lock beats, so nothing runs
twice however many processes there are, and when that process dies another takes over.
"""

import fcntl
import logging
import threading
import time
from functools import partial

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from drumbeat.channels.placements.clock import go_live_due, time_out_due
from drumbeat.collector.spool import EventSpool
from drumbeat.content.assets.rereading import read_due
from drumbeat.content.briefs.lateness import tell_late_answers
from drumbeat.content.creative.concepts.lateness import tell_late_scores
from drumbeat.content.creative.proofing.lateness import tell_late_rounds
from drumbeat.content.media.faces import draw_due
from drumbeat.content.media.reading import read_due as read_files_due
from drumbeat.content.paths.links import check_due
from drumbeat.content.rights.warning import warn_due
from drumbeat.content.uploading.arriving import clear_due
from drumbeat.insight.funnels.ahead import count_due
from drumbeat.insight.lake import (
    derive_brand,
    each_brand,
    gather_all,
    lake_of,
    load_all,
    rules_of,
    trim_all,
)
from drumbeat.insight.privacy.cleaning import arrange_all, clean_due
from drumbeat.insight.results.ahead import count_paths_due
from drumbeat.knowledge.learnings.actions import expire_due
from drumbeat.people.notices.actions import mail_due
from drumbeat.strategy.market.asking import ask_due

log = logging.getLogger("drumbeat.heart")

BEAT_SECONDS = 0.5
LOAD_SECONDS = 0.25
GATHER_SECONDS = 5.0
TRIM_SECONDS = 600.0
ARRANGE_SECONDS = 60.0
CLOCK_SECONDS = 20.0
FRESH_SECONDS = 3.0
"""What came is to be seen within so long."""
SPARE_SECONDS = 1.0
"""Of these, for beats that take longer than the one before, which is all that is known of them."""
LOADED_SECONDS = 0.35
"""Until what came is in the lake: the loader's rest, and what it takes."""


class Heart(threading.Thread):
    """Daemon threads: this one derives, others load, merge files, trim logs, put in order and look
    at the clock; `stop()` ends them after the beat they are in.

    What is loaded while a derivation runs is there for the next: an event waits for one of them to
    end and for its own, never for a load besides, and for nothing that the clock says.
    """

    def __init__(self, spool: EventSpool):
        super().__init__(name="heart", daemon=True)
        self._spool = spool
        self._stopping = threading.Event()
        self._errand = threading.Thread(target=run_errands)
        self._derived: dict[str, tuple] = {}

    def stop(self):
        self._stopping.set()
        self.join(timeout=30)

    def run(self):
        with open(settings.HOME / "heart.lock", "w") as lock:
            while not self._stopping.is_set():
                if _held(lock):
                    beside = [
                        self._beside("loading", self._load, LOAD_SECONDS),
                        self._beside("gathering", gather_all, GATHER_SECONDS),
                        self._beside("clock", self._look_at_the_clock, CLOCK_SECONDS),
                    ]
                    # Nobody waits for these to end: they may take minutes, and can be left anywhere.
                    self._beside("trimming", trim_all, TRIM_SECONDS)
                    self._beside("arranging", arrange_all, ARRANGE_SECONDS)
                    self._again(self.derive_all, rest_after)
                    for thread in beside:
                        thread.join()
                self._stopping.wait(1.0)

    def _beside(self, name, work, seconds):
        again = partial(self._again, work, lambda _took: seconds)
        thread = threading.Thread(target=again, name=name, daemon=True)
        thread.start()
        return thread

    def _again(self, work, rest):
        """Do it over and over until stopped, less often while it fails; rest: for how long after
        work of so many seconds."""
        pause = BEAT_SECONDS
        while not self._stopping.wait(pause):
            began = time.monotonic()
            try:
                work()
                pause = rest(time.monotonic() - began)
            except BaseException:
                # Whatever failed is still in the spool or the database: say so and try again.
                pause = min(max(pause, BEAT_SECONDS) * 2, 60.0)
                log.exception("The background beat failed; trying again in %.0f s", pause)
            finally:
                close_old_connections()

    def _load(self):
        load_all(self._spool, until=self._stopping.is_set)

    def _look_at_the_clock(self):
        keep_time(timezone.now())
        self._send_out()

    def derive_all(self):
        """Each brand on its own."""
        each_brand(self._derive, "some brands could not be derived")

    def _send_out(self):
        # What waits for other people's servers runs beside that, one round at a time: a placement
        # must go live on its minute also while a feed answers slowly.
        if not self._errand.is_alive():
            self._errand = threading.Thread(target=run_errands, name="errands", daemon=True)
            self._errand.start()

    def _derive(self, brand):
        # An edited conversion changes the past as much as a new event does.
        state = (lake_of(brand).events_version(), rules_of(brand).fingerprint)
        if state[0] >= 0 and self._derived.get(brand.pk) != state:
            derive_brand(brand)
            self._derived[brand.pk] = state


def rest_after(took: float) -> float:
    """Seconds to rest after a beat of so many: as long as what comes now is still seen in time.

    It waits to be loaded, for the rest, and at worst for two beats: the one that has just begun
    and its own.
    """
    left = FRESH_SECONDS - SPARE_SECONDS - LOADED_SECONDS
    return min(max(left - 2 * took, 0.05), 1.0)


def keep_time(now):
    """What happens because a moment has come, and not because somebody clicked.

    A duty that fails is told in the log and tried again at the next look at the clock; it keeps no
    other from being done.
    """
    for duty in (
        partial(go_live_due, now),
        partial(time_out_due, now),
        partial(read_due),
        partial(read_files_due),
        partial(warn_due, now),
        partial(tell_late_rounds, now),
        partial(tell_late_scores, now),
        partial(tell_late_answers, now),
        partial(expire_due, now),
        partial(mail_due, now),
        partial(clean_due, now),
        partial(clear_due, now),
    ):
        try:
            duty()
        except Exception:
            log.exception("%s.%s failed", duty.func.__module__, duty.func.__name__)


def run_errands():
    """What the clock says that has to ask the outside, or may take its time."""
    for errand in (ask_due, check_due, draw_due, count_due, count_paths_due):
        try:
            errand(timezone.now())
        except Exception:
            log.exception("%s.%s failed; it is tried again", errand.__module__, errand.__name__)
        finally:
            close_old_connections()


def _held(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
