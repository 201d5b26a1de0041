from django.urls import path

from drumbeat.content.creative.concepts import actions, views
from drumbeat.content.creative.concepts.models import Concept
from drumbeat.content.creative.concepts.states import CONCEPT
from drumbeat.people.steps import step


def _step(verb, action=None):
    return step(CONCEPT, verb, Concept, action=action)


urlpatterns = [
    path("briefs/<str:id>/concepts/", views.concepts, name="concepts"),
    path("briefs/<str:id>/concepts.<table:kind>", views.concepts_table, name="concepts_table"),
    path("briefs/<str:id>/concepts/new/", views.new_concept, name="new_concept"),
    path("briefs/<str:id>/concepts/asked/", views.ask_for_scores, name="ask_for_scores"),
    path("concepts/<str:id>/", views.concept, name="concept"),
    path("concepts/<str:id>/edit/", views.edit_concept, name="edit_concept"),
    path("concepts/<str:id>/picture/", views.concept_picture, name="concept_picture"),
    path("concepts/<str:id>/display/", _step("put_up", actions.put_up), name="concept_put_up"),
    path("concepts/<str:id>/score/", views.score_concept, name="score_concept"),
    path("concepts/<str:id>/choice/", views.choose_concept, name="concept_choose"),
    path("concepts/<str:id>/reopening/", _step("reopen", actions.reopen), name="concept_reopen"),
    path("concepts/<str:id>/withdrawal/", _step("withdraw"), name="concept_withdraw"),
]
