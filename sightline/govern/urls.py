from django.urls import URLPattern, URLResolver

app_name = "govern"
urlpatterns: list[URLPattern | URLResolver] = []
