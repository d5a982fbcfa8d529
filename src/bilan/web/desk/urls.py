"""The addresses of the desk: each part of it names its own."""

from django.urls import include, path

from bilan.web.desk import frame, people, tokens, tower

OWN = [*tower.urls, *frame.urls, *people.urls, *tokens.urls]
urlpatterns = [
    path("account/", include("bilan.web.desk.account_urls")),
    path("", include((OWN, "desk"))),
]
