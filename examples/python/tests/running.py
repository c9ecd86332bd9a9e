"""What the checks share: a problem, a PlanGEN server that is slow or fast, and programs that listen on a port."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
from collections.abc import Iterator

import grpc
from waiting import LIMIT_SECONDS

from plangen_client.v1.run_pb2 import Run
from plangen_client.v1.run_service_pb2 import ListRunsRequest
from plangen_client.v1.run_service_pb2_grpc import RunServiceStub

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent
FAST, SLOW = "offline/fast", "offline/slow"
"""Beside the default model, which takes about a second for a solve."""

PROBLEM = """You need to schedule a meeting for Lea, Omar and Ruth for half an hour between the work hours of 9:00 to \
17:00 on Thursday.

Here are the existing schedules for everyone during the day:
Lea has meetings on Thursday during 9:00 to 11:00, 13:00 to 14:30;
Omar is busy on Thursday during 11:30 to 13:00, 15:00 to 17:00;
Ruth has blocked their calendar on Thursday during 10:00 to 11:00, 14:30 to 15:00;

Find a time that works for everyone's schedule and constraints."""


def crowded() -> str:
    """A problem whose updates are long."""
    begin, schedules, end = PROBLEM.split("\n\n")
    names = [f"P{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(190)]
    times = ", ".join(f"{hour}:00 to {hour}:30" for hour in range(9, 17))
    begin = begin.replace("Lea, Omar and Ruth", f"{', '.join(names[:-1])} and {names[-1]}")
    busy = [f"{name} has meetings on Thursday during {times};" for name in names]
    return "\n\n".join([begin, "\n".join([schedules.split("\n")[0], *busy]), end])


def target() -> str:
    return os.environ["PLANGEN_TARGET"]


def runs() -> list[Run]:
    """The server's runs, the newest first."""
    with grpc.insecure_channel(target()) as channel:
        listed = RunServiceStub(channel).ListRuns(ListRunsRequest(page_size=1000), timeout=10)
    return list(listed.runs)


@contextlib.contextmanager
def listening(module: str, *arguments: str, bind: str, model: str, folder: pathlib.Path = EXAMPLE) -> Iterator[int]:
    """A Python program that asks that model; gives its port, on which requests wait until it serves.

    bind: its option for the descriptor of a socket, with {fd} in it. folder: where its own modules are.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Connections inherit it: with little room of their own they are full as soon as a client stalls.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        fd = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments, *bind.format(fd=fd).split()],
            cwd=folder,
            env={**os.environ, "PLANGEN_MODEL": model},
            pass_fds=[fd],
        )
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            try:
                process.wait(LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
