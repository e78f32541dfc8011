from django.urls import path

from sightline.listen.questionnaires.pages import download, list, preview, publish, show, upload

app_name = "questionnaires"
urlpatterns = [
    path("", list.list_questionnaires, name="list"),
    path("upload/", upload.upload, name="upload"),
    path("<slug:code>/", show.show, name="show"),
    path("<slug:code>/<int:number>/", show.show, name="show"),
    path("<slug:code>/<int:number>/preview/", preview.preview, name="preview"),
    path("<slug:code>/<int:number>/preview/<int:page>/", preview.preview, name="preview"),
    path("<slug:code>/<int:number>/publish/", publish.publish, name="publish"),
    path("<slug:code>/<int:number>/xlsform/", download.xlsform, name="xlsform"),
    path("<slug:code>/<int:number>/fhir/", download.fhir, name="fhir"),
]
