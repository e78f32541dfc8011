from django.urls import path

from sightline.govern.capacity.file.pages import check, download, upload
from sightline.govern.capacity.pages import add, list, place, totals

app_name = "capacity"
urlpatterns = [
    path("", list.list_capacity, name="list"),
    path("totals/", totals.totals, name="totals"),
    path("file/upload/", upload.upload, name="upload"),
    path("file/download/", download.download, name="download"),
    path("file/<int:pk>/", check.check, name="check"),
    path("add/<str:level>/<str:code>/", add.add, name="add"),
    path("add/<str:level>/<str:code>/<str:part>/", add.add, name="add"),
    path("<str:level>/<str:code>/", place.place, name="place"),
    path("<str:level>/<str:code>/<str:part>/", place.place, name="place"),
]
