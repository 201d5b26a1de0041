"""UTM parameters and tracked links: generated from the thread, never typed."""

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from drumbeat.science.pinyin import syllables

MEDIUMS = frozenset(
    {
        "cpc",
        "cpm",
        "paid-social",
        "paid-video",
        "display",
        "social",
        "video",
        "organic",
        "email",
        "sms",
        "push",
        "affiliate",
        "referral",
        "kol",
        "qr",
        "pr",
        "offline",
        "ai-assistant",
    }
)
FIELD_LENGTH = 60
URL_LENGTH = 2048
CODE_PARAMETER = "dbc"
CLICK_PARAMETER = "dbt"

_FIELD = re.compile(rf"[a-z0-9._-]{{1,{FIELD_LENGTH}}}")
_URL_SAFE = "%:/?#[]@!$&'()*+,;=~"


class UtmProblem(ValueError):
    """A UTM field that breaks the scheme. field: its name, e.g. "medium"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class UrlProblem(ValueError):
    """A destination that cannot carry tracking."""


@dataclass(frozen=True)
class Utm:
    """The utm_* parameters of one placement, each 1–60 characters of [a-z0-9._-].

    Raises UtmProblem for a field outside that alphabet and for an unknown medium.
    """

    source: str
    medium: str
    campaign: str
    id: str | None = None
    content: str | None = None
    term: str | None = None
    source_platform: str | None = None
    creative_format: str | None = None
    marketing_tactic: str | None = None

    def __post_init__(self) -> None:
        for name, value in self._present():
            if not _FIELD.fullmatch(value):
                raise UtmProblem(
                    name, f"utm_{name} “{value}” is not 1–{FIELD_LENGTH} of a-z 0-9 . _ -"
                )
        if self.medium not in MEDIUMS:
            raise UtmProblem("medium", f"utm_medium “{self.medium}” is not one of the scheme")

    def parameters(self) -> list[tuple[str, str]]:
        """Names and values as they stand in a link, empty fields left out."""
        return [(f"utm_{name}", value) for name, value in self._present()]

    def _present(self) -> list[tuple[str, str]]:
        pairs = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, value) for name, value in pairs if value is not None]


def slug(text: str, length: int = FIELD_LENGTH) -> str:
    """`text` in at most `length` characters of [a-z0-9._-]; Chinese becomes pinyin, accents go.

    Syllables and words are joined by hyphens: "新品上市 2026" → "xin-pin-shang-shi-2026". A cut
    falls between words where it can. Raises ValueError when no letter or digit is left.
    """
    latin = "-".join(syllables(unicodedata.normalize("NFKC", text)))
    bare = unicodedata.normalize("NFKD", latin.casefold()).encode("ascii", "ignore").decode()
    joined = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9._-]+", "-", bare)).strip("-._")
    if not joined:
        raise ValueError(f"“{text}” has no letter or digit to make a slug of")
    return _cut(joined, length)


def _cut(joined: str, length: int) -> str:
    if len(joined) <= length:
        return joined
    cut = joined[:length]
    if joined[length] != "-" and "-" in cut:
        cut = cut.rpartition("-")[0]
    return cut.rstrip("-._")


def utm_for(
    *,
    source: str,
    medium: str,
    campaign_name: str,
    campaign_start: date,
    campaign_ulid: str,
    goal_code: str,
    asset_id: str,
    asset_version: int,
    variant: str,
    term: str | None = None,
    source_platform: str | None = None,
    creative_format: str | None = None,
    marketing_tactic: str | None = None,
) -> Utm:
    """All fields of one placement by the scheme; names may be Chinese, source and medium are keys.

    campaign = 2026q4_<campaign>_<goal>, id = the last ten characters of the campaign's ULID,
    content = <asset>-v<n>_<variant>; campaign and variant give way where 60 characters are too few.
    Raises UtmProblem for a source, medium or id outside the scheme, ValueError as `slug`.
    """
    period = f"{campaign_start.year}q{(campaign_start.month + 2) // 3}_"
    goal = "_" + slug(goal_code, 20)
    version = f"{slug(asset_id, 32)}-v{asset_version}_"
    return Utm(
        source=source,
        medium=medium,
        campaign=period + slug(campaign_name, FIELD_LENGTH - len(period + goal)) + goal,
        id=campaign_ulid[-10:].lower(),
        content=version + slug(variant, FIELD_LENGTH - len(version)),
        term=_optional_slug(term),
        source_platform=_optional_slug(source_platform),
        creative_format=_optional_slug(creative_format),
        marketing_tactic=_optional_slug(marketing_tactic),
    )


def _optional_slug(text: str | None) -> str | None:
    return slug(text) if text else None


def tracked_url(destination: str, utm: Utm, code: str, click_id: str | None = None) -> str:
    """`destination` with the utm_* parameters, dbc=<code> and, given a click, dbt=<click id>.

    Its own parameters and fragment stay as they are; characters outside ASCII are percent-encoded.
    Raises UrlProblem when it is not an http(s) address, already carries utm_*, dbc or dbt, or when
    the result exceeds 2,048 characters.
    """
    parts = _checked(destination)
    added = [*utm.parameters(), (CODE_PARAMETER, code)]
    if click_id is not None:
        added.append((CLICK_PARAMETER, click_id))
    query = "&".join(filter(None, [parts.query.strip("&"), urlencode(added)]))
    url = urlunsplit(parts._replace(path=parts.path or "/", query=query))
    if len(url) > URL_LENGTH:
        raise UrlProblem(f"the link has {len(url)} characters; {URL_LENGTH} is the most")
    return url


def _checked(destination: str) -> SplitResult:
    if re.search(r"[\s\x00-\x1f\x7f\\]", destination):
        raise UrlProblem("the destination contains a space, a backslash or a control character")
    try:
        parts = urlsplit(destination)
        netloc = _ascii_netloc(parts)
    except ValueError as error:
        raise UrlProblem("the destination is not a web address") from error
    if parts.scheme not in ("http", "https") or not netloc:
        raise UrlProblem("the destination does not start with http:// or https:// and a host")
    if "@" in netloc:
        raise UrlProblem("the destination contains a user name or password")
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower().startswith("utm_") or name in (CODE_PARAMETER, CLICK_PARAMETER):
            raise UrlProblem(f"the destination already has {name}; Drumbeat adds it")
    return parts._replace(
        netloc=netloc,
        path=quote(parts.path, _URL_SAFE),
        query=quote(parts.query, _URL_SAFE),
        fragment=quote(parts.fragment, _URL_SAFE),
    )


def _ascii_netloc(parts: SplitResult) -> str:
    """Host and port with a Chinese host in punycode. Raises ValueError for an impossible one."""
    host, port = parts.hostname, parts.port
    if not host:
        return ""
    if parts.netloc.isascii():
        return parts.netloc
    return host.encode("idna").decode() + (f":{port}" if port else "")
