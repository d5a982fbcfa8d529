"""The addresses of the desk: each part of it names its own."""

from django.urls import include, path

from bilan.web.desk import (
    calendar,
    complements,
    evidence,
    frame,
    hooks,
    letters,
    meetings,
    people,
    ratings,
    releases,
    tokens,
    tower,
)
from bilan.web.desk.audit import addresses as audit
from bilan.web.desk.figures import addresses as figures
from bilan.web.desk.plan import addresses as plan
from bilan.web.desk.review import addresses as review
from bilan.web.desk.uploads import addresses as uploads

OWN = [
    *tower.urls,
    *calendar.urls,
    *ratings.urls,
    *meetings.urls,
    *letters.urls,
    *evidence.urls,
    *audit.urls,
    *frame.urls,
    *figures.urls,
    *review.urls,
    *uploads.urls,
    *complements.urls,
    *plan.urls,
    *releases.urls,
    *people.urls,
    *tokens.urls,
    *hooks.urls,
]
urlpatterns = [
    path("account/", include("bilan.web.desk.account_urls")),
    path("", include((OWN, "desk"))),
]
