"""What is done in the background: each task can be done twice, and a worker that dies leaves it to the next."""

from datetime import UTC, datetime

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from bilan.acts.people import send_link
from bilan.acts.publishing import NothingToPublish, publish
from bilan.config.declared import read_setting
from bilan.config.home import opened_home


@task()
def release() -> None:
    """Publish the ledger as it stands."""
    try:
        publish(opened_home(), at=datetime.now(UTC))
    except NothingToPublish:
        return


def release_soon() -> None:
    """Let the ledger be published, unless a publisher wants to do it by hand; one that waits will publish this too."""
    waits = DBTaskResult.objects.filter(task_path=release.module_path, status=TaskResultStatus.READY)
    if read_setting("BILAN_RELEASE") == "auto" and not waits.exists():
        release.enqueue()


@task()
def send_password_link(email: str) -> None:
    """Send whoever has this address a link to choose a password."""
    send_link(email, at=datetime.now(UTC))
