from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "sightline.results"
    label = "results"
