from django.urls import path

from drumbeat.people.accounts import views as accounts
from drumbeat.people.audit import views as audit
from drumbeat.people.founding import views as founding
from drumbeat.people.members import views as members
from drumbeat.people.notices import views as notices

app_name = "people"

urlpatterns = [
    path("", accounts.front, name="front"),
    path("welcome/", founding.welcome, name="welcome"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("password/", accounts.forgotten, name="forgotten"),
    path("password/<str:id>/<str:token>/", accounts.new_password, name="new_password"),
    path("invitation/<str:token>/", accounts.invitation, name="invitation"),
    path("profile/", accounts.profile, name="profile"),
    path("members/", members.members, name="members"),
    path("members/invitations/new/", members.invite, name="invite"),
    path("members/<str:id>/roles/", members.roles, name="roles"),
    path("members/<str:id>/removal/", members.removal, name="removal"),
    path("members/delegations/new/", members.new_delegation, name="new_delegation"),
    path("members/delegations/<str:id>/end/", members.delegation_end, name="delegation_end"),
    path("audit/", audit.audit, name="audit"),
    path("audit.<table:kind>", audit.audit_table, name="audit_table"),
    path("notices/", notices.notices, name="notices"),
    path("notices/reading/", notices.reading, name="notices_reading"),
    path("notices/digest/", notices.digest, name="notices_digest"),
]
