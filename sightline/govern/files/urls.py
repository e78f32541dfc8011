from django.urls import path

from sightline.govern.files.pages import list, load

app_name = "files"
urlpatterns = [
    path("", list.list_files, name="list"),
    path("load/", load.load, name="load"),
    path("<slug:kind>/<slug:code>/<int:edition>/", list.download, name="download"),
    path("<slug:kind>/<slug:code>/<int:edition>/<str:version>/", list.download, name="propose"),
]
