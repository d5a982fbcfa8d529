"""Copy a part of a long panel: what it decides of the plan of Morocco, a tenth of its countries decides too."""

from pathlib import Path


def some_countries(file: Path, made: Path) -> list[str]:
    """Copy a tenth of a panel: the world and the countries whose code begins as that of Morocco does."""
    head, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [line for line in lines if line.split(",")[2].startswith(("M", "WLD"))]
    made.write_text(head + "".join(rows), encoding="utf-8")
    return [row for row in rows if not row.endswith("remove\n")]
