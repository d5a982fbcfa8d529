"""A file, a folder or a zip is opened within limits, and nothing in it reaches out.

Fixture: `archive` makes a zip of the members given.
"""

import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bilan.exchange.containers import Limits, Opened, open_all
from bilan.terms.problems import Problem

SMALL = Limits(file_bytes=2_000_000, all_bytes=3_000_000, files=3)
Archive = Callable[[Mapping[str, bytes]], Path]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    def make(members: Mapping[str, bytes]) -> Path:
        path = tmp_path / "plan.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in members.items():
                file.writestr(name, content)
        return path

    return make


def codes(path: Path, limits: Limits = SMALL) -> list[tuple[str, str | None]]:
    return [(one.code, one.place.file) for one in open_all(path, limits) if isinstance(one, Problem)]


def opened(path: Path, limits: Limits = SMALL) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in open_all(path, limits) if isinstance(one, Opened)]


def test_the_csv_files_of_a_folder_are_opened_in_order(tmp_path: Path) -> None:
    for name in ("target.csv", "Plan.CSV", "README.md", ".hidden.csv"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.csv").mkdir()
    assert opened(tmp_path) == [("Plan.CSV", b"x"), ("target.csv", b"x")]
    assert codes(tmp_path) == []


def test_one_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(b"x")
    assert opened(path) == [("plan.csv", b"x")]


def test_what_is_not_there_is_said_with_its_path(tmp_path: Path) -> None:
    [problem] = open_all(tmp_path / "plans")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.values["path"].endswith("plans")) == ("no_such_file", True)


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    assert codes(tmp_path) == [("nothing_to_read", tmp_path.name)]


def test_too_many_files_are_not_opened(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.csv").write_bytes(b"x")
    assert codes(tmp_path) == [("too_many_files", tmp_path.name)]
    assert opened(tmp_path) == []


@pytest.mark.parametrize("name", ["plan.csv", "plan.zip"])
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    [problem] = open_all(path)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.values) == ("file_unreadable", {"reason": "Permission denied"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04" + b"plan.csv", "zip_not_csv"),
        (b"PK\x05\x06" + bytes(18), "zip_not_csv"),
        (b"PK\x03\x04" + b"xl/workbook.xml", "spreadsheet_not_csv"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "spreadsheet_not_csv"),
        (b"%PDF-1.7", "not_csv"),
        (b"\x1f\x8b\x08", "not_csv"),
        (b"PAR1", "not_csv"),
        (b"SQLite format 3\0", "not_csv"),
        (b"x" * 2_000_001, "file_too_large"),
    ],
)
def test_another_format_under_the_name_of_a_csv_is_named(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(content)
    assert codes(path) == [(code, "plan.csv")]
    assert opened(path) == []


def test_a_spreadsheet_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "statement.xlsx").write_bytes(b"PK")
    (tmp_path / "plan.csv").write_bytes(b"x")
    assert codes(tmp_path) == [("spreadsheet_not_csv", "statement.xlsx")]
    assert codes(tmp_path / "statement.xlsx") == [("spreadsheet_not_csv", "statement.xlsx")]


def test_a_zip_is_opened_whatever_folder_it_was_made_of(archive: Archive) -> None:
    path = archive({"plan/target.csv": b"t", "plan/plan.csv": b"p", "__MACOSX/._plan.csv": b"", "plan/README.md": b""})
    assert opened(path) == [("plan.csv", b"p"), ("target.csv", b"t")]
    assert codes(path) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../plan.csv", "zip_path_escapes"),
        ("a/../../plan.csv", "zip_path_escapes"),
        ("/etc/plan.csv", "zip_path_escapes"),
        ("..\\plan.csv", "zip_path_escapes"),
        ("C:plan.csv", "zip_path_escapes"),
        ("inner.zip", "zip_nested"),
        ("statement.xlsx", "spreadsheet_not_csv"),
    ],
)
def test_a_zip_that_reaches_out_or_hides_something_is_not_opened(archive: Archive, name: str, code: str) -> None:
    path = archive({name: b"x", "target.csv": b"x"})
    assert codes(path) == [(code, f"plan.zip/{name}")]
    assert opened(path) == []


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "plan.zip", zipfile.ZipInfo("plan.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(link, "/etc/passwd")
    assert codes(path) == [("zip_link", "plan.zip/plan.csv")]


def test_two_members_of_one_name_are_a_problem(archive: Archive) -> None:
    assert codes(archive({"a/plan.csv": b"1", "b/plan.csv": b"2"})) == [("file_twice", "plan.zip/b/plan.csv")]


def test_a_bomb_is_not_unpacked(archive: Archive) -> None:
    assert codes(archive({"plan.csv": bytes(1_900_000)})) == [("zip_bomb", "plan.zip/plan.csv")]


def test_a_member_that_declares_too_much_is_not_unpacked(archive: Archive) -> None:
    noise = bytes(number * number % 251 for number in range(2_000_001))
    assert codes(archive({"plan.csv": noise})) == [("file_too_large", "plan.zip/plan.csv")]
    assert codes(archive({"a.csv": noise[:1_600_000], "b.csv": noise[:1_600_000]})) == [("file_too_large", "plan.zip")]


def test_too_many_members_are_not_unpacked(archive: Archive) -> None:
    assert codes(archive({f"{number}.csv": b"x" for number in range(4)})) == [("too_many_files", "plan.zip")]


def test_what_a_member_declares_is_not_believed(archive: Archive) -> None:
    path = archive({"plan.csv": bytes(number * number % 251 for number in range(500_000))})
    content = path.read_bytes()
    real, told = (500_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(content.replace(real, told))
    assert codes(path) == [("zip_damaged", "plan.zip")]


@pytest.mark.parametrize("cut", [0, 1, 30, 60, -1, -30])
def test_a_damaged_zip_is_a_problem(archive: Archive, cut: int) -> None:
    path = archive({"plan.csv": b"key,name_fr\nplan-a,Plan\n" * 10})
    path.write_bytes(path.read_bytes()[:cut])
    assert codes(path) == [("zip_damaged", "plan.zip")]


def test_a_flipped_bit_in_a_zip_is_a_problem_or_changes_nothing(archive: Archive) -> None:
    members = {"plan.csv": b"key,name_fr\nplan-a,Plan\n"}
    path = archive(members)
    whole = path.read_bytes()
    for at in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        path.write_bytes(bytes(flipped))
        assert codes(path) or {content for _, content in opened(path)} <= set(members.values()), at


@pytest.mark.parametrize(
    ("method", "flag", "code"), [(zipfile.ZIP_LZMA, 0, "zip_method"), (zipfile.ZIP_STORED, 1, "zip_encrypted")]
)
def test_what_cannot_be_unpacked_is_named(tmp_path: Path, method: int, flag: int, code: str) -> None:
    path = tmp_path / "plan.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("plan.csv", "x")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= flag
    path.write_bytes(bytes(content))
    assert codes(path) == [(code, "plan.zip/plan.csv")]
