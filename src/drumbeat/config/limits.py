"""A request that is too large is refused as it comes in, not after it has filled the disk."""

from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _

from drumbeat.work.files.actions import LARGEST_MB

# A file at its limit, and the fields around it.
MOST_BYTES = (LARGEST_MB + 5) * 1024 * 1024


def limited(pages, most=MOST_BYTES):
    """The ASGI application `pages` with bodies held to `most` bytes; more is answered with 413."""

    async def application(scope, receive, send):
        if scope["type"] != "http":
            await pages(scope, receive, send)
        elif _stated(scope) > most:
            await _refuse(scope, send)
        else:
            await _counted(pages, scope, receive, send, most)

    return application


async def _counted(pages, scope, receive, send, most):
    """Who states no length, or a false one, is counted; what came so far is let go."""
    come, answered, is_over = 0, False, False

    async def counting():
        nonlocal come, is_over
        message = await receive()
        come += len(message.get("body", b""))
        if come <= most:
            return message
        is_over = True
        return {"type": "http.disconnect"}

    async def sending(message):
        nonlocal answered
        answered = True
        await send(message)

    await pages(scope, counting, sending)
    if is_over and not answered:
        await _refuse(scope, send)


def _stated(scope):
    stated = dict(scope["headers"]).get(b"content-length", b"")
    return int(stated) if stated.isdigit() else 0


async def _refuse(scope, send):
    with override(_language(scope)):
        title = _("Too large")
        words = _("Files may have up to %(limit)d MB. Go back: what you typed is still there.") % {
            "limit": LARGEST_MB
        }
    body = f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>{words}"
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", b"default-src 'none'"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


def _language(scope):
    wanted = dict(scope["headers"]).get(b"accept-language", b"en")[:20].decode("latin-1")
    try:
        return get_supported_language_variant(wanted.partition(",")[0].lower())
    except LookupError:
        return "en"
