from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "drumbeat.config"
    label = "composition"

    def ready(self):
        from drumbeat.config import furnish, palette  # noqa: F401 - listen to new brands, offer commands
