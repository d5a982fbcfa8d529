"""A file is what it looks like, not what it is called; what can run is not taken."""

import io
import zipfile

import pytest

from bilan.exchange.media import HEAD, NotTaken, ending_for, media_type

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n<html><body>hello</body></html>"


def packed(*parts: str, mimetype: str | None = None) -> bytes:
    """Pack a zip of parts without content, as office documents are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for part in parts:
            file.writestr(part, "")
    return made.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
XLSX = packed("[Content_Types].xml", "xl/workbook.xml")
ODS = packed("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")


def looked(data: bytes, name: str) -> str:
    return media_type(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.webp", WEBP, "image/webp"),
        ("a.txt", b"Le taux est de 36 %\n", "text/plain"),
        ("a.csv", b"key;value\nind-x;3\n", "text/csv"),
        ("a.csv", b"BM,GIF89a\n1,2\n", "text/csv"),
        ("a.csv", "clé;valeur\n".encode("utf-16"), "text/csv"),
        ("a.eml", MAIL, "message/rfc822"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
    ],
)
def test_what_is_taken_is_told_by_its_look(name: str, data: bytes, found: str) -> None:
    assert looked(data, name) == found


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"\n <!DOCTYPE html><html><script>alert(1)</script>", "file_is_markup"),
        ("a.png", SVG, "file_is_markup"),
        ("a.svg", SVG, "file_is_markup"),
        ("a.txt", b"\xef\xbb\xbf<?xml version='1.0'?><x/>", "file_is_markup"),
        ("a.txt", b"notes\n<SCRIPT>1</SCRIPT>", "file_is_markup"),
        ("a.txt", "<html>".encode("utf-16"), "file_is_markup"),
        ("a.eml", b"<html>From: a\r\nTo: b\r\n\r\n", "file_is_markup"),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n", "file_runs"),
        ("a.xlsm", packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "file_runs"),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/activeX/activeX1.xml"), "file_runs"),
        (
            "a.odt",
            packed("Basic/Standard/Module1.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "file_runs",
        ),
        ("a.exe", b"MZ\x90\x00" + bytes(60), "file_not_taken"),
        ("a.pdf", b"\x7fELF\x02\x01\x01" + bytes(60), "file_not_taken"),
        ("a.zip", packed("a.txt"), "file_not_taken"),
        ("a.jar", packed("META-INF/MANIFEST.MF", "A.class"), "file_not_taken"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_not_taken"),
        ("a.txt", b"plain" + b"\n" * HEAD + b"\x00", "file_not_taken"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "file_not_taken"),
        ("a.docx", b"PK\x03\x04" + DOCX[-22:], "file_broken"),
        ("a.pdf", PDF + packed("a.txt"), "file_two_sorts"),
        ("a.jpg", JPEG + DOCX, "file_two_sorts"),
        ("a.pdf", PNG, "file_named_otherwise"),
        ("a.html", b"only words", "file_named_otherwise"),
        ("a.js", b"alert(1)", "file_named_otherwise"),
        ("a.txt", PDF, "file_named_otherwise"),
    ],
)
def test_what_can_run_or_misleads_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(NotTaken) as refused:
        looked(data, name)
    assert refused.value.code == code


def test_a_list_of_parts_that_would_fill_the_memory_is_not_read() -> None:
    end = bytearray(DOCX[-22:])
    end[12:16] = (1 << 30).to_bytes(4, "little")
    with pytest.raises(NotTaken, match="file_not_taken"):
        looked(DOCX[:-22] + bytes(end), "a.docx")


def test_a_file_is_handed_out_with_the_ending_of_what_it_is() -> None:
    assert (ending_for("image/jpeg"), ending_for("text/html")) == ("jpg", "bin")
