from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "sightline.commitments"
    label = "commitments"
