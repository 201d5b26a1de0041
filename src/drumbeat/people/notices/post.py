"""Handing one mail to the mail server, and what is certain when that fails."""

from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection


class Untaken(Exception):
    """The mail certainly did not go out: it may be tried again. Says why without an address."""


class Unreachable(Untaken):
    """No mail server takes our mails: no need to try another one now."""


class Uncertain(Exception):
    """The connection broke while the mail was handed over: it may have gone out."""


# What a server answers, or what stands in the way before it is asked.
_REFUSALS = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ValueError)


class Post:
    """One connection for many mails, opened at the first and again after a failure."""

    def __init__(self):
        self._server = get_connection()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.close()

    def send(self, mail: EmailMessage) -> None:
        """Returns once the server has taken it. Raises Untaken, Unreachable, Uncertain."""
        # The causes are cut off: what servers say names people's addresses.
        try:
            self._server.open()
        except OSError as problem:
            self._server.close()
            raise Unreachable(_cause(problem)) from None
        try:
            self._server.send_messages([mail])
        except _REFUSALS as problem:
            self._server.close()
            raise Untaken(_cause(problem)) from None
        except OSError as problem:
            self._server.close()
            raise Uncertain(_cause(problem)) from None


def _cause(problem: Exception) -> str:
    codes = getattr(problem, "recipients", None)
    code = (
        next(iter(codes.values()))[0]
        if isinstance(codes, dict) and codes
        else getattr(problem, "smtp_code", "")
    )
    return f"{type(problem).__name__} {code}".strip()
