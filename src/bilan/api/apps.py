"""The interface for programs as Django knows it."""

from django.apps import AppConfig


class Api(AppConfig):
    """The interface for programs."""

    name = "bilan.api"
    label = "bilan_api"
