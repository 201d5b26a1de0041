"""What work adds beside the thread: things that a deliverable or a comment may name."""

from django.utils.translation import gettext_lazy as _

from drumbeat.thread.registry import Kind, register

register(Kind("run", _("Run"), _("Runs"), "work.Run", "run.view", "drum"))
register(Kind("task", _("Task"), _("Tasks"), "work.Task", "task.view", "check"))
register(Kind("handoff", _("Handoff"), _("Handoffs"), "work.Handoff", "handoff.view", "handoff"))
