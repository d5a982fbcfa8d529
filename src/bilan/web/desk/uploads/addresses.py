"""The addresses of spreadsheets."""

from django.urls import URLPattern, path

from bilan.web.desk.uploads import files, listing, previewing

urls: list[URLPattern] = [
    path("uploads/", listing.uploads, name="uploads"),
    path("uploads/template.xlsx", files.template, name="upload_template"),
    path("uploads/present/<slug:kind>.<slug:form>", files.present, name="upload_present"),
    path("uploads/<slug:batch>/", previewing.upload, name="upload"),
    path("uploads/<slug:batch>/problems.<slug:form>", files.problems, name="upload_problems"),
    path("uploads/<slug:batch>/confirm/", previewing.confirm, name="upload_confirm"),
    path("uploads/<slug:batch>/again/", previewing.again, name="upload_again"),
    path("uploads/<slug:batch>/drop/", previewing.drop, name="upload_drop"),
    path("uploads/<slug:batch>/mend/<slug:row>/", previewing.mend, name="upload_mend"),
]
