"""Furnish a desk, so that each of its pages has something to show: ``python -m tests.browser.furnish HOME``.

Prints for each role the cookie of somebody who is signed in, and pages to begin with besides the control tower: those
to which a link leads from the public site, or from one row of many.
"""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from bilan.config.home import Home, open_home

FIGURE: Final = {
    "indicator": "ind-egov-operational", "unit": "projects", "about": "2012-10", "said_on": "2012-10-05",
    "nature": "declared", "organisation": "org-mcint", "source": "src-telquel-2014-09-cour",
}  # fmt: skip
PARTIES: Final = {"officer": "org-mcint", "verifier": "org-mcint", "publisher": "org-mcint", "auditor": "org-cour"}
ROLES: Final = ("reader", "officer", "verifier", "auditor", "publisher", "administrator")


def furnish(home: Home) -> dict[str, dict[str, Any]]:
    """Let somebody of each role leave their papers on the desk."""
    from tests.office import enrol, session_of

    from bilan.acts.access import person
    from bilan.store.desk.models import Account

    accounts: dict[str, Account] = {role: enrol(role, party=PARTIES.get(role)) for role in ROLES}
    people = {role: person(account) for role, account in accounts.items()}
    at = datetime.now(UTC)
    draft = _papers(home, people, at)
    _audit(home, people, at)
    change = _others(home, people, at)
    pages = {
        "officer": [f"{draft}{part}" for part in ("value/", "file/", "source/new/")]
        + ["/desk/figures/correct/980/", "/desk/figures/withdraw/980/"],
        "publisher": [f"{change}leave/?key=axis-1"],
        "administrator": ["/desk/letters/"],
    }
    sessions = {role: session_of(account) for role, account in accounts.items()}
    return {"sessions": sessions, "pages": pages}


def _papers(home: Home, people: dict[str, Any], at: datetime) -> str:
    from bilan.acts import complements, papers

    officer, verifier = people["officer"], people["verifier"]
    drafts = [papers.draft(officer, "statement", {**FIGURE, "value": str(22 + more)}, at=at) for more in range(4)]
    for one in drafts[1:]:
        papers.submit(home, officer, [one], at=at)
        one.refresh_from_db()
    papers.send_back(home, verifier, [drafts[1]], words="Page 4 says another number.", at=at)
    papers.accept(home, verifier, [drafts[2]], at=at)
    about = complements.About(paper=drafts[3])
    complements.ask(verifier, about, text="Which projects are counted?", due_on=date(2099, 1, 1), at=at)
    return f"/desk/figures/{drafts[0].pk}/"


def _audit(home: Home, people: dict[str, Any], at: datetime) -> None:
    from bilan.acts import auditing
    from bilan.tables.editions import open_edition

    auditor, edition = people["auditor"], open_edition(home.editions)
    days = auditing.Days(date(2013, 12, 31), date(2014, 12, 31))
    audit = auditing.engage(auditor, "E-government services", days, edition, at=at)
    auditing.choose(auditor, audit, ["ind-egov-operational"], at=at)
    item = audit.items.get()
    said = {"opinion": "remark", "text": "Seven services counted twice.", "about": "2013-06-30"}
    auditing.opine(home, auditor, item, said, at=at)
    asked = {"text": "Count each service once.", "addressee": "org-mcint", "due_on": "2099-01-01"}
    auditing.recommend(home, auditor, auditing.opinion_key(item), asked, at=at)


def _others(home: Home, people: dict[str, Any], at: datetime) -> str:
    from bilan.acts import filing, hooks, meeting, plan, tokens, uploading
    from bilan.acts.plan_heading import Heading
    from bilan.report.view import View
    from bilan.tables.editions import open_edition
    from bilan.tables.session import open_session

    view = View(open_session(open_edition(home.editions), as_of=at.date(), known_on=at.date()))
    supports = filing.About(supports=("st-egov-audit-36",), locator="p. 4")
    filing.take(home, people["officer"], "note.txt", [b"22 services on 5 October 2012\n"], supports, at=at)
    meeting.convene(people["verifier"], view, on=at.date(), title="Review of the quarter", at=at)
    heading = Heading("Weights of axis 1", "scope_evolved", "Weights follow the budget.", "CGSUT", "2012-10", "2012-10")
    change = plan.begin(people["publisher"], heading, at=at)
    tokens.make(people["officer"], name="script", role="officer", acts=["draft"], expires_on=None, at=at)
    hooks.add(people["administrator"], "https://example.org/bilan", ["accepted"], at=at)
    rows = b"key,indicator,value,nature\nst-sheet-1,ind-egov-operational,23,declared\nst-sheet-2,ind-none,x,declared\n"
    batch, _ = uploading.receive(home, people["officer"], "statement.csv", [rows], at=at)
    uploading.look(home, batch, at=at)
    return f"/desk/plan/{change.pk}/"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(furnish(open_home(Path(sys.argv[1]), make=False))))
