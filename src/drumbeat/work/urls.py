from django.urls import path

from drumbeat.people.steps import step
from drumbeat.work.comments import views as comments
from drumbeat.work.files import views as files
from drumbeat.work.gates import views as gates
from drumbeat.work.handoffs import views as handoffs
from drumbeat.work.handoffs.models import Handoff
from drumbeat.work.handoffs.states import HANDOFF
from drumbeat.work.playbooks import views as playbooks
from drumbeat.work.runs import views as runs
from drumbeat.work.runs.models import Run
from drumbeat.work.runs.states import RUN
from drumbeat.work.tasks import board
from drumbeat.work.tasks import views as tasks

app_name = "work"

urlpatterns = [
    path("", tasks.mine, name="mine"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", tasks.new, name="new_task"),
    path("tasks/<str:id>/", tasks.task, name="task"),
    path("tasks/<str:id>/edit/", tasks.edit, name="edit_task"),
    path("tasks/<str:id>/owner/", tasks.owner, name="task_owner"),
    path("tasks/<str:id>/start/", tasks.start, name="task_start"),
    path("tasks/<str:id>/delivery/", tasks.submit, name="task_submit"),
    path("tasks/<str:id>/acceptance/", tasks.acceptance, name="task_accept"),
    path("tasks/<str:id>/return/", tasks.return_, name="task_return"),
    path("tasks/<str:id>/waiver/", tasks.waiver, name="task_waive"),
    path(
        "tasks/<str:id>/dependencies/<int:dependency>/waiver/",
        tasks.dependency_waiver,
        name="dependency_waiver",
    ),
    path("tasks/<str:id>/decision/", gates.decision, name="gate_decision"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<str:id>/", runs.run, name="run"),
    path("runs/<str:id>/board/", runs.board, name="run_board"),
    path("runs/<str:id>/gantt/", runs.gantt, name="run_gantt"),
    path("runs/<str:id>/moves/", board.move, name="run_moves"),
    path("runs/<str:id>/anchor/", runs.anchor, name="run_anchor"),
    path("runs/<str:id>/upgrade/", runs.upgrade, name="run_upgrade"),
    path("runs/<str:id>/abort/", step(RUN, "abort", Run), name="run_abort"),
    path("handoffs/", handoffs.handoffs, name="handoffs"),
    path("handoffs/new/", handoffs.new, name="new_handoff"),
    path("handoffs/<str:id>/", handoffs.handoff, name="handoff"),
    path("handoffs/<str:id>/acceptance/", handoffs.acceptance, name="accept_handoff"),
    path("handoffs/<str:id>/return/", handoffs.return_, name="return_handoff"),
    path("handoffs/<str:id>/offer/", handoffs.offer_again, name="offer_handoff_again"),
    path(
        "handoffs/<str:id>/withdraw/", step(HANDOFF, "withdraw", Handoff), name="withdraw_handoff"
    ),
    path("playbooks/", playbooks.playbooks, name="playbooks"),
    path("playbooks/installation/", playbooks.installation, name="install_playbooks"),
    path("playbooks/<str:id>/", playbooks.playbook, name="playbook"),
    path("playbooks/<str:id>/edit/", playbooks.edit, name="edit_playbook"),
    path("playbooks/<str:id>/edition/", playbooks.edition, name="playbook_edition"),
    path("playbooks/<str:id>/comparison/", playbooks.comparison, name="playbook_comparison"),
    path("playbook-versions/<str:id>/runs/new/", runs.new, name="new_run"),
    path("comments/", comments.comments, name="comments"),
    path("files/", files.files, name="files"),
    path("files/new/", files.upload, name="upload_file"),
    path("files/<str:id>/", files.file, name="file"),
]
