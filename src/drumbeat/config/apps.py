from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "drumbeat.config"
    label = "composition"

    def ready(self):
        from django.conf import settings

        from drumbeat.config import furnish, palette  # noqa: F401 - listen to new brands, offer commands

        if (
            settings.ENGINE != "duckdb"
        ):  # which answers unless told otherwise, and need not load yet
            from drumbeat.warehouse import engine

            engine.use(settings.ENGINE)
