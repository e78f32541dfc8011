from django.apps import AppConfig


class RespondConfig(AppConfig):
    name = "sightline.respond"
    label = "respond"
