"""What people do with crises: report, score, name the cell, count, move on. Statements and the
review have modules of their own."""

from contextlib import contextmanager
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.queries import members_who_may
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.strategy.crisis import rules
from drumbeat.strategy.crisis.log import log
from drumbeat.strategy.crisis.models import (
    Assessment,
    Crisis,
    Deescalation,
    Reading,
    Seat,
    Words,
)
from drumbeat.strategy.crisis.states import CRISIS
from drumbeat.work.files.actions import keep_upload
from drumbeat.work.models import PlaybookVersion
from drumbeat.work.playbooks.actions import shipped

VERBS = (
    gettext_noop("reported"),
    gettext_noop("scored"),
    gettext_noop("named the cell of"),
    gettext_noop("noted"),
    gettext_noop("counted mentions"),
)
PLAYBOOK = "crisis"

# What the log says about a step.
MOVED = {
    "triage": gettext_lazy("The crisis is triaged."),
    "convene": gettext_lazy("The cell is convened; the crisis is being worked on."),
    "dismiss": gettext_lazy("Dismissed: it is only watched."),
    "reopen": gettext_lazy("Looked at again."),
    "contain": gettext_lazy("Contained: answered, and the spread has fallen."),
    "flare_up": gettext_lazy("It flared up again."),
    "de_escalate": gettext_lazy("De-escalated: the brand recovers."),
    "close": gettext_lazy("Closed."),
}


@cache
def shipped_body() -> dict:
    """The crisis playbook that comes with the product."""
    return next(body for body in shipped() if body["key"] == PLAYBOOK)


def rules_of(brand) -> dict:
    """What the brand's newest crisis playbook says; the product's own where it has none."""
    theirs = PlaybookVersion.objects.filter(playbook__brand=brand, playbook__key=PLAYBOOK).first()
    return rules.kept(theirs.body if theirs else shipped_body(), shipped_body())


def report(by, *, title, what_happened, t0, seen_url="") -> Crisis:
    """Something threatens the brand: everybody who must act hears of it. Raises NotAllowed, Refused.

    title: kept in the language it is written in.
    """
    by.must("crisis.create")
    if t0 > timezone.now():
        raise Refused(Problem(_("That is in the future: when was it first seen?"), "t0"))
    with transaction.atomic():
        crisis = opened(
            by, title=title, what_happened=what_happened, t0=t0, seen_url=seen_url, by=by
        )
        words = gettext_lazy("A possible crisis was reported: {crisis}. Score how grave it is.")
        tell(crisis, members_who_may(by.brand, "crisis.edit", crisis, besides=[by]), words)
    return crisis


def opened(owner: Member, *, title, what_happened, t0, seen_url, by) -> Crisis:
    """A crisis that nobody has scored yet. by: who reports it, None when a rule does.

    title: kept in the language it is written in. what_happened may be a lazy translation, kept as
    it reads now.
    """
    is_chinese = any("一" <= letter <= "鿿" for letter in title)
    crisis = Crisis(
        brand=owner.brand,
        owner=owner,
        what_happened=what_happened,
        seen_url=seen_url,
        t0=t0,
        rules=rules_of(owner.brand),
        **{"title_zh" if is_chinese else "title_en": title[:160]},
    )
    with recorded(by, "reported", crisis):
        crisis.save()
        log(crisis, "reported", what_happened, by=by)
    return crisis


def assess(crisis: Crisis, *, by, scores, overrides=(), reason="") -> Assessment:
    """Score it: the rules give the level, which keeps its history (I-26).

    scores: every factor → 0–4. A change of level needs its reason. Raises NotAllowed, WrongState,
    Refused.
    """
    by.must("crisis.edit", crisis)
    with held(crisis):
        points = rules.score(crisis.rules, scores)
        grade = rules.judged(crisis.rules, scores, overrides)
        if crisis.level and grade.key != crisis.level and not reason.strip():
            raise Refused(
                Problem(
                    _("The level changes from %(before)s to %(now)s: say why.")
                    % {"before": crisis.level, "now": grade.key},
                    "reason",
                )
            )
        with recorded(by, "scored", crisis, reason=reason):
            found = Assessment.objects.create(
                brand=crisis.brand,
                owner=by,
                crisis=crisis,
                scores=dict(scores),
                overrides=list(overrides),
                score=points,
                level=grade.key,
                reason=reason,
            )
            _say_level(crisis, found, grade, by)
            _stored(crisis, level=grade.key)
        if crisis.state == "signal":
            move("triage", crisis, by=by)
    return found


def name_cell(crisis: Crisis, *, by, seats, meets_at) -> None:
    """Say who does what. seats: role → Member, or the name of somebody outside, or None for nobody
    yet. Raises NotAllowed, WrongState.
    """
    by.must("crisis.edit", crisis)
    with held(crisis), recorded(by, "named the cell of", crisis):
        for one in crisis.cell:
            who = seats.get(one.key)
            crisis.seats.filter(role=one.key).delete()
            if who:
                person = {"name": who} if isinstance(who, str) else {"member": who}
                Seat.objects.create(
                    brand=crisis.brand, owner=by, crisis=crisis, role=one.key, **person
                )
        _stored(crisis, meets_at=meets_at)
        words = gettext_lazy("The cell: {names}.")
        log(crisis, "cell", format_lazy(words, names=_Roster(crisis.cell, seats)), by=by)


def note(crisis: Crisis, *, by, text="", upload=None) -> None:
    """Put a line into the log, with the file that shows it. upload: an uploaded file, which alone
    is enough: its name then is the line. Raises NotAllowed, Refused.
    """
    by.must("crisis.create", crisis)
    text = text.strip() or (upload.name if upload else "")
    if not text:
        raise Refused(Problem(_("Write what happened, or add what shows it."), "text"))
    with recorded(by, "noted", crisis, reason=text[:500]):
        file = keep_upload(upload, by=by) if upload else None
        log(crisis, "note", text, by=by, file=file)


def count(crisis: Crisis, *, by, mentions: int, note="") -> Reading:
    """How many critical mentions an hour there are now. Raises NotAllowed, WrongState."""
    by.must("crisis.create", crisis)
    with held(crisis), recorded(by, "counted mentions", crisis):
        read = Reading.objects.create(
            brand=crisis.brand, owner=by, crisis=crisis, mentions=mentions, note=note
        )
        words = gettext_lazy("{mentions} critical mentions an hour. {note}")
        log(crisis, "count", format_lazy(words, mentions=mentions, note=note), by=by)
    return read


def de_escalate(crisis: Crisis, *, by, met, reason: str) -> Crisis:
    """The lead's decision. met: keys of the rule's conditions that hold; what does not is kept
    beside them. Raises NotAllowed, WrongState, Refused.
    """
    by.must("crisis.approve", crisis)
    conditions = rules.de_escalation(crisis.rules)
    with held(crisis):
        Deescalation.objects.create(
            brand=crisis.brand,
            owner=by,
            crisis=crisis,
            met=[one.en for one in conditions if one.key in met],
            unmet=[one.en for one in conditions if one.key not in met],
            reason=reason[:500],
        )
        return move("de_escalate", crisis, by=by, reason=reason)


def move(verb: str, crisis: Crisis, *, by, reason="") -> Crisis:
    """Take a step and say so in the log. Raises NotAllowed, WrongState, Refused."""
    with CRISIS.step(crisis, verb, by, reason=reason):
        said = format_lazy("{step} {reason}", step=MOVED[verb], reason=reason)
        log(crisis, "state", said if reason else MOVED[verb], by=by)
    return crisis


@contextmanager
def held(crisis: Crisis):
    """A transaction in which nobody else changes this crisis. Raises WrongState when it is over."""
    names = ("state", "level", "row_version")
    with transaction.atomic():
        stored = Crisis.objects.select_for_update().filter(pk=crisis.pk)
        for name, value in zip(names, stored.values_list(*names).get(), strict=True):
            setattr(crisis, name, value)
        if crisis.is_over:
            raise WrongState(_("It is over: what is on the record stays as it is."))
        yield


def tell(crisis, members, words) -> None:
    """Urgent notices, in the product and by mail, that lead to the crisis. words: lazy, with
    {crisis} or without."""
    for member in members:
        notify(
            member,
            "crisis",
            format_lazy(words, crisis=crisis),
            url=crisis.get_absolute_url(),
            is_urgent=True,
        )


def _say_level(crisis, assessment, grade, by):
    words = gettext_lazy("Level {level} {name}, {score} of 100 points. {reason}")
    said = format_lazy(
        words,
        level=grade.key,
        name=Words(grade),
        score=assessment.score,
        reason=assessment.reason,
    )
    log(crisis, "level", said, by=by)
    if crisis.level == grade.key:
        return
    leads = members_who_may(crisis.brand, "crisis.approve", crisis, besides=[by])
    if grade.publishes == "yes":
        words = gettext_lazy("{crisis} is at a level that needs the crisis cell. Convene it.")
        tell(crisis, leads, words)
    if crisis.grade and grade.low > crisis.grade.low:
        _tell_the_cell(crisis, grade, besides={by.pk, *(lead.pk for lead in leads)})


def _tell_the_cell(crisis, grade, *, besides):
    """Whoever has a seat hears at once that it got worse. besides: who knows already."""
    seated = Member.objects.active().filter(pk__in=crisis.seats.values("member"))
    members = seated.exclude(pk__in=besides).select_related("person", "brand")
    words = gettext_lazy("{crisis} has risen to {level}. You have a seat in its cell.")
    level = format_lazy("{key} {name}", key=grade.key, name=Words(grade))
    tell(crisis, members, format_lazy(words, crisis=crisis, level=level))


def _stored(crisis, **values):
    values |= {"row_version": crisis.row_version + 1, "updated_at": timezone.now()}
    Crisis.objects.filter(pk=crisis.pk).update(**values)
    for name, value in values.items():
        setattr(crisis, name, value)


class _Roster:
    """Who is named for what, in the language in which it is read."""

    def __init__(self, cell, seats):
        self._cell, self._seats = cell, seats

    def __str__(self):
        named = [f"{one}: {self._seats[one.key]}" for one in self._cell if self._seats.get(one.key)]
        return " · ".join(named) or "—"
