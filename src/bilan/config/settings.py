"""The settings of Django; they are declared in `bilan.config.declared`. Importing them makes and changes nothing."""

from pathlib import Path

from bilan.config.declared import SECRET_FILE, database, read_setting

_HOME = Path(read_setting("BILAN_HOME")).absolute()
_SECRET = _HOME / SECRET_FILE

# Empty until `open_home` has made the key; Django refuses to use an empty one.
SECRET_KEY = read_setting("BILAN_SECRET_KEY") or (_SECRET.read_text(encoding="ascii") if _SECRET.exists() else "")
DATABASES = {"default": database(_HOME)}
INSTALLED_APPS = ["bilan.store"]
USE_TZ = True
TIME_ZONE = "UTC"
# The ledger gives its own numbers, and no table of Bilan lets the database choose.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
