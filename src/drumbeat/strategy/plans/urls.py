from django.urls import path

from drumbeat.people.steps import step
from drumbeat.strategy.plans import actions, answer_views, money_views, views
from drumbeat.strategy.plans.models import Plan
from drumbeat.strategy.plans.states import PLAN

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.new, name="new_plan"),
    path("plans/<str:id>/", views.plan, name="plan"),
    path("plans/<str:id>/edit/", views.edit, name="edit_plan"),
    path(
        "plans/<str:id>/submission/",
        step(PLAN, "submit", Plan, action=actions.submit),
        name="plan_submit",
    ),
    path("plans/<str:id>/approval/", views.approval, name="plan_approve"),
    path(
        "plans/<str:id>/return/",
        step(PLAN, "return", Plan, action=actions.return_),
        name="plan_return",
    ),
    path(
        "plans/<str:id>/closing/",
        step(PLAN, "close", Plan, action=actions.close),
        name="plan_close",
    ),
    path("plans/<str:id>/amendments/new/", views.amendment, name="new_amendment"),
    path("plans/<str:id>/archiving/", views.archive, name="archive_plan"),
    path("plans/<str:id>/baseline/", views.baseline, name="baseline"),
    path("plans/<str:id>/learnings/", answer_views.learnings, name="plan_learnings"),
    path("plans/<str:id>/learnings/none/", answer_views.none_found, name="none_found"),
    path("plans/<str:id>/learnings/<str:learning>/", answer_views.answer, name="answer"),
    path("plans/<str:id>/budget.<table:kind>", money_views.budget_table, name="budget_table"),
    path("plans/<str:id>/lines/new/", money_views.new_line, name="new_line"),
    path("plans/<str:id>/lines/sum/", money_views.line_sum, name="line_sum"),
    path("plans/<str:id>/moves/new/", money_views.new_move, name="new_move"),
    path("lines/<str:id>/", money_views.ledger, name="line"),
    path("lines/<str:id>/edit/", money_views.edit_line, name="edit_line"),
    path("lines/<str:id>/rank/", money_views.line_rank, name="line_rank"),
    path("lines/<str:id>/removal/", money_views.line_removal, name="line_removal"),
    path("lines/<str:id>/costs/new/", money_views.new_cost, name="new_cost"),
    path("learnings/<str:id>/answers/", views.answers, name="answers_given"),
]
