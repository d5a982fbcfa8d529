"""Territories: the regions as tiles and the sites, the page of a region, the page of a site."""

from dataclasses import replace

from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.tiles import Tile, ramp, tiles
from bilan.report.sheets import territories
from bilan.report.sheets.territories import NOWHERE, Region, Territories
from bilan.report.voice import Voice
from bilan.terms.codes import code_list
from bilan.terms.languages import pick
from bilan.web.asked import Asked
from bilan.web.pages.near import among
from bilan.web.shown import Shown

SUBJECT = "territory"
# The numbers of sites at which the tint of a tile changes.
STEPS = (2, 3, 4)


def index(asked: Asked) -> Shown:
    """Show the regions in force and the sites; the title says in how many regions anything is placed."""
    seen, voice = asked.view.once(territories.gather), asked.voice
    counts = {"known": voice.number(seen.known), "regions": voice.number(len(seen.regions))}
    title = voice.tell(SUBJECT, "title" if seen.regions else "title.empty", **counts)
    told = {
        "seen": seen,
        "drawn": map_of(asked, seen) if seen.regions else None,
        "ramp": ramp(STEPS, voice),
        "unplaced": voice.say("comma").join(_name(voice, one) for one in seen.regions if not one.known),
    }
    return Shown("territories.html", title, SUBJECT, told, voice.tell(SUBJECT, "description"))


def map_of(asked: Asked, seen: Territories) -> Drawn:
    """Draw the map; its table tells numbers of sites, which are neither declared nor verified."""
    voice, what = asked.voice, asked.voice.tell(SUBJECT, "map.what")
    drawn = tiles([_tile(asked, one) for one in seen.regions], voice, what=what, unit="", steps=STEPS)
    heads = tuple(voice.tell(SUBJECT, f"map.{head}") for head in ("region", "sites", "note"))
    return replace(drawn, heads=heads, rows=tuple((name, shown, note) for name, shown, _, note in drawn.rows))


def _tile(asked: Asked, region: Region) -> Tile:
    voice, more = asked.voice, region.told.more
    return Tile(
        code=region.code,
        name=_name(voice, region),
        short=more[f"short_{voice.language}"],
        column=int(more["tile_column"]),
        row=int(more["tile_row"]),
        value=len(region.sites) if region.known else None,
        shown=voice.number(len(region.sites)),
        declared=None,
        note=voice.tell(SUBJECT, "map.open", open=voice.number(region.open)) if region.known else _nothing(voice),
        href=asked.to("region", region.code),
    )


def _nothing(voice: Voice) -> str:
    return voice.tell(SUBJECT, "map.nothing")


def _name(voice: Voice, region: Region) -> str:
    return pick(dict(region.told.label), voice.language)


def region(asked: Asked, region: str) -> Shown:
    """Show what the ledger places in a region; `none` are the sites that it places in no region."""
    voice = asked.voice
    if region == NOWHERE:
        sites = tuple(one for one in territories.gather(asked.view).sites if one.region == NOWHERE)
        title = voice.tell(SUBJECT, "nowhere.title", count=voice.number(len(sites)))
        return Shown("region.html", title, SUBJECT, {"region": None, "sites": sites})
    found = territories.region(asked.view, region)
    if found is None:
        raise among(region, {one: asked.to("region", one) for one in code_list("region")}, asked.voice, {})
    told = {"region": found, "sites": found.sites, "name": _name(voice, found)}
    return Shown("region.html", _name(voice, found), SUBJECT, told)


def site(asked: Asked, region: str, key: str) -> Shown:
    """Show a site; one that lies in another region than the address says is found there."""
    found = territories.site(asked.view, key)
    if found is None:
        pages = {one.key: asked.to("site", one.region, one.key) for one in territories.gather(asked.view).sites}
        raise among(key, pages, asked.voice, asked.view.names)
    title = figures.name(found.row, asked.language)
    if found.region != region:
        return Shown("site.html", title, SUBJECT, elsewhere=asked.to("site", found.region, key))
    return Shown("site.html", title, SUBJECT, {"site": found})
