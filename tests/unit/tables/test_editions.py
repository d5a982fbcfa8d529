"""Editions: the same files however the ledger grew, and nothing lost by a redaction or a missing file."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from bilan.ledger.canonical import base64_text, canonical_bytes
from bilan.ledger.entries import Entry
from bilan.ledger.notes import SigningKey, sign_note
from bilan.ledger.verifier import verify_edition
from bilan.tables import editions
from bilan.tables.editions import EditionMissing, Signer, build, export, forget, open_edition, rebuild
from bilan.tables.segments import cut

AT = datetime(2026, 11, 24, tzinfo=UTC)
KEY = SigningKey("bilan.test/plan", b"k" * 32)
SIGNER = Signer("bilan.test/plan", str(KEY.verifier), lambda text: str(sign_note(text, KEY)))


def line(number: int) -> bytes:
    """Make one entry in twenty a source, the others statements that the newest source carries."""
    if number % 20 == 0:
        kind, content = (
            "source",
            {"publisher": "La Vie éco", "source_kind": "press", "published_on": f"2012-{number % 12 + 1:02}"},
        )
    else:
        source = f"src-{number // 20 * 20}"
        content = {"indicator": "ind-a", "value": str(number), "nature": "declared", "source": source}
        kind = "statement"
    key = f"{'src' if kind == 'source' else 'st'}-{number}"
    return Entry(number, AT, "desk", kind, key, None, content, "s" * 22).leaf()


def ledger(start: int, stop: int) -> Iterable[bytes]:
    return (line(number) for number in range(start, stop))


def tables_of(edition: editions.Edition) -> dict[str, bytes]:
    return {
        path: (edition.folder / path).read_bytes()
        for path in edition.files
        if path.startswith(("tables/", "entries/", "tile/"))
    }


def test_a_log_is_cut_by_its_size_alone_into_runs_without_gap() -> None:
    for size in (0, 1, 255, 256, 257, 70_000, 2**20 + 3):
        runs = cut(size)
        assert [one.start for one in runs] == [0, *(one.stop for one in runs)][: len(runs)]
        assert (runs[-1].stop if runs else 0) == size


def test_an_edition_grown_step_by_step_is_the_same_bytes_as_one_built_at_once(tmp_path: Path) -> None:
    grown = [build(tmp_path / "grown", size, ledger, signer=SIGNER) for size in (1, 130, 300, 513, 777)][-1]
    whole = build(tmp_path / "whole", 777, ledger, signer=SIGNER)
    assert tables_of(grown) == tables_of(whole)
    assert (grown.name, grown.root) == (whole.name, whole.root)


def test_the_tables_of_more_entries_are_those_of_fewer_and_more_rows(tmp_path: Path) -> None:
    def rows(size: int) -> list[tuple[object, ...]]:
        edition = build(tmp_path, size, ledger, signer=SIGNER)
        paths = [str(path) for path in edition.paths_of("statement")]
        return duckdb.execute("SELECT * FROM read_parquet($paths) ORDER BY number", {"paths": paths}).fetchall()

    fewer, more = rows(300), rows(600)
    assert more[: len(fewer)] == fewer


def test_a_statement_is_public_with_the_source_recorded_before_it_in_any_segment(tmp_path: Path) -> None:
    build(tmp_path, 250, ledger, signer=SIGNER)
    edition = build(tmp_path, 259, ledger, signer=SIGNER)
    paths = [str(path) for path in edition.paths_of("statement")]
    found = duckdb.execute("SELECT public_on FROM read_parquet($paths) WHERE number = 258", {"paths": paths}).fetchone()
    assert found == (date(2012, 1, 31),)


def test_an_exported_edition_stands_alone_verifies_and_can_be_made_again(tmp_path: Path) -> None:
    build(tmp_path / "home", 300, ledger, signer=SIGNER)
    edition = export(tmp_path / "home", None, tmp_path / "out")
    assert verify_edition(tmp_path / "out", pinned=SIGNER.vkey).ok
    assert rebuild(edition, tmp_path / "scratch") == []


def test_a_table_that_does_not_follow_from_the_entries_is_found_by_making_it_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    build(home, 300, ledger, signer=SIGNER)
    facts = home / editions.SHARED / "facts/0000000256-0000000300.json"
    listed = json.loads(facts.read_bytes())
    path = "tables/statement/0000000256-0000000300.parquet"
    forged = f"SELECT * REPLACE (7 AS value) FROM '{home}/{editions.SHARED}/{path}'"  # noqa: S608 - a path of this test
    duckdb.execute(f"COPY ({forged}) TO '{home}/{editions.SHARED}/{path}.other' (FORMAT parquet)")
    (home / f"{editions.SHARED}/{path}.other").replace(home / f"{editions.SHARED}/{path}")
    listed[path] |= {
        "sha256": sha256((home / f"{editions.SHARED}/{path}").read_bytes()).hexdigest(),
        "bytes": (home / f"{editions.SHARED}/{path}").stat().st_size,
    }
    facts.write_bytes(canonical_bytes(listed))
    build(home, 300, ledger, signer=SIGNER)
    edition = export(home, None, tmp_path / "out")
    assert verify_edition(tmp_path / "out").ok
    assert rebuild(edition, tmp_path / "scratch") == [path]


def test_an_edition_is_opened_by_its_name_or_the_digits_of_its_root(tmp_path: Path) -> None:
    first = build(tmp_path, 100, ledger, signer=SIGNER)
    last = build(tmp_path, 200, ledger, signer=SIGNER)
    assert open_edition(tmp_path).name == last.name
    assert open_edition(tmp_path, first.name[:8]).size == 100
    assert open_edition(tmp_path, first.root.hex()).size == 100


@pytest.mark.parametrize("name", [None, "0000000000000000", "../etc", ""])
def test_an_edition_that_is_not_there_is_missing(tmp_path: Path, name: str | None) -> None:
    with pytest.raises(EditionMissing):
        open_edition(tmp_path, name)


def test_building_an_older_edition_leaves_the_current_one(tmp_path: Path) -> None:
    last = build(tmp_path, 200, ledger, signer=SIGNER)
    build(tmp_path, 100, ledger, signer=SIGNER)
    assert open_edition(tmp_path).name == last.name


def test_tiles_that_were_lost_are_made_again(tmp_path: Path) -> None:
    whole = build(tmp_path, 700, ledger, signer=SIGNER)
    for tile in (tmp_path / editions.SHARED / "tile/0").rglob("*"):
        if tile.is_file() and tile.name != "000":
            tile.unlink()
    assert editions.grow_tiles(tmp_path, 700, ledger) == whole.root


def test_an_empty_ledger_has_an_edition(tmp_path: Path) -> None:
    build(tmp_path / "home", 0, ledger, signer=SIGNER)
    export(tmp_path / "home", None, tmp_path / "out")
    assert verify_edition(tmp_path / "out").ok


def test_a_redaction_removes_the_content_from_every_file_and_keeps_the_root(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = build(home, 300, ledger, signer=SIGNER)

    def redacted(start: int, stop: int) -> Iterable[bytes]:
        for number in range(start, stop):
            if number == 7:
                yield canonical_bytes(
                    {"leaf_hash": base64_text(editions.line_hash(line(7))), "number": 7, "redacted_by": 300}
                )
            elif number == 300:
                content = {"entry": 7, "reason_words": "court order", "authority": "Rabat"}
                yield Entry(300, AT, "desk", "redaction", None, None, content, "s" * 22).leaf()
            else:
                yield line(number)

    build(home, 301, redacted, signer=SIGNER)
    renewed = forget(home, 7, redacted, signer=SIGNER)
    after = open_edition(home, before.name)
    assert before.name in renewed
    assert after.root == before.root
    assert not any(b'"st-7"' in path.read_bytes() for path in home.rglob("*.ndjson"))
    paths = [str(path) for path in after.paths_of("statement")]
    assert duckdb.execute(
        "SELECT count(*) FROM read_parquet($paths) WHERE number = 7", {"paths": paths}
    ).fetchone() == (0,)
    export(home, None, tmp_path / "out")
    assert verify_edition(tmp_path / "out", pinned=SIGNER.vkey).ok


def test_a_redaction_leaves_no_tables_of_another_version_behind(tmp_path: Path) -> None:
    build(tmp_path, 300, ledger, signer=SIGNER)
    old = tmp_path / "shared-of-before"
    (old / "tables").mkdir(parents=True)
    forget(tmp_path, 7, ledger, signer=SIGNER)
    assert not old.exists()


def test_a_missing_segment_between_others_is_made_again_with_the_sources_before_it(tmp_path: Path) -> None:
    whole = build(tmp_path, 777, ledger, signer=SIGNER)
    before = tables_of(whole)
    (tmp_path / editions.SHARED / "facts/0000000256-0000000512.json").unlink()
    (tmp_path / editions.SHARED / "facts/0000000768-0000000777.json").unlink()
    assert tables_of(build(tmp_path, 777, ledger, signer=SIGNER)) == before


def test_what_a_killed_build_left_half_written_is_no_file_of_an_edition_and_goes_with_a_redaction(
    tmp_path: Path,
) -> None:
    whole = build(tmp_path, 300, ledger, signer=SIGNER)
    facts, table = (tmp_path / editions.SHARED / name for name in ("facts", "tables/statement"))
    drafts = [facts / ".4711-0000000256-0000000300.json", table / ".4711-0000000256-0000000300.parquet"]
    for draft in drafts:
        draft.write_bytes(b'{"half')
    assert tables_of(build(tmp_path, 300, ledger, signer=SIGNER)) == tables_of(whole)
    forget(tmp_path, 7, ledger, signer=SIGNER)
    assert not any(draft.exists() for draft in drafts)


def test_a_home_started_after_a_redaction_has_the_same_root(tmp_path: Path) -> None:
    def redacted(start: int, stop: int) -> Iterable[bytes]:
        gone = canonical_bytes({"leaf_hash": base64_text(editions.line_hash(line(7))), "number": 7, "redacted_by": 512})
        return (gone if number == 7 else line(number) for number in range(start, stop))

    before = build(tmp_path / "before", 512, ledger, signer=SIGNER)
    after = build(tmp_path / "after", 512, redacted, signer=SIGNER)
    assert after.root == before.root
    assert tables_of(after) != tables_of(before)


def test_a_log_of_full_tiles_only_has_no_partial_one_on_that_level(tmp_path: Path) -> None:
    edition = build(tmp_path, 512, ledger, signer=SIGNER)
    assert [path for path in edition.files if path.startswith("tile/")] == [
        "tile/0/000",
        "tile/0/001",
        "tile/1/000.p/2",
    ]
