from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "sightline.design"
    label = "design"
