"""What Django is told of the store."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The store, as an application of Django."""

    name = "bilan.store"
    verbose_name = "Ledger"
