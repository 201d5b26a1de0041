"""What is wrong with a formula, in the words of the person who typed it."""

from django.utils.translation import gettext as _

from drumbeat.science.formula import DEEPEST, LONGEST, MOST_DIGITS, FormulaError


def in_words(error: FormulaError, names: list[str]) -> str:
    """Where it is, what stands there, and what may stand there."""
    at = {"place": error.place, "text": error.text}
    match error.why:
        case "empty":
            return _("Write a formula, e.g. orders / sessions.")
        case "long":
            return _("Longer than %(most)d characters: give a part of it a metric of its own.") % {
                "most": LONGEST
            }
        case "deep":
            return _(
                "Character %(place)d: more than %(most)d brackets in one another. "
                "Give a part of it a metric of its own."
            ) % (at | {"most": DEEPEST})
        case "digits":
            return _("Character %(place)d: “%(text)s” has more than %(most)d digits.") % (
                at | {"most": MOST_DIGITS}
            )
        case "character":
            return (
                _(
                    "Character %(place)d: “%(text)s” cannot be used. Use + − × ÷, brackets, numbers "
                    "with a point, and names."
                )
                % at
            )
        case "name":
            return _(
                "Character %(place)d: nothing is called “%(text)s”. Known names: %(names)s."
            ) % (at | {"names": ", ".join(names)})
        case "units":
            return (
                _(
                    "Character %(place)d: money and counts cannot be put together with “%(text)s”; "
                    "divide them first."
                )
                % at
            )
    return (
        _(
            "Character %(place)d: “%(text)s” does not follow. A name or a number, then a sign, then "
            "the next; every bracket closed."
        )
        % at
    )
