"""Mails go out once, one bad address holds up nobody, and what failed is tried again."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.test import override_settings

from drumbeat.people.models import Notice
from drumbeat.people.notices.actions import RETRY_AFTER, mail_due, notify
from tests.postgres import free_port
from tests.world import NOW, a_member

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


class MailServer:
    """A real SMTP server. to: recipients of the mails it took. refuses: its answer to a recipient.
    answers: to the next mails; None takes the mail and breaks the line off before it says so.
    """

    def __init__(self):
        self.to, self.asked = [], 0
        self.refuses, self.answers = {}, []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def settings(self):
        return override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=self._controller.port,
            EMAIL_TIMEOUT=5,
        )

    async def handle_RCPT(self, server: SMTP, session, envelope, address, options):
        self.asked += 1
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer is None or answer.startswith("250"):
            self.to += envelope.rcpt_tos
        if answer is None:
            server.transport.abort()
            return "250 OK"
        return answer

    def stop(self):
        if self._controller.loop.is_running():
            self._controller.stop()


@pytest.fixture
def server():
    server = MailServer()
    with server.settings:
        yield server
    server.stop()


@pytest.fixture
def team(brand):
    """Three members who want a mail for each notice; each has one waiting."""
    members = [a_member(brand, "cw", name=name, digest="each") for name in ("Ann", "Bo", "Cai")]
    for member in members:
        notify(member, "test", f"Look, {member.person.name}")
    return members


def address(member):
    return member.person.email


def test_a_refused_mail_holds_up_nobody(server, team):
    ann, bo, cai = team
    server.refuses[address(bo)] = "550 no such user"
    assert mail_due(NOW) == 2
    assert sorted(server.to) == sorted([address(ann), address(cai)])


def test_a_refused_mail_goes_out_later_and_once(server, team):
    server.answers = ["451 try again"]
    assert mail_due(NOW) == 2
    assert mail_due(NOW + timedelta(seconds=30)) == 0
    assert mail_due(NOW + RETRY_AFTER[0]) == 1
    assert mail_due(LATER) == 0
    assert sorted(server.to) == sorted(map(address, team))


def test_tries_come_further_and_further_apart_and_end(server, team):
    bo = team[1]
    server.refuses[address(bo)] = "550 no such user"
    mail_due(NOW)
    moment, server.asked = NOW, 0
    for tries, pause in enumerate(RETRY_AFTER, start=1):
        mail_due(moment + pause - timedelta(seconds=1))
        assert server.asked == tries - 1
        moment += pause
        mail_due(moment)
        assert server.asked == tries
    assert mail_due(moment + timedelta(days=30)) == 0
    assert server.asked == len(RETRY_AFTER)
    assert Notice.objects.get(member=bo).mailed_at is None


def test_a_mail_that_may_have_arrived_is_never_sent_again(server, team):
    server.answers = [None]  # taken, and the line is cut before the server could say so
    assert mail_due(NOW) == 2
    assert mail_due(LATER) == 0
    assert sorted(server.to) == sorted(map(address, team))


def test_without_a_mail_server_nothing_is_lost(server, team):
    server.stop()
    assert mail_due(NOW) == 0
    assert set(Notice.objects.values_list("mailed_at", "mail_tries")) == {(None, 1)}
    working = MailServer()
    with working.settings:
        assert mail_due(NOW + timedelta(seconds=1)) == 0
        assert mail_due(NOW + RETRY_AFTER[0]) == 3
    working.stop()


def test_a_notice_read_meanwhile_needs_no_mail(server, team):
    server.answers = ["451 try again"]
    mail_due(NOW)
    Notice.objects.update(read_at=NOW)
    assert mail_due(LATER) == 0


def test_an_address_that_cannot_be_written_holds_up_nobody(server, team):
    bo = team[1]
    bo.person.email = "bo\n@example.test"
    bo.person.save()
    assert mail_due(NOW) == 2
    assert Notice.objects.get(member=bo).mail_tries == 1


def test_the_log_names_no_address_and_no_word_of_the_mail(server, team, caplog):
    server.refuses[address(team[0])] = f"550 {address(team[0])} is unknown here"
    server.answers = [f"554 {address(team[1])} go away", None]
    mail_due(NOW)
    server.stop()
    notify(team[2], "test", "Look again")
    mail_due(LATER)
    assert len(caplog.records) == 4
    for member in team:
        assert address(member) not in caplog.text
        assert member.person.name not in caplog.text
    assert "SMTPRecipientsRefused 550" in caplog.text
