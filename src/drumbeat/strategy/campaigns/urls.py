from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.campaigns import views
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.strategy.campaigns.states import CAMPAIGN

urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns.<table:kind>", views.campaigns_table, name="campaigns_table"),
    path("campaigns/new/", views.new, name="new_campaign"),
    path("campaigns/<str:id>/edit/", views.edit, name="edit_campaign"),
    path(
        "campaigns/<str:id>/preparation/",
        step(CAMPAIGN, "prepare", Campaign),
        name="campaign_prepare",
    ),
    path(
        "campaigns/<str:id>/wind-down/",
        step(CAMPAIGN, "wind_down", Campaign),
        name="campaign_wind_down",
    ),
    path("campaigns/<str:id>/freeze/", views.freezing, name="freeze_campaign"),
    path("campaigns/<str:id>/lift/", views.lifting, name="lift_campaign"),
]
