"""Is a restatement really in one's own words?"""

import re

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from drumbeat.people.errors import Problem

# A Chinese character carries about as much as two Latin letters.
LEAST_LETTERS, LEAST_HAN = 20, 12
COPIED = 90  # rapidfuzz ratio, 0–100

_HAN = re.compile(r"[\u3400-\u9fff]")


def restatement_problems(brief, words: str):
    """Yields what keeps `words` from being a restatement: too short, or copied from the brief."""
    text = _plain(words)
    if len(text) < LEAST_LETTERS and len(_HAN.findall(text)) < LEAST_HAN:
        yield Problem(
            _("Say it in a full sentence: at least 20 characters, or 12 in Chinese."),
            "restated_intent",
        )
    for label, source in (
        (_("objective"), brief.objective),
        (_("single-minded proposition"), brief.proposition),
    ):
        if source and fuzz.ratio(text, _plain(source)) >= COPIED:
            yield Problem(
                _(
                    "This repeats the %(field)s nearly word for word. Put it in your own words: "
                    "only then do we see whether it was understood."
                )
                % {"field": label},
                "restated_intent",
            )


def _plain(text):
    return re.sub(r"\s+", " ", text).strip().casefold()
