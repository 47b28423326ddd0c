"""A client that a public generator makes of the OpenAPI document launches a cycle and brings a review to its end.

The generator wants other versions of libraries than we do, so it and its client live in an environment of their own.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx2

from engine.runtime.importing import import_people
from engine.runtime.keys import SCOPES, make_token
from engine.runtime.readiness import make_ready
from engine.runtime.tick import tick
from engine.runtime.workspace import open_workspace
from tests.api.conftest import serving
from tests.api.race import CYCLE, FILES, NOW

GENERATOR = "openapi-python-client>=0.29"
STRANGER = """
import sys

from stranger import AuthenticatedClient
from stranger.api.acts import do_act
from stranger.api.cycles import launch_cycle
from stranger.api.instances import list_instances, read_history, read_instance
from stranger.models import Doing, DoingForm, Launching, ListInstancesStatus, ProblemDocument

what, url, key = sys.argv[1:]
reviews = AuthenticatedClient(base_url=url, token=key)
review = "tally/{cycle}/E0"
if what == "launch":
    done = launch_cycle.sync(client=reviews, body=Launching(cycle="{cycle}"), idempotency_key="launch")
    print(done.people)
else:
    found = list_instances.sync(client=reviews, process="tally", status=ListInstancesStatus.RUNNING)
    assert [each.about.instance for each in found.instances] == [review], found
    form = DoingForm.from_dict({{"number": "7"}})
    done = do_act.sync(review, "count", client=reviews, body=Doing(as_="E0", form=form), idempotency_key="k1")
    again = do_act.sync(review, "count", client=reviews, body=Doing(as_="E0", form=form), idempotency_key="k1")
    assert again.repeated and again.revision == done.revision
    refused = do_act.sync(review, "count", client=reviews, body=Doing(as_="E0"), idempotency_key="k1")
    assert isinstance(refused, ProblemDocument) and refused.code == "request-key-reused", refused
    do_act.sync(review, "close", client=reviews, body=Doing(as_="E0"), idempotency_key="k2")
    assert read_instance.sync(review, client=reviews).about.status == "ended"
    print(*(each.name for each in read_history.sync(review, client=reviews).lines if each.kind == "act"))
"""


def stranger(home: Path) -> dict[str, object]:
    """What came of it; `left_out` are operations the generator makes nothing of."""
    for path, text in FILES.items():
        file = home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    python = home / "venv" / "bin" / "python"
    run(sys.executable, "-m", "venv", "--without-pip", home / "venv")
    # Our own environment has no pip; the Python it was made of has.
    run(Path(sys.base_prefix) / "bin" / "python3", "-m", "pip", "--python", python, "install", "-q", GENERATOR)
    workspace = open_workspace(home, f"sqlite:///{home}/reviewflow.db")
    make_ready(workspace)
    import_people(workspace, b"id,name,mail,site\nE0,Person,e0@example.com,Berlin\n", NOW - timedelta(days=7))
    key = make_token(workspace, "stranger", SCOPES, timedelta(days=9), NOW, "*")[1]
    with serving(workspace, lambda: NOW) as url:
        document = httpx2.get(f"{url}/v1/openapi.json")
        (home / "openapi.json").write_bytes(document.content)
        made = run(python, "-m", "openapi_python_client", "generate", "--path", home / "openapi.json",
                   "--meta", "none", "--output-path", home / "stranger")  # fmt: skip
        (home / "script.py").write_text(STRANGER.format(cycle=CYCLE))
        launched = run(python, home / "script.py", "launch", url, key).strip()
        tick(workspace, NOW)
        acts = run(python, home / "script.py", "complete", url, key).split()
    workspace.database.dispose()
    left_out = [
        line.partition(" within")[0].partition("parsing ")[2] for line in made.splitlines() if "parsing" in line
    ]
    # Tables are sent as CSV, which this generator leaves out; nothing else may be.
    wrong = [each for each in left_out if not each.endswith("/import")]
    wrong += [] if (launched, acts) == ("1", ["count", "close"]) else [f"launched {launched}, did {acts}"]
    operations = sum(len(each) for each in document.json()["paths"].values())
    return {"generator": GENERATOR, "operations": operations, "left_out": len(left_out), "wrong": wrong}


def run(*command: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout + done.stderr
