from django.apps import AppConfig


class GovernConfig(AppConfig):
    name = "sightline.govern"
    label = "govern"
