from django.urls import path

from sightline.listen.imports.pages import (
    check,
    errors,
    final,
    map,
    prepare,
    set_aside,
    show,
    upload,
)

app_name = "imports"
urlpatterns = [
    path("upload/", upload.upload, name="upload"),
    path("final/<slug:code>/<int:year>/", final.final, name="final"),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/map/", map.map_columns, name="map"),
    path("<int:pk>/check/", check.check, name="check"),
    path("<int:pk>/errors/", errors.errors, name="errors"),
    path("<int:pk>/prepare/", prepare.prepare, name="prepare"),
    path("<int:pk>/set-aside/", set_aside.set_aside, name="set_aside"),
]
