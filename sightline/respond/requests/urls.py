from django.urls import path

from sightline.respond.requests.pages import list, show

app_name = "requests"
urlpatterns = [
    path("", list.list_requests, name="list"),
    path("<slug:reference>/", show.show, name="show"),
]
