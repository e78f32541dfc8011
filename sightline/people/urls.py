from django.urls import path

from sightline.people.pages.account import account
from sightline.people.pages.roles import roles
from sightline.people.pages.sign_in import sign_in
from sightline.people.pages.sign_out import sign_out

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("account/", account, name="account"),
    path("administration/roles/", roles, name="roles"),
]
