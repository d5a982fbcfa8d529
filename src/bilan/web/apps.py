"""The site as Django knows it."""

from django.apps import AppConfig


class Web(AppConfig):
    """The public site."""

    name = "bilan.web"
    label = "bilan_web"
