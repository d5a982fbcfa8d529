"""What Django is told of the desk."""

from django.apps import AppConfig


class Desk(AppConfig):
    """The tables of the desk, as an application of Django."""

    name = "bilan.store.desk"
    label = "desk"
    verbose_name = "Desk"
