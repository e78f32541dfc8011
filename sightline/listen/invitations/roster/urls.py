from django.urls import path

from sightline.listen.invitations.roster.pages.apply import apply
from sightline.listen.invitations.roster.pages.errors import errors
from sightline.listen.invitations.roster.pages.set_aside import set_aside
from sightline.listen.invitations.roster.pages.show import show
from sightline.listen.invitations.roster.pages.template import template
from sightline.listen.invitations.roster.pages.upload import upload

app_name = "roster"
urlpatterns = [
    path("template/", template, name="template"),
    path("upload/<int:pk>/", upload, name="upload"),
    path("<int:pk>/", show, name="show"),
    path("<int:pk>/errors/", errors, name="errors"),
    path("<int:pk>/apply/", apply, name="apply"),
    path("<int:pk>/set-aside/", set_aside, name="set_aside"),
]
