"""The addresses of the desk: each part of it names its own."""

from django.urls import include, path

from bilan.web.desk import calendar, frame, people, tokens, tower

OWN = [*tower.urls, *calendar.urls, *frame.urls, *people.urls, *tokens.urls]
urlpatterns = [
    path("account/", include("bilan.web.desk.account_urls")),
    path("", include((OWN, "desk"))),
]
