from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class ContentConfig(AppConfig):
    name = "drumbeat.content"

    def ready(self):
        from drumbeat.content import thread  # noqa: F401 - registers the room's kinds
        from drumbeat.content.assets import rereading  # noqa: F401 - listens to strategy
        from drumbeat.content.assets.frozen import freeze_approved_bytes, thaw_approved_bytes
        from drumbeat.content.assets.states import VERSION
        from drumbeat.content.briefs import changes, following  # noqa: F401 - listen to strategy
        from drumbeat.content.briefs.states import BRIEF
        from drumbeat.content.creative.concepts.states import CONCEPT
        from drumbeat.content.paths.states import PATH

        pre_migrate.connect(thaw_approved_bytes, sender=self)
        post_migrate.connect(freeze_approved_bytes, sender=self)
        apps.get_app_config("people").declare(
            **{
                "content.brief": BRIEF,
                "content.concept": CONCEPT,
                "content.guidancepath": PATH,
                "content.version": VERSION,
            }
        )
