from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ChannelsConfig(AppConfig):
    name = "drumbeat.channels"

    def ready(self):
        from drumbeat.channels import thread  # noqa: F401 - registers the room's kinds
        from drumbeat.channels.freezes import holding
        from drumbeat.channels.placements import (
            axis,  # noqa: F401 - lays the content matrix out by channels
            carrying,
            stopping,
        )
        from drumbeat.channels.placements.states import PLACEMENT
        from drumbeat.channels.placements.storage import keep_room
        from drumbeat.channels.registry import briefed  # noqa: F401 - briefs name channels
        from drumbeat.channels.spend.states import SPEND_IMPORT
        from drumbeat.content.signals import version_retired
        from drumbeat.strategy.signals import campaign_frozen, campaign_lifted, carried_changed

        post_migrate.connect(keep_room, sender=self)
        apps.get_app_config("people").declare(
            **{"channels.placement": PLACEMENT, "channels.spendimport": SPEND_IMPORT}
        )
        version_retired.connect(stopping.when_version_retires, dispatch_uid="channels")
        campaign_frozen.connect(holding.when_campaign_freezes, dispatch_uid="channels")
        campaign_lifted.connect(holding.when_campaign_is_lifted, dispatch_uid="channels")
        carried_changed.connect(carrying.who_shows_it, dispatch_uid="channels")
