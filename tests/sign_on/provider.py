"""Serve an OpenID Connect provider: ``python provider.py REDIRECT_URI`` prints its address, then serves until its end.

Everybody's password is `PASSWORD`. ``/set/EMAIL/?groups=a,b&verified=1`` makes somebody, or changes their groups.
"""

import sys
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

CLIENT: Final = "bilan"
SECRET: Final = "of the provider of the tests"  # noqa: S105 - opens nothing else
PASSWORD: Final = "of everybody there"  # noqa: S105 - as above


class Quiet(WSGIRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def set_up() -> None:
    """Set Django up for the provider."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    settings.configure(
        SECRET_KEY=SECRET,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="__main__",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        SESSION_COOKIE_NAME="provider",
        USE_TZ=True,
        IDP_OIDC_PRIVATE_KEY=pem,
        IDP_OIDC_ADAPTER="claims.Claims",  # beside this file
    )  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def make_client(redirect_uri: str) -> None:
    """Let the desk be known there."""
    from allauth.idp.oidc.models import Client

    client = Client(id=CLIENT, name="Bilan", skip_consent=True)
    client.set_secret(SECRET)
    client.set_redirect_uris([redirect_uri])
    client.set_scopes(["openid", "email", "profile"])
    client.save()


def change(request: Any, email: str) -> Any:
    """Make somebody, or change their groups."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import User
    from django.http import HttpResponse

    user, is_new = User.objects.get_or_create(username=email, email=email)
    if is_new:
        user.set_password(PASSWORD)
    user.first_name, user.last_name = "Somebody", request.GET.get("groups", "")
    user.save()
    verified = request.GET.get("verified", "1") == "1"
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": verified, "primary": True})
    return HttpResponse("done")


def urls() -> list[Any]:
    """Return the addresses of the provider."""
    from django.urls import include, path

    return [
        path("set/<str:email>/", change),
        path("accounts/", include("allauth.account.urls")),
        path("", include("allauth.idp.urls")),
    ]


if __name__ == "__main__":
    set_up()
    from django.core.wsgi import get_wsgi_application

    urlpatterns = urls()
    make_client(sys.argv[1])
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()
