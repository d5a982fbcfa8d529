"""All addresses: those of the interface for programs, of the desk, and of the public site."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("bilan.api.urls")),
    path("desk/", include("bilan.web.desk.urls")),
    path("", include("bilan.web.urls")),
]
handler429 = "bilan.web.desk.accounts.too_many"
handler400 = "bilan.web.serving.refused"
handler404 = "bilan.web.serving.unknown"
handler500 = "bilan.web.serving.failed"
