"""The addresses of accounts, as allauth serves them: sign in and out, password, second factor, sessions."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sign-on/", include("allauth.socialaccount.urls")),
    path("sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
