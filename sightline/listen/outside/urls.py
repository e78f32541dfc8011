from django.urls import path

from sightline.listen.outside.pages import (
    add,
    columns,
    errors,
    file,
    place,
    school,
    schools,
    sends,
    source,
    upload,
)
from sightline.listen.outside.pages import (
    list as list_page,
)

app_name = "outside"
urlpatterns = [
    path("", list_page.list_sources, name="list"),
    path("add/", add.add, name="add"),
    path("upload/", upload.upload, name="upload"),
    path("file/<int:pk>/", file.file, name="file"),
    path("file/<int:pk>/columns/", columns.say_columns, name="columns"),
    path("file/<int:pk>/errors/", errors.errors, name="errors"),
    path("source/<slug:code>/", source.source, name="source"),
    path("place/<str:code>/", place.place, name="place"),
    path("sends/<str:code>/", sends.sends, name="sends"),
    path("schools/", schools.schools, name="schools"),
    path("school/<str:ukprn>/", school.school, name="school"),
]
