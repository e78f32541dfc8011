from django.urls import path

from sightline.people.pages.access import access
from sightline.people.pages.account import account
from sightline.people.pages.add import add
from sightline.people.pages.administration import administration
from sightline.people.pages.end_role import end_role
from sightline.people.pages.give_role import give_role
from sightline.people.pages.keys import keys, revoke_key
from sightline.people.pages.lost_factor import lost_factor
from sightline.people.pages.new_password import new_password
from sightline.people.pages.person import person
from sightline.people.pages.roles import roles
from sightline.people.pages.second_factor import second_factor
from sightline.people.pages.sign_in import sign_in
from sightline.people.pages.sign_out import sign_out

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("account/", account, name="account"),
    path("account/second-factor/", second_factor, name="second_factor"),
    path("account/keys/", keys, name="keys"),
    path("account/keys/<int:pk>/revoke/", revoke_key, name="revoke_key"),
    path("administration/", administration, name="administration"),
    path("administration/roles/", roles, name="roles"),
    path("administration/roles/<int:pk>/end/", end_role, name="end_role"),
    path("administration/people/add/", add, name="add"),
    path("administration/people/<int:pk>/", person, name="person"),
    path("administration/people/<int:pk>/give-role/", give_role, name="give_role"),
    path("administration/people/<int:pk>/new-password/", new_password, name="new_password"),
    path("administration/people/<int:pk>/lost-factor/", lost_factor, name="lost_factor"),
    path("administration/people/<int:pk>/access/", access, name="access"),
]
