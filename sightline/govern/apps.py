from django.apps import AppConfig


class GovernConfig(AppConfig):
    name = "sightline.govern"
    label = "govern"

    def ready(self) -> None:
        from sightline.assess.returns.answering import prefill
        from sightline.govern.capacity import queries

        prefill.learners_on_record = queries.learners_of
