"""What changed between two texts: lines first, then words inside the lines that changed."""

from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond this a word-by-word answer is slow and says no more than “rewritten”.
WORDS_UP_TO = 6000


@dataclass(frozen=True)
class Passage:
    """Some lines. `is_same`: both texts have them; `is_rewritten`: too long to go by words."""

    before: str
    after: str

    @property
    def is_same(self):
        return self.before == self.after

    @property
    def is_rewritten(self):
        return max(len(self.before), len(self.after)) > WORDS_UP_TO


def passages(before: str, after: str) -> list[Passage]:
    """In reading order. Joined, the `before` parts give `before`, the `after` parts `after`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return [
        Passage("".join(old[a:b]), "".join(new[c:d]))
        for _kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]
