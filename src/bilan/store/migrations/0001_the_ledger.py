"""Make the tables of the ledger."""

from django.db import migrations, models

from bilan.store.models import CountField


class Migration(migrations.Migration):
    """The two tables."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="EntryRow",
            fields=[
                ("number", CountField(primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
                ("kind", models.TextField()),
                ("key", models.TextField(null=True)),
                ("replaces", models.BigIntegerField(null=True)),
                ("target", models.BigIntegerField(null=True)),
                ("origin", models.TextField(null=True)),
                ("body", models.TextField(null=True)),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "db_table": "bilan_entry",
                "indexes": [
                    models.Index(
                        fields=["key", "number"], name="bilan_entry_key", condition=models.Q(key__isnull=False)
                    ),
                    models.Index(fields=["kind", "number"], name="bilan_entry_kind"),
                    models.Index(
                        fields=["replaces"], name="bilan_entry_replaces", condition=models.Q(replaces__isnull=False)
                    ),
                    models.Index(
                        fields=["target"], name="bilan_entry_target", condition=models.Q(target__isnull=False)
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["origin"], name="bilan_entry_origin", condition=models.Q(origin__isnull=False)
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckpointRow",
            fields=[
                ("size", CountField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "bilan_checkpoint"},
        ),
    )
