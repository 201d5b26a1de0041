from django.apps import AppConfig, apps


class KnowledgeConfig(AppConfig):
    name = "drumbeat.knowledge"

    def ready(self):
        from drumbeat.knowledge import thread  # noqa: F401 - registers the room's kinds
        from drumbeat.knowledge.learnings.states import LEARNING

        apps.get_app_config("people").declare(**{"knowledge.learning": LEARNING})
