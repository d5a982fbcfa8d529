"""The addresses of review."""

from django.urls import URLPattern, path

from bilan.web.desk.review import calendars, contesting, listing, looking

urls: list[URLPattern] = [
    path("review/", listing.review, name="review"),
    path("review/calendar/", calendars.calendar, name="review_calendar"),
    path("review/accept/", listing.accept, name="review_accept"),
    path("review/return/", listing.send_back, name="review_return"),
    path("review/batches/<slug:batch>/accept/", listing.accept_batch, name="review_accept_batch"),
    path("review/entries/<int:number>/contest/", contesting.contest, name="contest"),
    path("review/<slug:paper>/", looking.paper, name="review_paper"),
    path("review/<slug:paper>/accept/", looking.accept, name="review_paper_accept"),
    path("review/<slug:paper>/return/", looking.send_back, name="review_paper_return"),
    path("review/<slug:paper>/contest/", looking.contest, name="review_paper_contest"),
    path("review/<slug:paper>/ask/", looking.ask, name="review_paper_ask"),
]
