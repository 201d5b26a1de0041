"""Answers as cells and cells as answers: the same columns out and in, so that a file goes round."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.strategy.surveys.answering import LONGEST, said
from drumbeat.strategy.surveys.kinds import steps

SEPARATOR = "; "
_SEPARATORS = re.compile(r"\s*[;；|>]\s*")
_WHOLE = re.compile(r"(\d{1,2})(\.0+)?")


class WrongCell(ValueError):
    """str(error) says what is wrong with the cell."""


@dataclass(frozen=True)
class AnswerColumn:
    """One column of an answer file. name: `q3`, or `q3.a` for a row of a table or own words."""

    name: str
    question: object
    option: dict | None = None

    def header(self, language: str) -> str:
        """`q3 How likely …`: the name first, so that the column is known when it comes back."""
        pair = (self.question.text_zh, self.question.text_en)
        text = (pair[0] or pair[1]) if language == "zh" else (pair[1] or pair[0])
        return " ".join(
            [self.name, text, said(self.option, language) if self.option else ""]
        ).strip()

    def cell(self, answers: dict, language: str) -> str | int | None:
        """The answer in words, as it would be typed."""
        given = answers.get(self.question.key)
        if self.option is not None and self.question.kind == "matrix":
            return (given or {}).get(self.option["key"])
        if self.option is not None:
            return answers.get(self.name)
        if isinstance(given, list):
            return SEPARATOR.join(self._said(key, language) for key in given)
        return self._said(given, language) if self.question.kind == "single" and given else given

    def _said(self, key, language):
        option = self.question.option(key)
        return said(option, language) if option else key

    def read(self, text: str):
        """The answer that a cell's text gives, None for an empty one. Raises WrongCell."""
        if not text:
            return None
        kind = self.question.kind
        if kind == "open" or (self.option is not None and kind != "matrix"):
            return text[:LONGEST]
        if kind == "single":
            return self._key(text)
        if kind in ("multi", "ranking"):
            keys = [self._key(part) for part in _SEPARATORS.split(text) if part]
            if kind == "ranking" and len(set(keys)) != len(self.question.options):
                raise WrongCell(_("A ranking names every option once, from first to last."))
            return list(dict.fromkeys(keys))
        return self._step(text)

    def _key(self, text):
        wanted = _plain(text)
        for option in self.question.options:
            if wanted in (option["key"], _plain(option.get("en")), _plain(option.get("zh"))):
                return option["key"]
        raise WrongCell(_("“%s” is none of the answers.") % text[:60])

    def _step(self, text):
        scale = steps(self.question)
        found = _WHOLE.fullmatch(text)
        if found is None or int(found[1]) not in scale:
            raise WrongCell(
                _("“%(text)s” is not on the scale from %(low)s to %(high)s.")
                % {"text": text[:60], "low": scale[0], "high": scale[-1]}
            )
        return int(found[1])


def answer_columns(questions) -> list[AnswerColumn]:
    """All columns of a questionnaire, in the order of asking."""
    found = []
    for question in questions:
        if question.kind == "matrix":
            found += [
                AnswerColumn(f"{question.key}.{option['key']}", question, option)
                for option in question.options
            ]
            continue
        found.append(AnswerColumn(question.key, question))
        if question.kind in ("single", "multi"):
            found += [
                AnswerColumn(f"{question.key}.{key}", question, question.option(key))
                for key in question.with_role("write")
            ]
    return found


def _plain(text) -> str:
    return unicodedata.normalize("NFKC", text or "").strip().casefold()
