from django.urls import include, path

from sightline.listen.invitations.pages.show import show

app_name = "invitations"
urlpatterns = [
    path("<int:pk>/", show, name="show"),
    path("roster/", include("sightline.listen.invitations.roster.urls")),
    path("messages/", include("sightline.listen.invitations.messages.urls")),
    path("printed/", include("sightline.listen.invitations.printed.urls")),
    path("touchpoints/", include("sightline.listen.invitations.touchpoints.urls")),
]
