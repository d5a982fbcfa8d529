"""nginx in front, as `docs/how-to/serve-the-site.md` writes it: how fast it is, and whether it lets old pages go."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench import serving, territories
from bench.table import Line
from bilan.config.home import open_home
from bilan.ledger.entries import Draft, read_content

PAGE: Final = "/fr/"
ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = ROOT / "docs" / "how-to" / "serve-the-site.md"
MAX_AGE: Final = 60
NOT_MODIFIED: Final = 304
AROUND: Final = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    default_type text/html;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{cache}
    server {{
        listen 127.0.0.1:{port};
        location /file/ {{ alias {folder}/file/; }}
{location}
    }}
}}
"""


def configured(text: str, folder: Path, port: int, behind: int) -> str:
    """Return a configuration with what the document says of keeping and passing on, on other ports and folders."""
    path, sorts = (re.search(rf"^ *{one}.*$", text, re.MULTILINE) for one in ("proxy_cache_path", "map "))
    location = re.search(r"^ *location / \{.*?^ *\}$", text, re.MULTILINE | re.DOTALL)
    if not (path and sorts and location):
        raise LookupError(DOCUMENT)
    cache = f"{path[0].replace('/var/cache/nginx/bilan', str(folder / 'cache'))}\n{sorts[0]}"
    passed = location[0].replace("127.0.0.1:8000", f"{serving.HERE}:{behind}")
    # Only who starts as root may say whose its workers are.
    user = "user root;" if folder.owner() == "root" else ""
    return AROUND.format(user=user, folder=folder, cache=cache, port=port, location=passed)


@contextmanager
def nginx(site: serving.Server, folder: Path) -> "Iterator[serving.Server | None]":
    """Put nginx in front of a site; nothing where there is none."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if program is None:
        yield None
        return
    folder.mkdir()
    (folder / "file").mkdir()
    (folder / "file" / "index.html").write_bytes(site.get(PAGE).body)
    port = serving.free_port()
    text = configured(DOCUMENT.read_text(encoding="utf-8"), folder, port, site.port)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    line = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with serving.running(line, port, at="/file/index.html") as server:
        yield server


def lines(site: serving.Server, folder: Path) -> Iterator[Line]:
    """Load a page that nginx keeps, beside the same page as a file that it serves."""
    with nginx(site, folder / "nginx") as server:
        if server is None:
            return
        server.get(PAGE)
        rates = [(server.load(PAGE, 3).a_second, server.load("/file/index.html", 3).a_second) for _ in range(5)]
    kept, file = sorted(rates, key=lambda pair: pair[0] / pair[1])[2]
    yield Line(
        "Panorama kept by nginx, beside a file that it serves", f"{kept:,.0f}/s", f"{file:,.0f}/s", f"{kept / file:.2f}"
    )


def after_a_checkpoint(folder: Path) -> Iterator[Line]:
    """Publish one entry more behind nginx, and tell whether the page changes when its time is over, not before."""
    from bilan.acts.publishing import publish  # Django must know its home first

    home = open_home(folder / "other")
    territories.make(home, 1)
    shutil.copytree(folder / "home" / "static", home.folder / "static")
    with serving.site(home.folder) as site, nginx(site, folder / "other-nginx") as server:
        if server is None:
            return
        before = server.get(PAGE)
        same = server.get(PAGE, if_none_match=before.headers["etag"]).status == NOT_MODIFIED
        at = territories.RECORDED + timedelta(days=1)
        territories.record(home, [Draft(read_content("source", MORE), key="src-more")], at)
        publish(home, at=at)
        still = server.get(PAGE).headers["etag"] == before.headers["etag"]
        time.sleep(MAX_AGE + 1)
        after = _renewed(server, before)
        known = site.get(PAGE, if_none_match=after.headers["etag"]).status == NOT_MODIFIED
    is_new = after.headers["etag"] != before.headers["etag"] and after.body != before.body
    told = "304 while it is the same, the new page after 60 s"
    yield Line("A page kept by nginx after a new checkpoint", told, kept=same and still and is_new and known)


def _renewed(server: serving.Server, before: serving.Got) -> serving.Got:
    """Ask until the page is another one: the old one is told once more, while nginx asks behind it for the new one."""
    for _ in range(MAX_AGE):
        after = server.get(PAGE)
        if after.headers["etag"] != before.headers["etag"]:
            return after
        time.sleep(1)
    return before


MORE: Final = {"publisher": "Press", "source_kind": "press", "published_on": "2016-01-01"}
