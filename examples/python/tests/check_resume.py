"""The real server: connections that are cut, and a server that is killed."""

import os
import pathlib
import subprocess
import threading
import unittest
from collections.abc import Iterator

from check_guide import GUIDE, blocks, printed
from reading import WAYS
from relay import Relay
from running import PROBLEM, runs, target
from waiting import LIMIT_SECONDS, wait_until

from plangen_client import PlanGen, Update
from plangen_client.v1.run_pb2 import RUN_STATE_RUNNING

CONFIGURATION = pathlib.Path(__file__).resolve().parent / "server.yaml"


class Server:
    """A PlanGEN server of its own."""

    def __init__(self) -> None:
        self.target = "127.0.0.1:0"
        self._start()

    def _start(self) -> None:
        port = self.target.rsplit(":", 1)[1]
        command = [os.environ["PLANGEN_SERVER"], "--config", str(CONFIGURATION), "--port", port]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        watchdog = threading.Timer(LIMIT_SECONDS, self._process.kill)
        watchdog.start()
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        watchdog.cancel()
        if not line.startswith("listening on "):
            raise AssertionError(f"the server did not start: {line!r}")
        self.target = line.removeprefix("listening on ")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def replace(self) -> None:
        """Kills it; another one, which knows nothing of its runs, takes its place."""
        self.kill()
        self._start()


class Replacing:
    """A planner whose server is replaced while a solve writes its plans."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.seen: list[Update] = []

    def solve_stream(self, problem: str) -> Iterator[Update]:
        for update in PlanGen.create(target=self._server.target).solve_stream(problem):
            self.seen.append(update)
            if len(self.seen) == 3:
                self._server.replace()
            yield update


class Drafts:
    """The texts of the candidates, while which are written the connection is cut once."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self.texts: dict[str, str] = {}

    def update(self, update: Update) -> None:
        if written := update.get("progress", {}).get("text_written"):
            if len(self.texts) == 3 and written["candidate_id"] not in self.texts:
                self._relay.cut()
            self.texts[written["candidate_id"]] = written["text"]


class ResumeCheck(unittest.TestCase):
    def test_nothing_is_missing_and_nothing_comes_twice_wherever_the_connection_is_cut(self) -> None:
        expected = list(PlanGen.create().solve_stream(PROBLEM))
        for position in range(8):
            with self.subTest(position=position), Relay(target()) as relay:
                before = len(runs())
                seen: list[Update] = []
                for update in PlanGen.create(target=relay.target).solve_stream(PROBLEM):
                    if len(seen) == position:
                        relay.cut()
                    seen.append(update)
                self.assertEqual(seen, expected)
                self.assertEqual(len(runs()), before + 1, "it was one run")

    def test_a_text_goes_on_where_the_connection_was_cut(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__), Relay(target()) as relay:
                drafts = Drafts(relay)
                planner = PlanGen.create(target=relay.target)
                seen = read(planner, PROBLEM, text_deltas=True, callbacks={"generate_solutions": drafts.update})
                [solutions] = [u["data"]["solutions"] for u in seen if u["data"] and "solutions" in u["data"]]
                self.assertEqual(drafts.texts, {solution["candidate_id"]: solution["text"] for solution in solutions})

    def test_a_run_whose_server_is_killed_is_made_again_by_the_next_one(self) -> None:
        server = Server()
        self.addCleanup(server.kill)
        planner = Replacing(server)
        # The guide's own program for that.
        [block] = [block for block in blocks(GUIDE.read_text()) if block.section == "Broken connections"]
        self.assertEqual(printed(block, {"plangen": planner, "problem": PROBLEM}), block.output)
        self.assertEqual([update["step"] for update in planner.seen].index("restart"), 3)
        restarted = planner.seen[3]["progress"]["restarted"]
        self.assertNotEqual(restarted["previous_run_id"], restarted["run_id"])
        self.assertEqual(planner.seen[4:], list(PlanGen.create().solve_stream(PROBLEM)))

    def test_no_run_is_left_behind(self) -> None:
        wait_until(lambda: RUN_STATE_RUNNING not in [run.state for run in runs()], "all runs are over")


if __name__ == "__main__":
    unittest.main()
