"""Who works at the desk: accounts, the roles they were given and where these hold, the tokens of their programs."""

from typing import ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

LANGUAGE: Final = "fr"


class Accounts(BaseUserManager["Account"]):
    """Finds and makes accounts."""

    def create_user(self, email: str, password: str | None = None, **more: object) -> "Account":
        """Make an account; without a password it cannot be opened by one."""
        account = self.model(email=self.normalize_email(email).lower(), **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person at the desk. `signs_as` is published with every entry, and so names an office rather than a person."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    signs_as = models.CharField(max_length=96, unique=True)
    # The party of the ledger in whose name it speaks.
    party = models.CharField(max_length=96, null=True)
    language = models.CharField(max_length=8, default=LANGUAGE)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # When the control tower was last seen to the end, and what it had shown by then.
    seen_at = models.DateTimeField(null=True)
    seen_entry = models.BigIntegerField(null=True)
    wants_digest = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "signs_as"]
    objects = Accounts()

    class Meta:
        """Its table."""

        db_table = "bilan_account"

    def __str__(self) -> str:
        """Name it as the ledger does."""
        return self.signs_as


class Grant(models.Model):
    """A role that somebody was given; what ended stays, so that one can say later who could do what."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32)
    given_by = models.CharField(max_length=96)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=96, null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_grant"

    def __str__(self) -> str:
        """Say who has it."""
        return f"{self.account} as {self.role}"


class Scope(models.Model):
    """Where a grant holds: a party, a branch of the plan, a region; none of a sort means all of it."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="scopes")
    sort = models.CharField(max_length=16)
    key = models.CharField(max_length=96)

    class Meta:
        """Each place once a grant."""

        db_table = "bilan_scope"
        constraints = (models.UniqueConstraint(fields=["grant", "sort", "key"], name="bilan_scope_once"),)

    def __str__(self) -> str:
        """Say which place."""
        return f"{self.sort} {self.key}"


class AccountStep(models.Model):
    """What was done to an account: made, renewed, closed, opened again; by whom, and when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    by = models.CharField(max_length=96)
    at = models.DateTimeField()

    class Meta:
        """Its table."""

        db_table = "bilan_account_step"

    def __str__(self) -> str:
        """Say what was done."""
        return f"{self.account} {self.step} by {self.by}"


class Counted(models.Model):
    """What counts tries of passwords, for all processes alike: the table of Django's cache in the database."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """Its table."""

        db_table = "bilan_counted"

    def __str__(self) -> str:
        """Return its key."""
        return self.cache_key


class Token(models.Model):
    """A key for a program of an account: it acts in one role, may do some acts, and ends; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=96)
    role = models.CharField(max_length=32)
    acts = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Its table."""

        db_table = "bilan_token"
        constraints = (
            models.UniqueConstraint(
                fields=["account", "name"], name="bilan_token_once", condition=models.Q(revoked_at=None)
            ),
        )

    def __str__(self) -> str:
        """Name it as its owner does."""
        return self.name
