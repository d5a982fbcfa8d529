"""The addresses of the interface for programs, by version."""

from django.urls import URLPattern, URLResolver, include, path

from bilan.api import v1

urlpatterns: list[URLPattern | URLResolver] = [path("v1/", include((v1.routes(), "ninja"), namespace="api-1"))]
