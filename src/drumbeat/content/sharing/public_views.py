"""What people outside see at a secret address: approved versions, in their rights, that day.

A wrong address, one that ended and one that was switched off answer alike. Looking only, nobody
gets the original's bytes: the picture that is served is another one, with words across it.
"""

from functools import wraps

from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drumbeat.content.assets.files import handed_out, kept_by_browser
from drumbeat.content.assets.rendering import as_html
from drumbeat.content.collections.zipping import zip_answer
from drumbeat.content.media.faces import face_of
from drumbeat.content.media.renditions import kept
from drumbeat.content.sharing import queries
from drumbeat.content.sharing.actions import count_opening
from drumbeat.content.sharing.forms import PasswordForm
from drumbeat.formats.media.problems import Unsafe
from drumbeat.formats.media.watermark import watermarked
from drumbeat.people.access import public
from drumbeat.people.outside import CATALOGUE, held_back, language_read, too_often

READS_A_MINUTE, TRIES_A_MINUTE = 900, 8
A_DAY = 24 * 3600


def at_its_address(view):
    """The view of a share that works: on the brand's day, in the reader's language, and behind its
    password."""

    @public
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request, code, **rest):
        share = queries.open_share(code)
        if share is None:
            raise Http404
        if too_often(f"share:{share.pk}", READS_A_MINUTE):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        language = language_read(request)
        with (
            timezone.override(share.brand.time_zone),
            translation.override(CATALOGUE[language]),
        ):
            today = timezone.localdate()
            if share.stands(today) != "open":
                raise Http404
            if _is_let_in(request, share):
                answer = view(request, share, today, **rest)
            else:
                answer = _ask_password(request, share, language)
        answer["Content-Language"] = CATALOGUE[language]
        return held_back(answer)

    guarded.act = None
    return guarded


def _key(share):
    """What the cookie holds: of no use once the password or the share is another one."""
    return f"{share.pk}:{share.password[-24:]}"


def _is_let_in(request, share):
    if not share.password:
        return True
    return request.get_signed_cookie(f"share_{share.pk}", "", max_age=A_DAY) == _key(share)


def _ask_password(request, share, language):
    form, status = PasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if too_often(f"share-password:{share.pk}", TRIES_A_MINUTE):
            form.add_error(None, _("Too many tries. Wait a minute."))
            status = 429
        elif form.is_valid():
            if check_password(form.cleaned_data["password"], share.password):
                return _let_in(request, share)
            form.add_error("password", _("That is not the password."))
    context = {"form": form, "other": _other(language)}
    return render(request, "content/sharing/password.html", context, status=status)


def _let_in(request, share):
    answer = redirect(request.get_full_path())
    answer.set_signed_cookie(
        f"share_{share.pk}",
        _key(share),
        max_age=A_DAY,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path=f"/share/{share.code}/",
    )
    return answer


def _other(language):
    return "en" if language == "zh" else "zh"


@at_its_address
def share_page(request, share, today):
    found = queries.shown_in(share, today)
    if request.method == "GET":
        count_opening(share)
    context = {
        "share": share,
        "found": [(one, as_html(one.version.words) if one.version.text else "") for one in found],
        "other": _other(language_read(request)),
    }
    return render(request, "content/sharing/public.html", context)


@at_its_address
def share_face(request, share, today, version):
    """A smaller picture of the picture, with brand, recipient and day across it."""
    shown = _shown(share, today, version)
    if not shown.facts or not shown.facts.has_face:
        raise Http404
    day = timezone.localdate(share.created_at)
    words = f"{share.brand.name} · {share.recipient} · {day.isoformat()}"
    try:
        made = kept(
            shown.version.file, f"w {words}", lambda data: watermarked(_picture(shown, data), words)
        )
    except (Unsafe, OSError) as gone:
        raise Http404 from gone
    return _unkept(kept_by_browser(made, "image/webp"))


def _picture(shown, data):
    return data if shown.facts.is_picture else face_of(shown.version.file)


@at_its_address
def share_file(request, share, today, version):
    """The approved bytes themselves, where the share lets them go."""
    shown = _shown(share, today, version)
    if not share.lets_download or not shown.version.file_id or not shown.version.is_intact():
        raise Http404
    return _unkept(handed_out(request, shown.version.file))


@at_its_address
def share_zip(request, share, today):
    if not share.lets_download:
        raise Http404
    return zip_answer(str(share.shown), queries.shown_in(share, today))


def _shown(share, today, version):
    found = queries.shown_in(share, today, version)
    if not found:
        raise Http404
    return found[0]


def _unkept(answer):
    """Made to be kept for a year by who signs in; here it is gone when the share is."""
    del answer["Cache-Control"]
    return answer
