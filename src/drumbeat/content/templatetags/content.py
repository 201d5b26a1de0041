"""Small tags of the content pages."""

from django import template
from django.urls import reverse
from django.utils.text import Truncator

from drumbeat.content.assets.rendering import without_marks
from drumbeat.content.assets.states import VERSION
from drumbeat.content.planning.cells import cells_of

register = template.Library()


@register.inclusion_tag("people/_state.html")
def version_state(state):
    """A version's state as a tag, where a list knows the state but holds no version."""
    return {"name": state, "label": VERSION.label(state)}


@register.simple_tag
def matrix_cells(row, matrix, pillar):
    return cells_of(row, matrix, pillar, reverse("content:matrix_cell"))


@register.filter
def file_ending(name):
    """“spot.MP4” → “MP4”: what people call the kind of a file."""
    return name.rpartition(".")[2][:5].upper() if "." in name else ""


@register.filter
def beginning(text, length):
    """The first words of a text as it is read, without its Markdown marks."""
    return Truncator(without_marks(text[: length * 3])).chars(length)


@register.filter
def clock(seconds):
    """94.2 → “1:34”: how long a film or a tone is."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
