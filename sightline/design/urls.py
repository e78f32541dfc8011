from django.urls import path

from sightline.design.pages import guide

app_name = "design"
urlpatterns = [path("", guide.guide, name="guide")]
