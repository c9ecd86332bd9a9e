"""What the checks share: a problem, a PlanGEN server that is slow or fast, and programs that listen on a port."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import grpc

from plangen_client.v1.run_pb2 import Run
from plangen_client.v1.run_service_pb2 import ListRunsRequest
from plangen_client.v1.run_service_pb2_grpc import RunServiceStub

LIMIT_SECONDS = 30.0
EXAMPLE = pathlib.Path(__file__).resolve().parent.parent
FAST, SLOW = "offline/planner", "offline/slow"

PROBLEM = """You need to schedule a meeting for Lea, Omar and Ruth for half an hour between the work hours of 9:00 to \
17:00 on Thursday.

Here are the existing schedules for everyone during the day:
Lea has meetings on Thursday during 9:00 to 11:00, 13:00 to 14:30;
Omar is busy on Thursday during 11:30 to 13:00, 15:00 to 17:00;
Ruth has blocked their calendar on Thursday during 10:00 to 11:00, 14:30 to 15:00;

Find a time that works for everyone's schedule and constraints."""


def crowded(people: int) -> str:
    """A problem whose updates are long."""
    names = [f"P{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(people)]
    busy = "\n".join(f"{name} has meetings on Thursday during 9:00 to 11:00, 13:00 to 14:30;" for name in names)
    begin, end = PROBLEM.split("\n\n")[0], PROBLEM.split("\n\n")[-1]
    everyone = ", ".join(names[:-1]) + f" and {names[-1]}"
    return (
        f"{begin.replace('Lea, Omar and Ruth', everyone)}\n\nHere are the existing schedules for everyone during the day:\n"
        f"{busy}\n\n{end}"
    )


def target() -> str:
    return os.environ["PLANGEN_TARGET"]


def runs() -> list[Run]:
    """The server's runs, the newest first."""
    with grpc.insecure_channel(target()) as channel:
        listed = RunServiceStub(channel).ListRuns(ListRunsRequest(), timeout=10)
    return list(listed.runs)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Waits for a condition; fails when that takes too long."""
    end = time.monotonic() + LIMIT_SECONDS
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"It did not happen: {what}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def listening(port: int, module: str, *arguments: str, model: str) -> Iterator[None]:
    """A Python program that asks that model, as soon as it accepts connections."""
    environment = {**os.environ, "PLANGEN_MODEL": model}
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=EXAMPLE, env=environment)
    try:

        def accepts() -> bool:
            if process.poll() is not None:
                raise AssertionError(f"{module} ended with status {process.returncode}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                return True
            return False

        wait_until(accepts, f"{module} listens")
        yield
    finally:
        process.terminate()
        try:
            process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
