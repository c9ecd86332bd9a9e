"""Streams that break: python -m unittest, in this folder."""

import contextlib
import itertools
import unittest
from unittest.mock import patch

import grpc
from reading import PROBLEM, WAYS
from relay import Relay
from scripted import Cut, Refusal, Script, Stall, in_log, serving, updates_of

from plangen_client import PlanGen, Update
from plangen_client.v1 import step_update_pb2 as step
from plangen_client.v1.run_service_pb2 import WatchRunRequest
from plangen_client.v1.solve_pb2 import SolveRequest
from plangen_client.v1.step_update_pb2 import StepUpdate

STEPS = ["extract_constraints", "generate_solutions", "verify_solutions", "select_solution"]
EIGHT = [(name, status) for name in STEPS for status in ("in_progress", "complete")]

HEARTBEAT = StepUpdate(run_id="run-1", step="STEP_WORKFLOW", status="STEP_STATUS_IN_PROGRESS")
HEARTBEAT.progress.heartbeat.SetInParent()

BREAKS = [
    Refusal(grpc.StatusCode.UNAVAILABLE),
    Refusal(grpc.StatusCode.INTERNAL),
    Refusal(grpc.StatusCode.CANCELLED),
    # As a proxy that shuts down may end a stream.
    None,
]


def shapes(updates: list[Update]) -> list[tuple[str, str]]:
    return [(update["step"], update["status"]) for update in updates]


def delta(sequence: int, offset: int, text: str) -> StepUpdate:
    update = StepUpdate(run_id="run-1", sequence=sequence, step=step.STEP_GENERATE_SOLUTIONS)
    update.status = step.STEP_STATUS_IN_PROGRESS
    update.progress.text_delta.candidate_id = "solution/1"
    update.progress.text_delta.offset = offset
    update.progress.text_delta.text = text
    return update


def drained(run_id: str) -> list[StepUpdate]:
    ended = StepUpdate(step=step.STEP_WORKFLOW, status=step.STEP_STATUS_ERROR)
    ended.error.code, ended.error.reason = grpc.StatusCode.UNAVAILABLE.value[0], "SERVER_DRAINING"
    return in_log(run_id, [*updates_of(run_id)[:3], ended])


@patch("plangen_client.retries.FIRST_DELAY_SECONDS", 0.01)
class ResumeTest(unittest.TestCase):
    def test_every_update_comes_once_wherever_the_call_is_cut(self) -> None:
        for read, by, first in itertools.product(WAYS, BREAKS, range(9)):
            for second in range(0, 9 - first, 3):
                with self.subTest(read=read.__name__, by=by, first=first, second=second):
                    script = Script([updates_of("run-1")], [Cut(first, by), Cut(second, by)])
                    with serving(script) as target:
                        self.assertEqual(shapes(read(PlanGen.create(target=target))), EIGHT)
                    self.assertEqual(script.cancels, [])

    def test_every_update_comes_once_wherever_the_connection_is_cut(self) -> None:
        for position in range(8):
            with (
                self.subTest(position=position),
                serving(Script([updates_of("run-1")])) as target,
                Relay(target) as relay,
            ):
                seen: list[Update] = []
                for update in PlanGen.create(target=relay.target).solve_stream(PROBLEM):
                    if len(seen) == position:
                        relay.cut()
                    seen.append(update)
                self.assertEqual(shapes(seen), EIGHT)

    def test_a_run_that_has_told_nothing_is_asked_for_again_by_its_request_id(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([updates_of("run-1")], [Cut(0), Cut(0)])
                with serving(script) as target:
                    read(PlanGen.create(target=target))
                self.assertEqual([type(call) for call in script.calls], [SolveRequest] * 3)
                self.assertEqual(len({call.request_id for call in script.calls}), 1)
                self.assertTrue(script.calls[0].request_id)

    def test_a_run_that_has_told_something_is_watched_from_there(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([updates_of("run-1")], [Cut(3), Cut(2)])
                with serving(script) as target:
                    read(PlanGen.create(target=target), candidate_events=True)
                watches = script.calls[1:]
                self.assertEqual([type(call) for call in watches], [WatchRunRequest] * 2)
                self.assertEqual([(call.run_id, call.after_sequence) for call in watches], [("run-1", 3), ("run-1", 5)])
                self.assertTrue(all(call.stream_options.candidate_events for call in watches))

    def test_the_server_is_asked_for_a_grace_and_for_heartbeats_which_are_hidden(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([[HEARTBEAT, *updates_of("run-1")]] * 2)
                with serving(script) as target:
                    hidden = read(PlanGen.create(target=target))
                    shown = read(PlanGen.create(target=target), heartbeat=2.5)
                self.assertEqual(script.calls[0].disconnect_grace.ToTimedelta().total_seconds(), 30)
                interval = [c.stream_options.heartbeat_interval.ToTimedelta().total_seconds() for c in script.calls]
                self.assertEqual(interval, [5, 2.5])
                self.assertEqual(shapes(hidden), EIGHT)
                self.assertEqual(shapes(shown), [("workflow", "in_progress"), *EIGHT])
                self.assertEqual(shown[0]["progress"], {"heartbeat": {}})

    def test_a_text_is_whole_again_wherever_the_call_is_cut(self) -> None:
        log = updates_of("run-1")
        # The model's call is repeated in the midst, and the text begins again.
        log[3:3] = [delta(3, *w) for w in [(0, "Mö"), (3, "nday"), (4, "tag"), (0, "T"), (1, "ues"), (4, "day")]]
        for read, position in itertools.product(WAYS, range(len(log) + 1)):
            with self.subTest(read=read.__name__, position=position):
                with serving(Script([log], [Cut(position)])) as target:
                    seen = read(PlanGen.create(target=target), text_deltas=True)
                texts = [update["progress"]["text_written"]["text"] for update in seen if "progress" in update]
                self.assertEqual(texts[-1], "Tuesday")
                self.assertEqual(
                    texts, sorted(set(texts), key=["Mö", "Mönday", "Möntag", "T", "Tues", "Tuesday"].index)
                )
                self.assertEqual(shapes([update for update in seen if "progress" not in update]), EIGHT)

    def test_a_lost_run_is_started_again_and_the_reader_is_told(self) -> None:
        for read, position in itertools.product(WAYS, range(1, 8)):
            with self.subTest(read=read.__name__, position=position):
                script = Script([updates_of("run-1"), updates_of("run-2")], [Cut(position)], forgets=True)
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                restart = Update(
                    step="restart",
                    status="in_progress",
                    data=None,
                    progress={"restarted": {"previous_run_id": "run-1", "run_id": "run-2"}},
                )
                self.assertEqual(seen.count(restart), 1)
                self.assertEqual(shapes(seen[:position]), EIGHT[:position])
                self.assertEqual(seen[position], restart)
                self.assertEqual(shapes(seen[position + 1 :]), EIGHT)
                self.assertNotIn("run-1", str(seen[position + 1 :]))

    def test_another_run_tells_its_texts_though_they_be_the_same(self) -> None:
        logs = [updates_of("run-1"), updates_of("run-2")]
        for log in logs:
            log.insert(3, delta(3, 0, "Monday"))
            log[3].run_id = log[0].run_id
        for read in WAYS:
            with self.subTest(read=read.__name__), serving(Script(list(logs), [Cut(4)], forgets=True)) as target:
                seen = read(PlanGen.create(target=target), text_deltas=True)
                told = [update["progress"] for update in seen if "progress" in update]
                self.assertEqual([next(iter(event)) for event in told], ["text_written", "restarted", "text_written"])

    def test_a_run_is_not_started_again_without_end(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([updates_of(f"run-{n}") for n in range(9)], [Cut(2)] * 9, forgets=True)
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                self.assertEqual(sum(isinstance(call, SolveRequest) for call in script.calls), 4)
                self.assertEqual(shapes(seen)[-1], ("error", "error"))

    def test_a_run_that_is_deleted_while_it_is_read_stays_deleted(self) -> None:
        gone = Refusal(grpc.StatusCode.NOT_FOUND, "RUN_NOT_FOUND")
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([updates_of("run-1"), updates_of("run-2")], [Cut(2), Cut(1, gone)])
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                self.assertEqual(shapes(seen), [*EIGHT[:3], ("error", "error")])

    def test_a_run_that_is_found_again_after_all_tells_nothing_twice(self) -> None:
        lost = Refusal(grpc.StatusCode.NOT_FOUND, "RUN_NOT_FOUND")
        for read in WAYS:
            # Heartbeats and text deltas have the number of the update before them.
            script = Script([[HEARTBEAT, *updates_of("run-1")]], [Cut(5), lost])
            with self.subTest(read=read.__name__), serving(script) as target:
                self.assertEqual(shapes(read(PlanGen.create(target=target))), EIGHT)

    def test_a_run_that_a_shutdown_ends_goes_on_as_another(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                by = Refusal(grpc.StatusCode.UNAVAILABLE, "SERVER_DRAINING")
                script = Script([drained("run-1"), updates_of("run-2")], [Cut(4, by)], forgets=True)
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                self.assertEqual(shapes(seen), [*EIGHT[:3], ("restart", "in_progress"), *EIGHT])

    def test_a_connection_that_falls_silent_is_given_up(self) -> None:
        for read, position in itertools.product(WAYS, (0, 3)):
            with self.subTest(read=read.__name__, position=position), contextlib.ExitStack() as stack:
                script = Script([updates_of("run-1")], [Stall(position)])
                stack.enter_context(patch("plangen_client.solving.SHORTEST_SILENCE_SECONDS", 0.3))
                target = stack.enter_context(serving(script))
                shown = [u for u in read(PlanGen.create(target=target), heartbeat=0.1) if "progress" not in u]
                self.assertEqual(shapes(shown), EIGHT)
                self.assertTrue(script.left.is_set())


if __name__ == "__main__":
    unittest.main()
