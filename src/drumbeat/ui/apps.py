from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "drumbeat.ui"
    label = "ui"
