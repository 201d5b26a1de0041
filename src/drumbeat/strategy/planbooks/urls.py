from django.urls import path

from drumbeat.strategy.planbooks import views

urlpatterns = [
    path("plans/<str:id>/workbook.xlsx", views.workbook, name="plan_workbook"),
    path("plans/<str:id>/uploads/new/", views.upload, name="upload_plan"),
    path("plan-uploads/<str:id>/", views.plan_upload, name="plan_upload"),
    path("plan-uploads/<str:id>/taking/", views.taking, name="take_plan_upload"),
]
