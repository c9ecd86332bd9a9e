"""What all parts share: what is checked, what is waited for, and the processes that end with the program."""

import contextlib
import itertools
import os
import pathlib
import signal
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "examples/envoy"
WORK = pathlib.Path(tempfile.mkdtemp(dir=os.environ["TOOLS"], prefix="mesh."))
LIMIT = 60

started = []
numbers = itertools.count()


class Wrong(Exception):
    """Something is not as it should be."""


def check(holds, what, seen=""):
    if not holds:
        raise Wrong(f"{what}\n{seen}")
    print(f"ok: {what}", flush=True)


def until(holds, what, seconds=LIMIT):
    end = time.monotonic() + seconds
    while not (value := holds()):
        if time.monotonic() > end:
            raise Wrong(f"waited {seconds} s until {what}")
        time.sleep(0.05)
    return value


def end_all():
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.kill()
    for process in started:
        process.wait()


def fresh(name):
    """A path that nobody else has."""
    return WORK / f"{next(numbers)}-{name}"
