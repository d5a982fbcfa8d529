"""The settings of Django; they are declared in `bilan.config.declared`. Importing them makes and changes nothing."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from bilan.config.declared import SECRET_FILE, database, read_setting
from bilan.config.sign_on import sign_on

_HOME = Path(read_setting("BILAN_HOME")).absolute()
_SECRET = _HOME / SECRET_FILE

# Empty until `open_home` has made the key; Django refuses to use an empty one.
SECRET_KEY = read_setting("BILAN_SECRET_KEY") or (_SECRET.read_text(encoding="ascii") if _SECRET.exists() else "")
DATABASES = {"default": database(_HOME)}
_ADDRESS = urlsplit(read_setting("BILAN_ADDRESS"))
INSTALLED_APPS = [
    "bilan.web",  # before allauth, whose templates it takes the place of
    "bilan.store",
    "bilan.store.desk",
    "bilan.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
ROOT_URLCONF = "bilan.config.urls"
# What serves the desk costs a reader of the public pages nothing: session and account are looked up when asked for.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bilan.web.desk.middleware.DeskMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["bilan.web.templatetags.said", "bilan.web.templatetags.at_desk"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bilan.web.desk.context.spoken",
            ],
        },
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

AUTH_USER_MODEL = "desk.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **more}
    for name, more in (
        ("UserAttributeSimilarityValidator", {"OPTIONS": {"user_attributes": ("email", "name", "signs_as")}}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 12}}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/desk/account/login/"
ACCOUNT_ADAPTER = "bilan.web.desk.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "bilan.web.desk.accounts.displayed"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever changes the password goes on; all other sessions end, because they were signed with the old one.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {"reset_password": "bilan.web.desk.accounts.AskForLink"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Tries are counted for all processes together: by address of the network, and by account whatever the address.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "10/m/ip,3/10m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(read_setting("BILAN_PROXIES"))
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_ADAPTER = "bilan.web.desk.accounts.SecondFactor"
MFA_TOTP_ISSUER = "Bilan"
# The clock of a telephone may stray by half a minute.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _ADDRESS.scheme != "https"
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "bilan.web.desk.signing_on.SingleSignOn"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = found.providers if (found := sign_on()) else {}

_SAFE = _ADDRESS.scheme == "https"
SESSION_COOKIE_NAME = "bilan_session"
SESSION_COOKIE_PATH = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SAFE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "bilan_csrf"
CSRF_FAILURE_VIEW = "bilan.web.desk.door.csrf_refused"
CSRF_TRUSTED_ORIGINS = [f"{_ADDRESS.scheme}://{_ADDRESS.netloc}"] if _ADDRESS.netloc else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
# A file above this is written to disk while it arrives; what a form may hold is small.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# It holds what limits tries; nothing else is kept in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "bilan_counted",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
_MAIL = read_setting("BILAN_MAIL")
EMAIL_FILE_PATH = str(_HOME / "mail")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if _MAIL:
    vars().update(environ.Env.email_url_config(_MAIL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read_setting("BILAN_MAIL_FROM")
