"""Folder jobs are done whole or not at all, whoever dies meanwhile and whoever else is at work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import NamedTuple

import httpx
import pytest

from tests.client import Client, Refused
from tests.conftest import NewHome
from tests.servers import Home, Server
from tests.tables import query
from tests.test_crashes import CRASHES
from tests.test_labels import labels, rebuilt
from tests.together import at_once
from tests.trees import Rows, copy_folder, forest, move_folder, rename_folder, stored

Job = Callable[[Client], object]


def moved(rows: Rows, source: str, target: str) -> Rows:
    """With the folder and all below it at another path."""
    return {
        target + path.removeprefix(source) if path.startswith(f"{source}/") else path: numbers
        for path, numbers in rows.items()
    }


def with_copy(rows: Rows, source: str, target: str) -> Rows:
    """With a copy of the folder at another path, on top of what is there."""
    after = dict(rows) | {f"{target.rpartition('/')[0]}/": ()}
    for path, numbers in rows.items():
        if path.startswith(f"{source}/"):
            goal = target + path.removeprefix(source)
            last = max(rows.get(goal, ()), default=0)
            after[goal] = (*rows.get(goal, ()), *(last + n for n in range(1, len(numbers) + 1)))
    return after


def with_merger(rows: Rows, source: str, target: str) -> Rows:
    """The same, and the source gone."""
    both = with_copy(rows, source, target)
    return {path: numbers for path, numbers in both.items() if not path.startswith(f"{source}/")}


@pytest.mark.parametrize("kind", ["copy", "merge", "rename"])
def test_a_job_whose_process_is_killed_is_done_or_never_was(new_home: NewHome, kind: str) -> None:
    home = new_home()
    with Server(home) as server:
        forest(server.client, "/a", 7)
        if kind == "merge":
            copy_folder(server.client, "/a", "/to", includeVersions=True)
        before = stored(home)
    act: Job
    match kind:
        case "copy":
            after = with_copy(before, "/a", "/to/a")
            act = lambda client: copy_folder(client, "/a", "/to", includeVersions=True)  # noqa: E731
        case "merge":
            after = with_merger(before, "/a", "/to/a")
            act = lambda client: move_folder(client, "/a", "/to")  # noqa: E731
        case _:
            after = moved(before, "/a", "/b")
            act = lambda client: rename_folder(client, "/a", "b")  # noqa: E731

    for crash in range(CRASHES // 2 + 1):
        acknowledged = _kill_amid(home, act, answers=2 * crash)
        found = stored(home)
        assert found == after if acknowledged else found in (before, after)
        if found == after:
            break

    with Server(home) as server:
        if stored(home) == before:
            act(server.client)
        assert stored(home) == after
    assert "everything is as it was stored" in home.run("fsck").stdout


def test_jobs_of_two_processes_that_meet_leave_whole_folders(new_home: NewHome) -> None:
    home = new_home()
    with Server(home) as one, Server(home) as other:
        forest(one.client, "/a", 3)
        whole = {path.removeprefix("/a/"): n for path, n in stored(home, "/a").items()}
        for n in range(6):
            jobs: list[Job] = [
                lambda client, n=n: move_folder(client, "/a", f"/m{n}"),  # type: ignore[misc]
                lambda client, n=n: rename_folder(client, "/a", f"r{n}"),  # type: ignore[misc]
                lambda client, n=n: copy_folder(client, "/a", f"/c{n}", includeVersions=True),  # type: ignore[misc]
                lambda client, n=n: move_folder(client, "/a", "/all"),  # type: ignore[misc]
            ]
            answers = at_once(
                [
                    lambda job=job, server=server: _outcome(lambda: job(server.client))  # type: ignore[misc]
                    for job, server in zip(jobs, (one, other, one, other), strict=True)
                ]
            )

            assert set(answers) <= {"done", "404", "423"}, answers
            places = [f"/m{n}/a", f"/r{n}", "/all/a", "/a"]
            copies = [place for place in places if stored(home, place)]
            assert len(copies) == 1, copies
            assert answers.count("done") - (answers[2] == "done") == (copies != ["/a"])
            _bring_back(other.client, copies[0])
            assert {p.removeprefix("/a/"): v for p, v in stored(home, "/a").items()} == whole


def test_a_folder_that_moves_loses_no_upload(new_home: NewHome) -> None:
    home = new_home()
    with Server(home) as one, Server(home) as other:
        uploads: list[Job] = [
            lambda client, n=n: client.upload(  # type: ignore[misc]
                str(n).encode(), f"{n % 5}.txt", ("/a/b", "/a", f"/a/n{n}/m")[n % 3]
            )
            for n in range(60)
        ]
        jobs: list[Job] = [
            lambda client: move_folder(client, "/a", "/to"),
            lambda client: rename_folder(client, "/a", "to"),
            lambda client: copy_folder(client, "/a", "/copies"),
            lambda client: move_folder(client, "/to/a/b", "/a"),
        ]
        with ThreadPoolExecutor(9) as pool:
            sent = [pool.submit(act, (one, other)[n % 2].client) for n, act in enumerate(uploads)]
            working = [pool.submit(_keep_on, jobs, server.client, sent) for server in (one, other)]
        answers = [result.result() for result in sent]
        assert sum(result.result() for result in working) > 0

        found = {row["id"] for row in query(home.database_url, "SELECT id FROM version")}
        assert {answer["versionInfo"]["id"] for answer in answers} <= found  # type: ignore[index]
        stored(home)


def test_what_is_taken_out_of_a_folder_that_is_deleted_is_whole(new_home: NewHome) -> None:
    home = new_home()
    with Server(home) as one, Server(home) as other:
        forest(one.client, "/a", 2)
        for n in range(10):
            copy_folder(one.client, "/a", f"/d{n}", includeVersions=True)
            acts = [
                lambda n=n: one.client.delete_folder(f"/d{n}"),
                lambda n=n: move_folder(other.client, f"/d{n}/a", f"/out{n}"),
            ]
            deleted, taken = at_once([lambda act=act: _outcome(act) for act in acts])  # type: ignore[misc]

            assert deleted == "done"
            assert taken in {"done", "404"}
            whole = moved(stored(home, "/a"), "/a", f"/out{n}/a")
            out = stored(home, f"/out{n}/a")
            assert out == (whole if taken == "done" else {})


def test_ten_thousand_files_move_while_others_are_answered(new_home: NewHome) -> None:
    with Server(new_home()) as server:
        forest(server.client, "/a", 10)
        jobs: list[Job] = [
            lambda client: copy_folder(client, "/a", "/to", includeVersions=True),
            lambda client: move_folder(client, "/a", "/to"),  # merges
            lambda client: move_folder(client, "/to/a", "/there"),
        ]

        copying, merging, moving = (_with_others(act, server.client) for act in jobs)

        # Seconds would depend on the machine; these hold on a busy one as well.
        assert min(copying.answers, merging.answers) > 10
        assert moving.seconds < merging.seconds
        assert len(stored(server.home, "/there/a")) > 10_000
        assert labels(server.home) == rebuilt(server.home)


class _Done(NamedTuple):
    """How long a job took, and how often others were answered meanwhile."""

    seconds: float
    answers: int


def _with_others(act: Job, client: Client) -> _Done:
    with ThreadPoolExecutor(1) as pool:
        began, answers = monotonic(), 0
        doing = pool.submit(act, client)
        while not doing.done():
            client.listed(path="/a/tree")
            answers += 1
    doing.result()
    return _Done(monotonic() - began, answers)


def _kill_amid(home: Home, act: Job, answers: int) -> bool:
    """Kills the server after it has answered so often since the job began; whether it was done."""
    server = Server(home).start()
    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(_unless_cut_off, lambda: act(server.client))
        pending = "SELECT id FROM job WHERE finished_at IS NULL"
        while not query(home.database_url, pending) and not doing.done():
            pass
        for _ in range(answers):
            server.client.rest("GET", "/health")
        server.kill()
    server.client.close()
    return doing.result()


def _unless_cut_off(act: Callable[[], object]) -> bool:
    try:
        act()
    except httpx.TransportError:
        return False
    return True


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refusal:
        return str(refusal.status)
    return "done"


def _bring_back(client: Client, place: str) -> None:
    """Makes it `/a` again."""
    if place.count("/") > 1:
        rename_folder(client, place, "back")
        move_folder(client, place.rpartition("/")[0] + "/back", "/")
        place = "/back"
    if place != "/a":
        rename_folder(client, place, "a")


def _keep_on(jobs: list[Job], client: Client, sent: list[Future[object]]) -> int:
    """Runs the jobs in turn until everything is sent; how many were done."""
    done = 0
    while not all(upload.done() for upload in sent):
        for act in jobs:
            outcome = _outcome(lambda act=act: act(client))  # type: ignore[misc]
            assert outcome in {"done", "404", "409", "423"}, outcome
            done += outcome == "done"
    return done
