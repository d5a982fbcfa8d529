"""Let the database itself refuse what a ledger never does, whoever asks."""

from collections.abc import Mapping
from typing import Final

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# On SQLite, INSERT OR REPLACE deletes rows without telling the triggers of deletion: the insertion itself has to look.
SQLITE: Final = """
CREATE TRIGGER bilan_entry_added BEFORE INSERT ON bilan_entry
WHEN NEW.body IS NULL OR length(NEW.leaf_hash) <> 32
  OR NEW.number <> coalesce((SELECT max(number) FROM bilan_entry), -1) + 1
  OR NEW.origin IN (SELECT origin FROM bilan_entry WHERE origin IS NOT NULL AND origin = NEW.origin)
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: an entry takes the next number, whole, and once'); END;

CREATE TRIGGER bilan_entry_changed BEFORE UPDATE ON bilan_entry
WHEN NEW.body IS NOT NULL
  OR (NEW.number, NEW.recorded_at, NEW.recorded_by, NEW.kind, NEW.leaf_hash)
     IS NOT (OLD.number, OLD.recorded_at, OLD.recorded_by, OLD.kind, OLD.leaf_hash)
  OR (NEW.key, NEW.replaces, NEW.target, NEW.origin) IS NOT (OLD.key, OLD.replaces, OLD.target, OLD.origin)
  OR NOT EXISTS (SELECT 1 FROM bilan_entry AS r WHERE r.target = OLD.number AND r.kind = 'redaction')
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: an entry is never changed; a redaction removes its body'); END;

CREATE TRIGGER bilan_entry_deleted BEFORE DELETE ON bilan_entry
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no entry is deleted'); END;

CREATE TRIGGER bilan_checkpoint_added BEFORE INSERT ON bilan_checkpoint
WHEN EXISTS (SELECT 1 FROM bilan_checkpoint WHERE size >= NEW.size)
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a checkpoint is of more entries than the one before'); END;

CREATE TRIGGER bilan_checkpoint_changed BEFORE UPDATE ON bilan_checkpoint
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no checkpoint is changed'); END;

CREATE TRIGGER bilan_checkpoint_deleted BEFORE DELETE ON bilan_checkpoint
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no checkpoint is deleted'); END
"""

# ENABLE ALWAYS: a session that plays the replica does not get past the triggers either.
POSTGRESQL: Final = """
CREATE FUNCTION bilan_entry_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.body IS NULL OR length(NEW.leaf_hash) <> 32
     OR NEW.number <> coalesce((SELECT max(number) FROM bilan_entry), -1) + 1 THEN
    RAISE EXCEPTION 'the ledger only grows: an entry takes the next number, whole, and once';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION bilan_entry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.body IS NOT NULL
     OR (NEW.number, NEW.recorded_at, NEW.recorded_by, NEW.kind, NEW.leaf_hash)
        IS DISTINCT FROM (OLD.number, OLD.recorded_at, OLD.recorded_by, OLD.kind, OLD.leaf_hash)
     OR (NEW.key, NEW.replaces, NEW.target, NEW.origin)
        IS DISTINCT FROM (OLD.key, OLD.replaces, OLD.target, OLD.origin)
     OR NOT EXISTS (SELECT 1 FROM bilan_entry AS r WHERE r.target = OLD.number AND r.kind = 'redaction') THEN
    RAISE EXCEPTION 'the ledger only grows: an entry is never changed; a redaction removes its body';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION bilan_checkpoint_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM bilan_checkpoint WHERE size >= NEW.size) THEN
    RAISE EXCEPTION 'the ledger only grows: a checkpoint is of more entries than the one before';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION bilan_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger only grows: % on % is refused', TG_OP, TG_TABLE_NAME; END $$;

CREATE TRIGGER bilan_entry_added BEFORE INSERT ON bilan_entry
  FOR EACH ROW EXECUTE FUNCTION bilan_entry_added();
CREATE TRIGGER bilan_entry_changed BEFORE UPDATE ON bilan_entry
  FOR EACH ROW EXECUTE FUNCTION bilan_entry_changed();
CREATE TRIGGER bilan_entry_deleted BEFORE DELETE ON bilan_entry
  FOR EACH ROW EXECUTE FUNCTION bilan_refused();
CREATE TRIGGER bilan_entry_emptied BEFORE TRUNCATE ON bilan_entry
  FOR EACH STATEMENT EXECUTE FUNCTION bilan_refused();
CREATE TRIGGER bilan_checkpoint_added BEFORE INSERT ON bilan_checkpoint
  FOR EACH ROW EXECUTE FUNCTION bilan_checkpoint_added();
CREATE TRIGGER bilan_checkpoint_changed BEFORE UPDATE OR DELETE ON bilan_checkpoint
  FOR EACH ROW EXECUTE FUNCTION bilan_refused();
CREATE TRIGGER bilan_checkpoint_emptied BEFORE TRUNCATE ON bilan_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION bilan_refused();
ALTER TABLE bilan_entry ENABLE ALWAYS TRIGGER bilan_entry_added;
ALTER TABLE bilan_entry ENABLE ALWAYS TRIGGER bilan_entry_changed;
ALTER TABLE bilan_entry ENABLE ALWAYS TRIGGER bilan_entry_deleted;
ALTER TABLE bilan_entry ENABLE ALWAYS TRIGGER bilan_entry_emptied;
ALTER TABLE bilan_checkpoint ENABLE ALWAYS TRIGGER bilan_checkpoint_added;
ALTER TABLE bilan_checkpoint ENABLE ALWAYS TRIGGER bilan_checkpoint_changed;
ALTER TABLE bilan_checkpoint ENABLE ALWAYS TRIGGER bilan_checkpoint_emptied
"""

STATEMENTS: Final[Mapping[str, list[str]]] = {
    "sqlite": SQLITE.strip().split(";\n\n"),
    "postgresql": [POSTGRESQL],
}


def make_insert_only(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database at hand."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers on both tables."""

    dependencies = (("store", "0001_the_ledger"),)
    operations = (migrations.RunPython(make_insert_only),)
