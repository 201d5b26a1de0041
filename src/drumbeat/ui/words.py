"""What changed between two texts, word by word; in Chinese, character by character."""

import re
from difflib import SequenceMatcher

_PIECE = re.compile(r"[\u3400-\u9fff]|\s+|\w+|[^\w\s]")


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces in reading order, each (“same” | “gone” | “new”, text).

    Joining “same” and “gone” gives `before`; joining “same” and “new” gives `after`.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(("gone", "".join(old[a:b])))
        if c < d:
            pieces.append(("new", "".join(new[c:d])))
    return pieces
