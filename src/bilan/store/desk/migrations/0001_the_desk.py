"""Make the tables of the desk: accounts, working papers, post."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bilan.store.desk.papers


class Migration(migrations.Migration):
    """The tables of the desk."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("signs_as", models.CharField(max_length=96, unique=True)),
                ("party", models.CharField(max_length=96, null=True)),
                ("language", models.CharField(default="fr", max_length=8)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_entry", models.BigIntegerField(null=True)),
                ("wants_digest", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "bilan_account",
            },
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "bilan_counted",
            },
        ),
        migrations.CreateModel(
            name="AccountStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=16)),
                ("by", models.CharField(max_length=96)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "bilan_account_step",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=32, null=True)),
                ("seen", models.BigIntegerField(null=True)),
                ("rows", models.IntegerField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("failure", models.CharField(max_length=200, null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "bilan_batch",
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("party", models.CharField(max_length=96)),
                ("as_of", models.DateField()),
                ("known_on", models.DateField()),
                ("edition", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "auditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bilan_engagement",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=32)),
                ("given_by", models.CharField(max_length=96)),
                ("given_at", models.DateTimeField()),
                ("ended_by", models.CharField(max_length=96, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "bilan_grant",
            },
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.URLField(max_length=500)),
                ("secret", models.CharField(max_length=64)),
                ("events", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "db_table": "bilan_hook",
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=96, null=True)),
                ("cells", models.JSONField(default=dict)),
                ("answers", models.JSONField(default=list)),
                ("state", models.CharField(max_length=16)),
                ("version", models.IntegerField(default=1)),
                ("concerns", models.CharField(max_length=96, null=True)),
                ("party", models.CharField(max_length=96, null=True)),
                ("node", models.CharField(max_length=96, null=True)),
                ("region", models.CharField(max_length=32, null=True)),
                ("about", models.CharField(max_length=64, null=True)),
                ("row", models.IntegerField(null=True)),
                ("turn", models.IntegerField(null=True)),
                ("origin", models.CharField(max_length=200, null=True)),
                ("salt", models.CharField(max_length=32, null=True)),
                ("digest", models.CharField(max_length=64, null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="desk.batch",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bilan_paper",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("agenda", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("edition", models.CharField(max_length=64)),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
                ),
                ("decisions", models.ManyToManyField(related_name="meetings", to="desk.paper")),
            ],
            options={
                "db_table": "bilan_meeting",
            },
        ),
        migrations.CreateModel(
            name="Filed",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=96, unique=True)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                ("filed_at", models.DateTimeField()),
                ("embargo_until", models.DateField(null=True)),
                ("audience", models.CharField(default="", max_length=200)),
                ("party", models.CharField(max_length=96, null=True)),
                ("node", models.CharField(max_length=96, null=True)),
                ("region", models.CharField(max_length=32, null=True)),
                ("removed", models.BooleanField(default=False)),
                (
                    "filed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="files", to="desk.paper"
                    ),
                ),
            ],
            options={
                "db_table": "bilan_filed",
            },
        ),
        migrations.CreateModel(
            name="Complement",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("concerns", models.CharField(max_length=96, null=True)),
                ("party", models.CharField(max_length=96, null=True)),
                ("node", models.CharField(max_length=96, null=True)),
                ("region", models.CharField(max_length=32, null=True)),
                ("asked_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complements",
                        to="desk.paper",
                    ),
                ),
            ],
            options={
                "db_table": "bilan_complement",
            },
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=32)),
                ("reason_words", models.TextField()),
                ("authority", models.CharField(max_length=600)),
                ("decided_day", models.CharField(max_length=40)),
                ("in_force_day", models.CharField(max_length=40)),
                ("rows", models.JSONField(default=list)),
                ("state", models.CharField(max_length=16)),
                ("version", models.IntegerField(default=1)),
                ("origin", models.CharField(max_length=64, null=True)),
                ("party", models.CharField(max_length=96, null=True)),
                ("node", models.CharField(max_length=96, null=True)),
                ("region", models.CharField(max_length=32, null=True)),
                ("salt", models.CharField(max_length=32, null=True)),
                ("digest", models.CharField(max_length=64, null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("words", models.TextField(null=True)),
                ("entries", models.JSONField(default=list)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bilan_plan_change",
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("title", models.CharField(max_length=200, null=True)),
                ("note", models.TextField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bilan_release",
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("turn", models.IntegerField()),
                ("sheet", models.CharField(max_length=120)),
                ("row", models.IntegerField(null=True)),
                ("kind", models.CharField(max_length=32, null=True)),
                ("key", models.CharField(max_length=96, null=True)),
                ("effect", models.CharField(max_length=16)),
                ("cells", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("concerns", models.CharField(max_length=96, null=True)),
                ("party", models.CharField(max_length=96, null=True)),
                ("node", models.CharField(max_length=96, null=True)),
                ("region", models.CharField(max_length=32, null=True)),
                ("about", models.CharField(max_length=64, null=True)),
                ("origin", models.CharField(max_length=200, null=True)),
                ("paper", models.CharField(max_length=32, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read",
                        to="desk.batch",
                    ),
                ),
            ],
            options={
                "db_table": "bilan_row",
            },
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=96)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scopes", to="desk.grant"
                    ),
                ),
            ],
            options={
                "db_table": "bilan_scope",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("words", models.TextField(null=True)),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="desk.paper"
                    ),
                ),
            ],
            options={
                "db_table": "bilan_step",
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=96)),
                ("role", models.CharField(max_length=32)),
                ("acts", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "bilan_token",
            },
        ),
        migrations.CreateModel(
            name="Answered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                ("status", models.IntegerField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.TextField(default="")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bilan_answered",
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="bilan_answered_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("event", models.CharField(max_length=32)),
                ("body", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("status", models.IntegerField(null=True)),
                ("failure", models.CharField(max_length=300, null=True)),
                (
                    "hook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="desk.hook"
                    ),
                ),
            ],
            options={
                "db_table": "bilan_delivery",
                "indexes": [models.Index(fields=["arrived_at", "next_at"], name="bilan_delivery_due")],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("concerns", models.CharField(max_length=96)),
                ("added_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="desk.engagement"
                    ),
                ),
            ],
            options={
                "db_table": "bilan_item",
                "constraints": [models.UniqueConstraint(fields=("engagement", "concerns"), name="bilan_item_once")],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=bilan.store.desk.papers.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("once", models.CharField(max_length=200, unique=True)),
                ("made_at", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(max_length=300, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bilan_letter",
                "indexes": [models.Index(fields=["sent_at", "next_at"], name="bilan_letter_due")],
            },
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["state", "submitted_at"], name="bilan_paper_queue"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["author", "state"], name="bilan_paper_author"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["batch", "turn"], name="bilan_paper_batch"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["concerns"], name="bilan_paper_concerns"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin__isnull", False)), fields=("author", "origin"), name="bilan_paper_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="planchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin__isnull", False)),
                fields=("author", "origin"),
                name="bilan_plan_change_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("title__isnull", False)), fields=("title",), name="bilan_release_title"
            ),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["batch", "effect", "turn"], name="bilan_row_effect"),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["batch", "turn"], name="bilan_row_turn"),
        ),
        migrations.AddConstraint(
            model_name="scope",
            constraint=models.UniqueConstraint(fields=("grant", "sort", "key"), name="bilan_scope_once"),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("account", "name"), name="bilan_token_once"
            ),
        ),
    ]
