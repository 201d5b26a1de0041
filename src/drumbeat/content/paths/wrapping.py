"""Lines of text for a drawing, which does not break them itself."""

import re

from drumbeat.science.text.lengths import longest_within, width

# A word of letters with the blanks behind it; anything else (Chinese) breaks after each character.
_PIECE = re.compile(r"[!-~\u00c0-\u024f]+\s*|.", re.DOTALL)


def wrapped(text: str, units: int, most: int) -> list[str]:
    """At most `most` lines, each at most `units` half-widths long; what is left out leaves an …"""
    lines, rest = [], " ".join(text.split())
    while rest and len(lines) < most:
        line, rest = _line(rest, units)
        lines.append(line)
    if rest:
        lines[-1] = f"{lines[-1][: longest_within(lines[-1], units - 1, 'width')].rstrip()}…"
    return lines


def _line(text: str, units: int) -> tuple[str, str]:
    taken = ""
    for piece in _PIECE.findall(text):
        if width((taken + piece).rstrip()) > units:
            break
        taken += piece
    if not taken:
        taken = text[: max(longest_within(text, units, "width"), 1)]
    return taken.strip(), text[len(taken) :].strip()
