"""A client for scripts: plain values in and out, a lost answer asked for again, an error as an exception.

with Client("http://127.0.0.1:8350", key, person="E0042") as reviews:
    for task in reviews.tasks("E0042")["tasks"]: ...
    reviews.act("evaluation/2026-h2/E0042", "self_review", form={"quality": 4})
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx2

# Growing waits, in seconds, after an answer that got lost or a server that is busy; each about so long, for several
# who were refused at once would only meet again.
_WAITS = (0.1, 0.3, 1.0, 3.0, 6.0, 10.0)
_AGAIN = (409, 429, 502, 503, 504)


class Problem(Exception):
    """What the API refused: `status`, the stable `code`, and the whole document with its `blockers`."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.document = document
        self.code = str(document.get("code", ""))
        self.blockers: Sequence[Mapping[str, Any]] = document.get("blockers", ())
        super().__init__(f"{status} {self.code}: {document.get('detail', '')}")


class Client:
    """`key` is one of `reviewflow token`; `person` is whom it acts for where a call names nobody else."""

    def __init__(
        self, url: str, key: str, *, person: str | None = None, language: str = "en", timeout: float = 30
    ) -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self._person = person
        self._http = httpx2.Client(base_url=f"{url.rstrip('/')}/v1", headers=headers, timeout=timeout)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def instances(self, **filters: str) -> Iterator[dict[str, Any]]:
        """Every instance that the filters leave (process, cycle, subject, status, state), page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.call("GET", "/instances", params={**self._as(), **filters, "cursor": cursor})
            yield from page["instances"]
            cursor = page["next"]

    def instance(self, id: str) -> dict[str, Any]:
        return self._about(id)

    def options(self, id: str) -> dict[str, Any]:
        """What may happen next, and what speaks against the rest."""
        return self._about(id, "/options")

    def history(self, id: str) -> dict[str, Any]:
        return self._about(id, "/history")

    def tasks(self, person: str) -> dict[str, Any]:
        """Everything a person owes."""
        found: dict[str, Any] = self.call("GET", f"/people/{quote(person, safe='')}/tasks")
        return found

    def act(
        self,
        id: str,
        act: str,
        form: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        revision: int | None = None,
        dry_run: bool = False,
        **more: str,
    ) -> dict[str, Any]:
        """Do an act, once, however often the answer gets lost. `more`: reason, amount, and whose delegate (`for`).

        Raises Problem with every reason against it.
        """
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        body = {**self._as(), "form": dict(form or {}), **more}
        path = f"/instances/{quote(id)}/acts/{quote(act, safe='')}"
        params = {"dry_run": "true"} if dry_run else {}
        done: dict[str, Any] = self.call("POST", path, json=body, headers=headers, params=params)
        return done

    def start(
        self, process: str, subject: str, form: Mapping[str, Any] | None = None, *, key: str | None = None
    ) -> dict[str, Any]:
        """Open a process by hand, once, however often the answer gets lost. Raises Problem with every reason."""
        body = {**self._as(), "process": process, "subject": subject, "form": dict(form or {})}
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        done: dict[str, Any] = self.call("POST", "/instances", json=body, headers=headers)
        return done

    def launch(self, cycle: str) -> dict[str, Any]:
        key = {"Idempotency-Key": f"launch {cycle}"}
        done: dict[str, Any] = self.call("POST", "/cycles", json={"cycle": cycle}, headers=key)
        return done

    def call(self, method: str, path: str, **more: Any) -> Any:
        """Any operation. Repeated as it is after a lost answer or where the server asks for it."""
        for wait in (*_WAITS, None):
            try:
                answer = self._http.request(method, path, **more)
            except httpx2.TransportError:
                if wait is None:
                    raise
            else:
                if answer.is_success:
                    return answer.json()
                document = answer.json() if "json" in answer.headers.get("content-type", "") else {}
                if wait is None or answer.status_code not in _AGAIN:
                    raise Problem(answer.status_code, document)
            time.sleep(wait * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    def _about(self, id: str, what: str = "") -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/instances/{quote(id)}{what}", params=self._as())
        return found

    def _as(self) -> dict[str, str]:
        return {} if self._person is None else {"as": self._person}
