"""The files that somebody sent, and the form to send one."""

from typing import Any, Final

from django.http import HttpResponseBase

from bilan.acts import batch_tasks, uploading
from bilan.acts.uploading import NotTaken
from bilan.config.declared import MEGABYTE, largest_file
from bilan.ledger.entries import WITHOUT_KEY
from bilan.ledger.kinds import KINDS
from bilan.store.desk.models import Batch
from bilan.terms.problems import Problem
from bilan.web.desk import door
from bilan.web.desk.boxes import Form
from bilan.web.desk.door import AtDesk, Page, form

SUBJECT: Final = "desk_uploads"
LISTED: Final = 100
NEVER: Final = (*WITHOUT_KEY, *uploading.NEVER)
FORMS: Final = "CSV, XLSX"


@form("upload")
def uploads(asked: AtDesk) -> Page | HttpResponseBase:
    """Show the files sent so far, and take one."""
    if asked.request.method != "POST":
        return _page(asked)
    sent = asked.request.FILES.get("file")
    name, pieces = (sent.name or "", sent.chunks()) if sent else ("", None)
    try:
        batch, new = uploading.receive(
            asked.home, asked.person, name, pieces, kind=asked.typed.get("kind"), at=asked.at
        )
    except NotTaken as refused:
        return _page(asked, [refused.problem])
    if new:
        batch_tasks.look(asked.home, batch, at=asked.at)
    else:
        asked.tell(f"{SUBJECT}:same", day=asked.voice.day(batch.made_at.date()))
    return door.to("upload", batch=batch.pk)


def _page(asked: AtDesk, problems: list[Problem] | None = None) -> Page:
    made = Form(asked, SUBJECT, asked.typed, problems or ())
    kinds = sorted((asked.voice.label("kind", one), one) for one in KINDS if one not in NEVER)
    every = [(asked.voice.tell(SUBJECT, "kinds"), [(code, f"{label} ({code})") for label, code in kinds])]
    boxes = [made.box("file", "file"), made.box("kind", "list", choices=every, required=False)]
    batches = Batch.objects.filter(author=asked.person.account).exclude(state=uploading.DROPPED).order_by("-made_at")
    told: dict[str, Any] = {
        "boxes": boxes, "rest": made.rest(boxes), "wrong": bool(problems), "taken": FORMS,
        "most": f"{largest_file() / MEGABYTE:g}", "batches": batches[:LISTED], "kinds": kinds,
    }  # fmt: skip
    return Page("desk/uploads/list.html", asked.voice.tell(SUBJECT, "title"), SUBJECT, told, 422 if problems else 200)
