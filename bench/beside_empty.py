"""The site with an empty view beside its pages: what any page costs under this server and these middlewares."""

from typing import TYPE_CHECKING

from bilan.web.wsgi import application  # it opens the home, which Django needs before any route

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["application"]


def _empty(_: "HttpRequest") -> "HttpResponse":
    from django.http import HttpResponse

    return HttpResponse()


def _mount() -> None:
    from django.urls import path

    from bilan.web.urls import urlpatterns

    urlpatterns.insert(0, path("empty", _empty))


_mount()
