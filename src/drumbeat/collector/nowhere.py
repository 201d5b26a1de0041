"""The page for a link that leads nowhere, in English and Chinese, the reader's language first."""

from __future__ import annotations

from drumbeat.collector.http import Answer

_WORDS = {
    "en": (
        "This link leads nowhere",
        "Perhaps a character was lost on the way. Please check the link, or ask whoever sent it.",
    ),
    "zh-Hans": (
        "这个链接没有对应的页面",
        "可能少了一个字符。请核对链接，或者问一问发给您的人。",
    ),
}
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>{title}</title>
<style>
:root{{color-scheme:light dark;--paper:#faf7f2;--ink:#211f1c;--soft:#6b655d;--mark:#c8402a}}
@media(prefers-color-scheme:dark){{:root{{--paper:#191816;--ink:#ece7df;--soft:#a59e94;--mark:#e8664f}}}}
body{{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);
color:var(--ink);font:1rem/1.6 system-ui,"PingFang SC","Noto Sans SC","Noto Sans CJK SC",sans-serif}}
main{{max-width:30rem;padding:2rem}}
main::before{{content:"";display:block;width:2rem;height:4px;background:var(--mark)}}
h1{{font-size:1.5rem;line-height:1.3;margin:1rem 0 .5rem}}p{{margin:0}}
section{{margin-top:2rem;color:var(--soft)}}section h2{{font-size:1rem;margin:0}}
</style></head>
<body><main><h1>{title}</h1><p>{text}</p>
<section lang="{other_lang}"><h2>{other_title}</h2><p>{other_text}</p></section></main></body></html>
"""


def not_found(accept_language: str) -> Answer:
    first, second = ("zh-Hans", "en") if _reads_chinese(accept_language) else ("en", "zh-Hans")
    title, text = _WORDS[first]
    other_title, other_text = _WORDS[second]
    page = _PAGE.format(
        lang=first,
        title=title,
        text=text,
        other_lang=second,
        other_title=other_title,
        other_text=other_text,
    )
    return Answer(
        404,
        page.encode(),
        {
            "content-type": "text/html; charset=utf-8",
            "content-language": f"{first}, {second}",
            "cache-control": "no-store",
            "vary": "Accept-Language",
        },
    )


def _reads_chinese(accept_language: str) -> bool:
    """Whether Chinese is preferred to English; the one named first wins a tie."""
    wishes = [_wish(part) for part in accept_language.lower().split(",")]
    known = [(weight, language) for weight, language in wishes if language in ("zh", "en")]
    return bool(known) and max(known, key=lambda wish: wish[0])[1] == "zh"


def _wish(part: str) -> tuple[float, str]:
    tag, _, weight = part.strip().partition(";q=")
    try:
        return float(weight or 1), tag.partition("-")[0]
    except ValueError:
        return 0.0, ""
