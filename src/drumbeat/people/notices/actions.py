"""Telling members: in the product at once, by mail each or as a daily digest, never twice."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drumbeat.people.models import Member, Notice
from drumbeat.people.notices.addresses import in_brand
from drumbeat.people.notices.post import Post, Uncertain, Unreachable, Untaken

log = logging.getLogger("drumbeat.notices")

# How long after each failed try comes the next; after the last one it stays in the product only.
RETRY_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))


def notify(member: Member, kind: str, text, *, url="", is_urgent=False) -> Notice:
    """Leave a notice. text: a lazy translation, stored in both languages as of now.

    url: path of a page of the member's brand, as `get_absolute_url` gives it, here or there.
    """
    sentences = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            sentences[language] = str(text)[:300]
    return Notice.objects.create(
        brand_id=member.brand_id,
        member=member,
        kind=kind,
        text_en=sentences["en"],
        text_zh=sentences["zh-hans"],
        url=in_brand(url, member.brand) if url else "",
        is_urgent=is_urgent,
    )


def mail_due(now) -> int:
    """Send what is due by mail; returns how many mails went out.

    A notice is marked before its mail leaves, and the mark is taken back only when the mail
    certainly did not go out. So a crash or a broken connection can lose a mail (the notice stays
    visible in the product) but never repeat one. One member's failure does not hold up the others.
    """
    sent, waiting = 0, _waiting(now)
    with Post() as post:
        for member in waiting:
            notices = _claim(member, now)
            try:
                if notices:
                    post.send(_mail(member, notices))
                    sent += 1
            except Unreachable as problem:
                log.warning("No mail goes out: %s. Trying again later.", problem)
                _put_off([*notices, *_due(now).filter(member__in=waiting)], now)
                break
            except Untaken as problem:
                log.warning("The mail to member %s was not taken: %s", member.pk, problem)
                _put_off(notices, now)
            except Uncertain as problem:
                log.warning("The mail to member %s may be lost: %s", member.pk, problem)
    return sent


def _due(now):
    return Notice.objects.filter(
        Q(mail_not_before=None) | Q(mail_not_before__lte=now),
        mailed_at=None,
        read_at=None,
        mail_tries__lte=len(RETRY_AFTER),
    )


def _put_off(notices, now):
    """None of these went out: try them again, later each time, and at last no more."""
    ids = [notice.pk for notice in notices]
    # From the most tries down, so that none is counted up twice.
    for tries, pause in reversed(list(enumerate((*RETRY_AFTER, None)))):
        Notice.objects.filter(pk__in=ids, mail_tries=tries).update(
            mailed_at=None,
            mail_tries=F("mail_tries") + 1,
            mail_not_before=now + pause if pause else None,
        )


def _waiting(now):
    candidates = (
        Member.objects.active()
        .filter(notices__in=_due(now))
        .select_related("person", "brand")
        .distinct()
    )
    return [
        member for member in candidates if member.digest == "each" or _digest_is_due(member, now)
    ]


def _digest_is_due(member, now):
    if member.digest != "daily":
        return False
    last = (
        Notice.objects.filter(member=member, mailed_at__isnull=False)
        .order_by("-mailed_at")
        .values_list("mailed_at", flat=True)
        .first()
    )
    return last is None or now - last >= timedelta(hours=20)


@transaction.atomic
def _claim(member, now):
    waiting = list(_due(now).select_for_update().filter(member=member).order_by("created_at")[:50])
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(mailed_at=now)
    return waiting


def _mail(member, notices) -> EmailMessage:
    with translation.override(member.person.language):
        chinese = member.person.language.startswith("zh")
        lines = [
            f"· {n.text_zh if chinese else n.text_en}\n  {_address(member, n)}" for n in notices
        ]
        subject = _("%(brand)s: %(count)d new on Drumbeat") % {
            "brand": member.brand,
            "count": len(notices),
        }
        return EmailMessage(subject, "\n\n".join(lines) + "\n", to=[member.person.email])


def _address(member, notice):
    return (
        f"{settings.BASE_URL}{notice.url}"
        if notice.url
        else (f"{settings.BASE_URL}/b/{member.brand.slug}/notices/")
    )


def read_all(member: Member) -> None:
    Notice.objects.filter(member=member, read_at=None).update(read_at=timezone.now())
