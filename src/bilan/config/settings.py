"""The settings of Django; they are declared in `bilan.config.declared`. Importing them makes and changes nothing."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from bilan.config.declared import SECRET_FILE, database, read_setting

_HOME = Path(read_setting("BILAN_HOME")).absolute()
_SECRET = _HOME / SECRET_FILE

# Empty until `open_home` has made the key; Django refuses to use an empty one.
SECRET_KEY = read_setting("BILAN_SECRET_KEY") or (_SECRET.read_text(encoding="ascii") if _SECRET.exists() else "")
DATABASES = {"default": database(_HOME)}
_ADDRESS = urlsplit(read_setting("BILAN_ADDRESS"))
INSTALLED_APPS = ["django.contrib.staticfiles", "csp", "bilan.store", "bilan.web"]
ROOT_URLCONF = "bilan.web.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["bilan.web.templatetags.said"]},
    }
]
USE_TZ = True
TIME_ZONE = "UTC"
# The ledger gives its own numbers, and no table of Bilan lets the database choose.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No page depends on the name by which the site is reached, and none builds an address from it.
ALLOWED_HOSTS = ["*"]
APPEND_SLASH = False
# Babel writes numbers and days, and the word lists of Bilan hold all words.
USE_I18N = False
LOGGING_CONFIG = None

STATIC_URL = "/static/"
STATIC_ROOT = _HOME / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _ADDRESS.scheme == "https" else 0
# A proxy that ends TLS says so; all that hangs on it is the order to come back by https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
