"""The two web applications under the servers that people run, with clients that read, stall and go away."""

import contextlib
import http.client
import json
import socket
import unittest
from collections.abc import Iterator
from typing import ClassVar

from running import FAST, PROBLEM, SLOW, crowded, listening, runs
from waiting import wait_until

from plangen_client import PlanGen
from plangen_client.v1.run_pb2 import RUN_STATE_CANCELLED, RUN_STATE_COMPLETE, RUN_STATE_RUNNING


class Browser:
    """A bare HTTP client, which reads only when it is told to."""

    def __init__(self, port: int, problem: object) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        # Without room of its own, so that the server has to wait when it stalls.
        self._connection.sock = socket.socket()
        self._connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._connection.sock.connect(("127.0.0.1", port))
        headers = {"content-type": "application/json"}
        self._connection.request("POST", "/solve-stream", json.dumps({"problem": problem}), headers)
        self.response = self._connection.getresponse()

    def lines(self) -> Iterator[str]:
        while line := self.response.readline().decode():
            yield line.rstrip("\n")

    def close(self) -> None:
        self.response.close()
        self._connection.close()


class Web:
    """Here, so that it is not run by itself."""

    class Checks(unittest.TestCase):
        """What both applications do."""

        media_type: ClassVar[str]
        prefix: ClassVar[str]
        fast: ClassVar[int]
        slow: ClassVar[int]

        @classmethod
        def serve(cls, model: str) -> contextlib.AbstractContextManager[int]:
            raise NotImplementedError

        @classmethod
        def setUpClass(cls) -> None:
            cls.fast = cls.enterClassContext(cls.serve(FAST))
            cls.slow = cls.enterClassContext(cls.serve(SLOW))

        def browser(self, port: int, problem: object) -> Browser:
            browser = Browser(port, problem)
            self.addCleanup(browser.close)
            return browser

        def updates(self, browser: Browser) -> list[object]:
            """What comes, held against the form of the stream."""
            self.assertEqual(browser.response.headers.get_content_type(), self.media_type)
            found = [line for line in browser.lines() if line and not line.startswith(":")]
            self.assertTrue(all(line.startswith(self.prefix + "{") for line in found), found)
            return [json.loads(line.removeprefix(self.prefix)) for line in found]

        def test_the_browser_gets_the_dictionaries_and_nothing_else(self) -> None:
            expected = list(PlanGen.create(FAST).solve_stream(PROBLEM))
            self.assertEqual(len(expected), 8)
            self.assertEqual(self.updates(self.browser(self.fast, PROBLEM)), expected)

        def test_a_run_that_fails_ends_with_a_line_that_says_so(self) -> None:
            *_, last = self.updates(self.browser(self.fast, "Please plan my garden."))
            assert isinstance(last, dict)
            self.assertEqual((last["step"], last["status"], last["data"]), ("extract_constraints", "error", None))
            self.assertIn("form of problem", last["error"])

        def test_a_request_that_is_refused_says_so_by_its_status_too(self) -> None:
            browser = self.browser(self.fast, " ")
            self.assertEqual(browser.response.status, 400)
            [line] = self.updates(browser)
            assert isinstance(line, dict)
            self.assertEqual((line["step"], line["status"], line["data"]), ("error", "error", None))
            self.assertIn("problem", line["error"])

        def test_a_request_without_a_problem_is_the_browsers_fault(self) -> None:
            self.assertIn(self.browser(self.fast, 7).response.status, (400, 422))

        def test_a_browser_that_stalls_gets_everything_later_and_slows_no_run(self) -> None:
            expected = list(PlanGen.create(FAST).solve_stream(crowded()))
            self.assertGreater(len(json.dumps(expected)), 100_000)
            before = runs()[0].run_id
            browser = self.browser(self.fast, crowded())
            wait_until(lambda: runs()[0].run_id != before, "the run begins")
            wait_until(lambda: runs()[0].state == RUN_STATE_COMPLETE, "the run is over while nobody reads")
            self.assertEqual(self.updates(browser), expected)

        def test_a_browser_that_goes_away_ends_its_run(self) -> None:
            browser = self.browser(self.slow, PROBLEM)
            next(browser.lines())
            run = runs()[0]
            self.assertEqual(run.state, RUN_STATE_RUNNING)
            browser.close()
            wait_until(lambda: runs()[0].state != RUN_STATE_RUNNING, "the run ends")
            self.assertEqual((runs()[0].run_id, runs()[0].state), (run.run_id, RUN_STATE_CANCELLED))


class FastApiTest(Web.Checks):
    media_type, prefix = "application/x-ndjson", ""

    @classmethod
    def serve(cls, model: str) -> contextlib.AbstractContextManager[int]:
        return listening("uvicorn", "fastapi_app:app", "--log-level", "warning", bind="--fd {fd}", model=model)


class FlaskTest(Web.Checks):
    media_type, prefix = "text/event-stream", "data: "

    @classmethod
    def serve(cls, model: str) -> contextlib.AbstractContextManager[int]:
        options = ["--threads", "16", "--log-level", "warning"]
        return listening("gunicorn", "flask_app:app", *options, bind="--bind fd://{fd}", model=model)


if __name__ == "__main__":
    unittest.main()
