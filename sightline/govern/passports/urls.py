from django.urls import path

from sightline.govern.passports.pages import find, keep, kept, place

app_name = "passports"
urlpatterns = [
    path("", find.find, name="find"),
    path("kept/<slug:reference>/", kept.kept, name="kept"),
    path("kept/<slug:reference>/file/", kept.kept_file, name="kept_file"),
    path("keep/<str:level>/<str:code>/", keep.keep, name="keep"),
    path("keep/<str:level>/<str:code>/<str:part>/", keep.keep, name="keep"),
    path("<str:level>/<str:code>/file/", place.place_file, name="place_file"),
    path("<str:level>/<str:code>/<str:part>/file/", place.place_file, name="place_file"),
    path("<str:level>/<str:code>/", place.place, name="place"),
    path("<str:level>/<str:code>/<str:part>/", place.place, name="place"),
]
