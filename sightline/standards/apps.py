from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "sightline.standards"
    label = "standards"
