"""Mails about accounts: in the reader's language, plain text."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _


def send_reset(person):
    """A link that sets a new password, once, for a day."""
    url = f"{settings.BASE_URL}/password/{person.pk}/{default_token_generator.make_token(person)}/"
    with translation.override(person.language):
        send_mail(
            _("A new password for Drumbeat"),
            _(
                "Hello %(name)s,\n\nset a new password here:\n%(url)s\n\n"
                "If you did not ask for this, ignore this mail: nothing has changed.\n"
            )
            % {"name": person.name, "url": url},
            None,
            [person.email],
        )


def send_invitation(invitation, token):
    """The only place where the token leaves the house."""
    url = f"{settings.BASE_URL}/invitation/{token}/"
    with translation.override(invitation.brand.language):
        send_mail(
            _("%(who)s invites you to %(brand)s on Drumbeat")
            % {"who": invitation.invited_by, "brand": invitation.brand},
            _(
                "Hello,\n\n%(who)s keeps a seat for you in the %(brand)s marketing team.\n"
                "Take it here, within fourteen days:\n%(url)s\n"
            )
            % {"who": invitation.invited_by, "brand": invitation.brand, "url": url},
            None,
            [invitation.email],
        )
