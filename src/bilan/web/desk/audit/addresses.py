"""The addresses of the auditor's workspace."""

from django.urls import URLPattern, path

from bilan.web.desk.audit import following, signing, working

urls: list[URLPattern] = [
    path("audit/", following.audit, name="audit"),
    path("audit/new/", working.engage, name="engage"),
    path("audit/threads/<slug:key>/", following.thread, name="thread"),
    path("audit/threads/<slug:key>/recommend/", signing.recommend, name="recommend"),
    path("audit/threads/<slug:key>/reply/", signing.reply, name="reply"),
    path("audit/threads/<slug:key>/close/", signing.close, name="close"),
    path("audit/<slug:ident>/", working.engagement, name="engagement"),
    path("audit/<slug:ident>/scope/", working.scope, name="scope"),
    path("audit/<slug:ident>/paper.pdf", working.working_paper, name="audit_paper"),
    path("audit/<slug:ident>/<slug:key>/opinion/", signing.opinion, name="opinion"),
    path("audit/<slug:ident>/<slug:key>/contest/", signing.contest, name="counter_value"),
]
