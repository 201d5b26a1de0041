from django.apps import AppConfig, apps


class WorkConfig(AppConfig):
    name = "drumbeat.work"

    def ready(self):
        from drumbeat.work import thread  # noqa: F401 - registers the room's kinds
        from drumbeat.work.handoffs.states import HANDOFF
        from drumbeat.work.runs.states import RUN
        from drumbeat.work.tasks.states import TASK

        apps.get_app_config("people").declare(
            **{"work.run": RUN, "work.task": TASK, "work.handoff": HANDOFF}
        )
