from django.apps import AppConfig


class ListenConfig(AppConfig):
    name = "sightline.listen"
    label = "listen"
