"""Commands of the rooms that cannot reach the palette's registry themselves, being below it."""

from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.search.commands import Command, register

register(
    Command(_("New task"), "work:new_task", "task.create", "check", "todo 任务 待办"),
    Command(_("Hand something over"), "work:new_handoff", "handoff.create", "handoff", "交接"),
    Command(_("Start a playbook run"), "work:playbooks", "run.create", "bolt", "SOP 流程"),
    Command(_("Invite a colleague"), "people:invite", "users.approve", "plus", "成员 邀请 member"),
    Command(
        _("Lend a role"), "people:new_delegation", "home.view", "handoff", "delegate 委托 代理"
    ),
)
