from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.brandbook import actions, rule_views, views
from drumbeat.strategy.brandbook.models import BrandPlatform
from drumbeat.strategy.brandbook.parts import PARTS
from drumbeat.strategy.brandbook.states import PLATFORM

urlpatterns = [
    path("brand/", views.platforms, name="brand_platforms"),
    path("brand/new/", views.new, name="new_brand_platform"),
    path("brand/versions/new/", views.new_version, name="new_brand_platform_version"),
    path("brand/link/new/", views.new_link, name="new_brand_book_link"),
    path("brand/links/<str:id>/end/", views.link_end, name="end_brand_book_link"),
    path("brand/<str:id>/", views.platform, name="brand_platform"),
    path("brand/<str:id>/edit/", views.edit, name="edit_brand_platform"),
    *(
        path(f"brand/<str:id>/{part}/", views.edit_part, {"part": part}, name=f"edit_brand_{part}")
        for part in PARTS
    ),
    path("brand/<str:id>/archiving/", views.archive, name="archive_brand_platform"),
    path(
        "brand/<str:id>/activation/",
        step(PLATFORM, "activate", BrandPlatform, action=actions.activate),
        name="brand_platform_activate",
    ),
    path(
        "brand/<str:id>/retirement/",
        step(PLATFORM, "retire", BrandPlatform),
        name="brand_platform_retire",
    ),
    path("brand/<str:id>/comparison/", views.comparison, name="brand_comparison"),
    path("brand/<str:id>/overlap/", views.overlap, name="brand_overlap"),
    path("brand/<str:id>/rules/", rule_views.rules, name="brand_rules"),
    path("brand/<str:id>/rules.<table:kind>", rule_views.rules_table, name="brand_rules_table"),
    path("brand/<str:id>/rules/new/", rule_views.new_rule, name="new_brand_rule"),
    path("brand-rules/<str:id>/edit/", rule_views.edit_rule, name="edit_brand_rule"),
    path("brand-rules/<str:id>/removal/", rule_views.rule_removal, name="remove_brand_rule"),
]
