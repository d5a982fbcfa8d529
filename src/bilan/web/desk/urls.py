"""The addresses of the desk: each part of it names its own."""

from django.urls import include, path

from bilan.web.desk import calendar, evidence, frame, meetings, people, ratings, tokens, tower
from bilan.web.desk.figures import addresses as figures

OWN = [
    *tower.urls,
    *calendar.urls,
    *ratings.urls,
    *meetings.urls,
    *evidence.urls,
    *frame.urls,
    *figures.urls,
    *people.urls,
    *tokens.urls,
]
urlpatterns = [
    path("account/", include("bilan.web.desk.account_urls")),
    path("", include((OWN, "desk"))),
]
