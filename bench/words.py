"""Two thousand characters held to the advertising law and to craft, and read for their words,
against the 50 ms that a typist allows."""

import time
from collections.abc import Iterator

BAR, ROUNDS, CHARACTERS = 0.05, 9, 2_000


def measure(*, quick: bool) -> Iterator[dict]:
    from drumbeat.content.checks.corpus import lines

    known = lines()
    texts = {
        "labelled lines": [line.text for line in known[:: len(known) // 50]],
        "guilty lines": [line.text for line in known if line.keys],
    }
    for name, told in texts.items():
        text = "\n".join(told * 3)[:CHARACTERS]
        yield {"name": f"words: {CHARACTERS:,} characters of {name}",
               "ours": [_checked(text) for _round in range(3 if quick else ROUNDS)],
               "reference": [BAR] * (3 if quick else ROUNDS), "bar": 1.0, "what": "50 ms"}  # fmt: skip


def _checked(text: str) -> float:
    from drumbeat.content.checks.rulebook import wordcheck
    from drumbeat.science.text.craft import RULES, slips
    from drumbeat.science.text.readability import readability
    from drumbeat.science.text.words import dictionary

    check = wordcheck()
    dictionary()
    began = time.perf_counter()
    found = check.check(text)
    slips(text, RULES)
    readability(text)
    spent = time.perf_counter() - began
    if len(text) != CHARACTERS or not found:
        raise RuntimeError(f"{len(text)} characters, {len(found)} findings")
    return spent
