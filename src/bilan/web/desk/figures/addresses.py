"""The addresses of figures by form."""

from django.urls import URLPattern, path

from bilan.web.desk.figures import asking, attaching, checking, choosing, correcting, listing, sources

urls: list[URLPattern] = [
    path("figures/", listing.figures, name="figures"),
    path("figures/new/", choosing.new, name="figures_new"),
    path("figures/new/<slug:kind>/", asking.begin, name="figures_begin"),
    path("figures/correct/<int:number>/", correcting.correct, name="figures_correct"),
    path("figures/withdraw/<int:number>/", correcting.withdraw, name="figures_withdraw"),
    path("figures/<slug:paper>/", checking.figure, name="figure"),
    path("figures/<slug:paper>/drop/", checking.drop, name="figure_drop"),
    path("figures/<slug:paper>/file/", attaching.attach, name="figure_file"),
    path("figures/<slug:paper>/source/new/", sources.source, name="figure_source"),
    path("figures/<slug:paper>/<slug:stage>/", asking.ask, name="figure_stage"),
    path("figures/<slug:paper>/<slug:stage>/look/", asking.look, name="figure_look"),
]
