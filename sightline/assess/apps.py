from django.apps import AppConfig


class AssessConfig(AppConfig):
    name = "sightline.assess"
    label = "assess"
