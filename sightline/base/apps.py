from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "sightline.base"
    label = "base"
