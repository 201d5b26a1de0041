"""What the brand says: written, approved by a second person, and out as it was approved (I-26)."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.people.members.queries import members_who_may
from drumbeat.people.notices.actions import notify
from drumbeat.strategy.crisis.actions import held
from drumbeat.strategy.crisis.log import log
from drumbeat.strategy.crisis.models import Crisis, Publication, Statement, StatementApproval
from drumbeat.strategy.crisis.states import STATEMENT

VERBS = (gettext_noop("wrote"), gettext_noop("took over"))


@transaction.atomic
def write(form, *, by) -> Statement:
    """Keep a draft, new or edited; the form is valid. Who may approve it hears of it.

    Raises NotAllowed, WrongState, StaleEdit.
    """
    statement, is_new = form.instance, form.instance._state.adding
    by.must("crisis.create" if is_new else "crisis.edit", statement)
    must_be_draft(statement)
    statement.edited_by = None if is_new else by
    form.save_recorded(by, "wrote")
    if statement.crisis_id:
        _say(statement, gettext_lazy("{kind}: draft written."), by)
    _ask_for_approval(statement, by)
    return statement


def must_be_draft(statement: Statement) -> None:
    """Raises WrongState: what was approved is what goes out."""
    if statement.state != "draft":
        raise WrongState(_("Approved words do not change. Write the next statement."))


def approve(statement: Statement, *, by, single_person_waiver="") -> StatementApproval:
    """Say yes to exactly these words: not their author (I-03). Raises NotAllowed, WrongState, Refused.

    single_person_waiver: why one person does both, where nobody else may approve.
    """
    by.must("crisis.approve", statement)
    _speaks_both_languages(statement)
    waiver = _four_eyes(statement, by, single_person_waiver.strip())
    with STATEMENT.step(statement, "approve", by, reason=waiver):
        statement.refresh_from_db(fields=["text_en", "text_zh", "kind"])
        _speaks_both_languages(statement)
        approval = StatementApproval.objects.create(
            brand=statement.brand,
            owner=by,
            statement=statement,
            sha256=statement.sha256,
            single_person_waiver=waiver,
        )
        if statement.crisis_id:
            _say(statement, gettext_lazy("{kind}: approved."), by)
    return approval


def publish(statement: Statement, *, by, url: str) -> Publication:
    """It is out, word for word as approved. Raises NotAllowed, WrongState, Refused."""
    if statement.crisis is None:
        raise WrongState(_("It is prepared for a crisis: take it over there first."))
    with held(statement.crisis), STATEMENT.step(statement, "publish", by):
        statement.refresh_from_db(fields=["text_en", "text_zh", "kind"])
        if statement.sha256 != statement.approval.sha256:
            raise Refused(Problem(_("These are not the words that were approved.")))
        publication = Publication.objects.create(
            brand=statement.brand, owner=by, statement=statement, url=url, sha256=statement.sha256
        )
        _say(statement, gettext_lazy("{kind}: published. {url}"), by, url=url)
    return publication


def take_over(prepared: Statement, crisis: Crisis, *, by) -> Statement:
    """Use words that were approved beforehand: they stay approved. Raises NotAllowed, WrongState."""
    by.must("crisis.create", crisis)
    if prepared.crisis_id or prepared.state != "approved":
        raise WrongState(_("Only prepared and approved words can be taken over."))
    statement = Statement(
        brand=crisis.brand,
        owner=prepared.owner,
        edited_by=prepared.edited_by,
        crisis=crisis,
        kind=prepared.kind,
        text_en=prepared.text_en,
        text_zh=prepared.text_zh,
        state="approved",
    )
    with held(crisis), recorded(by, "took over", statement):
        statement.save()
        StatementApproval.objects.create(
            brand=crisis.brand,
            owner=prepared.approval.owner,
            at=prepared.approval.at,
            statement=statement,
            sha256=statement.sha256,
            single_person_waiver=prepared.approval.single_person_waiver,
        )
        _say(statement, gettext_lazy("{kind}: prepared and approved words taken over."), by)
    return statement


def other_approvers(statement: Statement, *, besides=()):
    """Who may approve it and did not write it."""
    able = members_who_may(statement.brand, "crisis.approve", statement, besides=besides)
    return [member for member in able if member.pk not in statement.writers]


def needs_waiver(statement: Statement, by) -> bool:
    return by.pk in statement.writers and not other_approvers(statement)


def _four_eyes(statement, by, waiver):
    if by.pk not in statement.writers:
        return ""
    others = other_approvers(statement)
    if others:
        raise NotAllowed(
            _("You wrote this; somebody else approves it. Ask %(names)s.")
            % {"names": ", ".join(member.name for member in others[:5])}
        )
    if not waiver:
        raise Refused(
            Problem(
                _(
                    "Nobody else here may approve it. Say why you do so alone: it goes on the record."
                ),
                "single_person_waiver",
            )
        )
    return waiver


def _speaks_both_languages(statement):
    if not (statement.text_en.strip() and statement.text_zh.strip()):
        raise Refused(Problem(_("It must be written in both languages before it is approved.")))


def _say(statement, words, by, **values):
    said = format_lazy(words, kind=statement, **values)
    log(statement.crisis, "statement", said, by=by)


def _ask_for_approval(statement, by):
    words = gettext_lazy("A statement waits for your approval: {kind}")
    for member in other_approvers(statement, besides=[by]):
        notify(
            member,
            "statement",
            format_lazy(words, kind=statement),
            url=statement.get_absolute_url(),
            is_urgent=True,
        )
