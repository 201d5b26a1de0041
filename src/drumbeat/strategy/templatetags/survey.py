"""Words for questions and their results."""

from django import template
from django.utils.translation import gettext as _

from drumbeat.people.records import in_language
from drumbeat.strategy.surveys.kinds import RATED, ROLES, steps
from drumbeat.ui.templatetags.format import number, percent

register = template.Library()


@register.filter
def answer_words(question, value):
    """An option in words, a number as it is."""
    option = question.option(value)
    return in_language(option.get("en", ""), option.get("zh", "")) if option else value


@register.filter
def condition_words(question):
    """The answers after which the question is asked."""
    return _(" or ").join(str(answer_words(question.depends_on, one)) for one in question.show_if)


@register.filter
def role_words(role):
    return dict(ROLES).get(role, "")


@register.filter
def scale_words(question):
    """`1 hardly – 5 very`, nothing for a question without a scale."""
    if question.kind not in RATED:
        return ""
    scale = steps(question)
    low, high = (
        in_language(getattr(question, f"{end}_en"), getattr(question, f"{end}_zh"))
        for end in ("low", "high")
    )
    return f"{scale[0]} {low} – {scale[-1]} {high}".replace("  ", " ").strip()


@register.filter
def bars(table):
    """The lines of a result as rows of a bar chart."""
    return [
        {
            "label": line.label,
            "value": line.share or 0,
            "text": f"{percent(line.share)} · {number(line.count)}",
            "tone": "urgent" if line.is_fake else "strategy",
        }
        for line in table.lines
    ]


@register.filter
def score_words(told):
    return _written(told, told.value)


@register.filter
def margin_words(told):
    return f"±{_written(told, told.margin)}"


def _written(told, value):
    if told.unit == "percent":
        return percent(value)
    return number(value, 0 if told.unit == "points" else 2)
