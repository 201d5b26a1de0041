"""What knowledge adds to the thread, and to the palette."""

from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.search import commands
from drumbeat.thread.registry import ANY, Edge, Kind, register

register(
    Kind("learning", _("Learning"), _("Learnings"), "knowledge.Learning", "learning.view", "bulb"),
    Edge(ANY, "learning", "evidence__ref"),
)
commands.register(
    commands.Command(
        _("New learning"),
        "knowledge:new_learning",
        "learning.create",
        "bulb",
        "write claim evidence 写经验",
    ),
)
