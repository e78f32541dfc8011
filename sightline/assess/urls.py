from django.urls import URLPattern, URLResolver

app_name = "assess"
urlpatterns: list[URLPattern | URLResolver] = []
