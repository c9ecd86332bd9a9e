"""Runs the Python blocks of the guide against the real server, and holds what they print against the guide.

python check_guide.py --write puts what they print into the guide.
"""

import contextlib
import http.client
import io
import json
import pathlib
import re
import sys
import tempfile
import unittest
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from running import EXAMPLE, PROBLEM, SLOW, listening, runs
from waiting import wait_until

from plangen_client import PlanGen
from plangen_client.v1.run_pb2 import RUN_STATE_CANCELLED, RUN_STATE_COMPLETE, RUN_STATE_RUNNING

GUIDE = EXAMPLE / "GUIDE.md"
SECTIONS = re.compile(r"^## ", re.M)
BLOCKS = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<output>.*?)^```\n)?", re.M | re.S)

# Sections that print nothing: what they define is served.
WEB = {
    "FastAPI": ("uvicorn", "--log-level warning --fd {fd}"),
    "Flask": ("gunicorn", "--log-level warning --threads 4 --bind fd://{fd}"),
}
PRELUDE = "import os\nfrom plangen_client import PlanGen\nplangen = PlanGen.create(os.environ['PLANGEN_MODEL'])\n"


class Block(NamedTuple):
    section: str
    code: str
    output: str | None


def blocks(guide: str) -> list[Block]:
    return [
        Block(section.split("\n")[0], found["code"], found["output"])
        for section in SECTIONS.split(guide)
        for found in BLOCKS.finditer(section)
    ]


def printed(block: Block, program: dict[str, Any]) -> str:
    """What a block prints, run as the next part of a program."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.code, f"GUIDE.md: {block.section}", "exec"), program)
    return out.getvalue()


class GuideTest(unittest.TestCase):
    def test_every_block_does_what_the_guide_says(self) -> None:
        program: dict[str, Any] = {"__name__": "guide"}
        seen = set()
        for block in blocks(GUIDE.read_text()):
            seen.add(block.section)
            if block.section in WEB:
                continue
            with self.subTest(block.section):
                self.assertIsNotNone(block.output, "the block is followed by its output")
                self.assertEqual(printed(block, program), block.output)
                if effect := getattr(self, "after_" + block.section.split(":")[0].lower().replace(" ", "_"), None):
                    effect()
        self.assertEqual(len(seen), 18, seen)

    def after_pattern_4(self) -> None:
        wait_until(lambda: runs()[0].state != RUN_STATE_RUNNING, "the run ends")
        self.assertEqual(runs()[0].state, RUN_STATE_CANCELLED)

    def after_pattern_2(self) -> None:
        self.assertEqual(runs()[0].state, RUN_STATE_COMPLETE)

    def after_cancellation(self) -> None:
        wait_until(lambda: RUN_STATE_RUNNING not in [run.state for run in runs()], "the runs end")
        self.assertEqual([run.state for run in runs()[:2]], [RUN_STATE_CANCELLED] * 2)

    def after_slow_readers(self) -> None:
        took = runs()[0].end_time.ToDatetime() - runs()[0].create_time.ToDatetime()
        self.assertLess(took, timedelta(seconds=8 * 0.3), "the run was over before its reader")

    def test_what_the_guide_serves_streams_and_ends_with_its_browser(self) -> None:
        served = [block for block in blocks(GUIDE.read_text()) if block.section in WEB]
        self.assertEqual([block.section for block in served], list(WEB))
        for block in served:
            with self.subTest(block.section), tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, "guide_app.py").write_text(PRELUDE + block.code)
                module, options = WEB[block.section]
                for model, check in [("", self.streams), (SLOW, self.ends_with_its_browser)]:
                    app = listening(module, "guide_app:app", bind=options, model=model, folder=pathlib.Path(folder))
                    with app as port:
                        check(port)

    def streams(self, port: int) -> None:
        with asked(port) as lines:
            got = [json.loads(line.removeprefix("data: ")) for line in lines if not line.startswith(":")]
        self.assertEqual(got, list(PlanGen.create().solve_stream(PROBLEM)))

    def ends_with_its_browser(self, port: int) -> None:
        with asked(port) as lines:
            next(lines)
            self.assertEqual(runs()[0].state, RUN_STATE_RUNNING)
        self.after_pattern_4()


@contextlib.contextmanager
def asked(port: int) -> Iterator[Iterator[str]]:
    """The lines of an answer, as they come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body, headers = json.dumps({"problem": PROBLEM}), {"content-type": "application/json"}
    connection.request("POST", "/solve-stream", body, headers)
    with contextlib.closing(connection), connection.getresponse() as response:
        yield (line.decode() for line in iter(response.readline, b"") if line.strip())


def write() -> None:
    program: dict[str, Any] = {"__name__": "guide"}
    guide = GUIDE.read_text()
    for block in blocks(guide):
        if block.section not in WEB:
            head, tail = guide.split(block.code + "```\n", 1)
            tail = re.sub(r"\A\n```text\n.*?^```\n", "", tail, flags=re.M | re.S)
            guide = f"{head}{block.code}```\n\n```text\n{printed(block, program)}```\n{tail}"
    GUIDE.write_text(guide)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        unittest.main()
