"""All routes. Inside `/b/<brand>/…` the middleware has already taken the prefix away."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("drumbeat.ui.urls")),
    path("", include("drumbeat.people.urls")),
    path("strategy/", include("drumbeat.strategy.urls")),
    path("", include("drumbeat.strategy.public_urls")),
    path("", include("drumbeat.content.public_urls")),
    path("content/", include("drumbeat.content.urls")),
    path("channels/", include("drumbeat.channels.urls")),
    path("insight/", include("drumbeat.insight.urls")),
    path("work/", include("drumbeat.work.urls")),
    path("knowledge/", include("drumbeat.knowledge.urls")),
    path("", include("drumbeat.review.urls")),
]
