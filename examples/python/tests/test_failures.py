"""What fails, and how the caller learns of it."""

import itertools
import time
import unittest
from datetime import timedelta

import grpc
from reading import PROBLEM, WAYS
from scripted import Cut, Refusal, Script, Stall, in_log, serving, updates_of

from plangen_client import PlanGen, PlanGenError
from plangen_client.retries import Retries
from plangen_client.v1 import step_update_pb2 as step
from plangen_client.v1.step_update_pb2 import StepUpdate

REJECTED = Refusal(grpc.StatusCode.FAILED_PRECONDITION, "MODEL_REJECTED_REQUEST")
RATE_LIMITED = Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "MODEL_RATE_LIMITED", 0.3)


def failing(step_number: step.Step, by: Refusal = REJECTED, run_id: str = "run-1") -> list[StepUpdate]:
    ended = StepUpdate(step=step_number, status=step.STEP_STATUS_ERROR)
    ended.error.code, ended.error.reason = by.code.value[0], by.reason
    ended.error.message = "The model does not like it."
    if by.retry_after is not None:
        ended.error.retry_delay.FromMilliseconds(round(1000 * by.retry_after))
    return in_log(run_id, [*updates_of(run_id)[:3], ended])


class FailuresTest(unittest.TestCase):
    def test_a_run_that_fails_ends_with_an_update_that_says_so_and_raises_nothing(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([failing(step.STEP_GENERATE_SOLUTIONS)], [Cut(4, REJECTED)])
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                self.assertEqual(len(seen), 4)
                message = "The model does not like it."
                told = {"step": "generate_solutions", "status": "error", "data": None, "error": message}
                self.assertEqual(seen[-1], told)
                self.assertEqual((len(script.calls), script.cancels), (1, []))

    def test_a_failure_that_no_step_caused_names_the_step_error(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__), serving(Script([failing(step.STEP_WORKFLOW)])) as target:
                self.assertEqual(read(PlanGen.create(target=target))[-1]["step"], "error")

    def test_solve_raises_what_the_last_update_tells_in_full(self) -> None:
        script = Script([failing(step.STEP_GENERATE_SOLUTIONS)], [Cut(4, REJECTED)])
        with serving(script) as target, self.assertRaises(PlanGenError) as caught:
            PlanGen.create(target=target).solve(PROBLEM)
        error = caught.exception
        self.assertEqual(error.message, "The model does not like it.")
        self.assertEqual(str(error), f"The model does not like it. ({REJECTED.reason}, run run-1)")
        self.assertEqual((error.code, error.reason), (REJECTED.code, REJECTED.reason))
        self.assertEqual((error.step, error.run_id), ("generate_solutions", "run-1"))
        self.assertIsNone(error.retry_delay)

    def test_a_run_that_fails_with_advice_to_wait_is_made_again_then(self) -> None:
        for read, ending in itertools.product(WAYS, (Cut(4, RATE_LIMITED), Cut(4, None))):
            with self.subTest(read=read.__name__, ending=ending):
                runs = [failing(step.STEP_GENERATE_SOLUTIONS, RATE_LIMITED), updates_of("run-2")]
                script = Script(runs, [ending], forgets=True)
                begin = time.monotonic()
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                self.assertEqual([update["step"] for update in seen[3:5]], ["restart", "extract_constraints"])
                self.assertEqual(seen[-1]["step"], "select_solution")
                self.assertGreaterEqual(time.monotonic() - begin, 0.3)
                self.assertEqual(len({call.request_id for call in script.calls}), 1)

    def test_a_run_that_fails_so_again_and_again_has_failed(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                soon = Refusal(RATE_LIMITED.code, RATE_LIMITED.reason, 0.01)
                runs = [failing(step.STEP_VERIFY_SOLUTIONS, soon, f"run-{n}") for n in range(9)]
                script = Script(runs, [Cut(4, soon)] * 9, forgets=True)
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target))
                self.assertEqual(len(script.calls), 4)
                self.assertEqual((seen[-1]["step"], seen[-1]["status"]), ("verify_solutions", "error"))

    def test_a_failure_whose_wait_is_longer_than_the_deadline_is_told_at_once(self) -> None:
        later = Refusal(RATE_LIMITED.code, RATE_LIMITED.reason, 60)
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([failing(step.STEP_GENERATE_SOLUTIONS, later)], [Cut(4, later)])
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target, deadline=5))
                self.assertEqual((seen[-1]["step"], seen[-1]["status"]), ("generate_solutions", "error"))

    def test_what_is_refused_raises_and_is_not_asked_again(self) -> None:
        for read, code, reason in [
            (read, code, reason)
            for read in WAYS
            for code, reason in [
                (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
                (grpc.StatusCode.NOT_FOUND, "MODEL_NOT_FOUND"),
                (grpc.StatusCode.UNAUTHENTICATED, ""),
                (grpc.StatusCode.RESOURCE_EXHAUSTED, ""),
                (grpc.StatusCode.INTERNAL, "INTERNAL"),
            ]
        ]:
            with self.subTest(read=read.__name__, reason=reason):
                script = Script([updates_of("run-1")], [Refusal(code, reason)])
                with serving(script) as target, self.assertRaises(PlanGenError) as caught:
                    read(PlanGen.create(target=target))
                self.assertEqual((caught.exception.code, caught.exception.reason), (code, reason))
                self.assertEqual(len(script.calls), 1)

    def test_a_server_that_is_full_is_asked_again_when_it_says(self) -> None:
        full = Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_OVERLOADED", 0.2)
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([updates_of("run-1")], [full, full])
                begin = time.monotonic()
                with serving(script) as target:
                    self.assertEqual(len(read(PlanGen.create(target=target))), 8)
                self.assertEqual(len(script.calls), 3)
                self.assertGreaterEqual(time.monotonic() - begin, 0.4)

    def test_no_server_is_a_failure_within_seconds(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__), self.assertRaises(PlanGenError) as caught:
                begin = time.monotonic()
                read(PlanGen.create(target="127.0.0.1:1"))
            self.assertEqual(caught.exception.code, grpc.StatusCode.UNAVAILABLE)
            self.assertIn("check that it runs", str(caught.exception))
            self.assertNotIn("127.0.0.1", str(caught.exception))
            self.assertIn("127.0.0.1:1", caught.exception.__notes__[0])
            self.assertLess(time.monotonic() - begin, 15)

    def test_the_deadline_ends_the_run(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                script = Script([updates_of("run-1")], [Stall(3)])
                with serving(script) as target:
                    seen = read(PlanGen.create(target=target, deadline=0.5))
                    self.assertEqual((seen[-1]["step"], seen[-1]["status"]), ("error", "error"))
                    self.assertEqual([cancel.run_id for cancel in script.cancels], ["run-1"])

    def test_the_deadline_counts_waits_too(self) -> None:
        full = Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_OVERLOADED", 5)
        for read in WAYS:
            with self.subTest(read=read.__name__), serving(Script([updates_of("run-1")], [full])) as target:
                with self.assertRaises(PlanGenError) as caught:
                    read(PlanGen.create(target=target, deadline=2))
                self.assertEqual(caught.exception.reason, "SERVER_OVERLOADED")

    def test_what_cannot_be_is_said_before_anything_is_called(self) -> None:
        with self.assertRaisesRegex(ValueError, "deadline"):
            PlanGen.create(deadline=0)
        with self.assertRaisesRegex(ValueError, "plaintext"):
            PlanGen.create(credentials=grpc.ssl_channel_credentials(), plaintext=True)
        with self.assertRaisesRegex(TypeError, "problem"):
            PlanGen.create().solve_stream(None)  # type: ignore[arg-type]


class RetriesTest(unittest.TestCase):
    """With a clock that the test moves."""

    def setUp(self) -> None:
        self.now = 100.0
        self.retries = Retries(60, lambda: self.now)

    def seconds_until_it_gives_up(self) -> float:
        failure = PlanGenError("Gone.", grpc.StatusCode.UNAVAILABLE)
        begin = self.now
        with self.assertRaises(PlanGenError):
            while True:
                self.now += self.retries.wait_after(failure)
        return self.now - begin

    def test_a_server_that_never_answered_is_looked_for_a_short_time(self) -> None:
        self.assertLess(self.seconds_until_it_gives_up(), 5.1)

    def test_a_server_that_has_answered_is_looked_for_as_long_as_it_keeps_the_run(self) -> None:
        self.retries.heard()
        seconds = self.seconds_until_it_gives_up()
        self.assertGreater(seconds, 20)
        self.assertLess(seconds, 30.1)

    def test_a_connection_that_was_silent_for_long_is_worth_another(self) -> None:
        self.retries.heard()
        self.now += 40
        self.assertLess(self.retries.wait_after(PlanGenError("Silent.", grpc.StatusCode.CANCELLED)), 0.11)

    def test_waits_grow_and_shrink_again_when_something_is_heard(self) -> None:
        self.retries.heard()
        failure = PlanGenError("Gone.", grpc.StatusCode.UNAVAILABLE)
        waits = [self.retries.wait_after(failure) for _ in range(6)]
        self.assertGreater(waits[-1], 1)
        self.retries.heard()
        self.assertLess(self.retries.wait_after(failure), 0.11)

    def test_a_server_that_asks_for_patience_gets_it_until_the_deadline(self) -> None:
        full = PlanGenError("Full.", RATE_LIMITED.code, "SERVER_OVERLOADED", retry_delay=timedelta(seconds=4))
        begin = self.now
        with self.assertRaises(PlanGenError):
            while True:
                self.now += self.retries.wait_after(full)
        self.assertGreater(self.now - begin, 50)
        self.assertLessEqual(self.now - begin, 60)

    def test_a_quota_that_lasts_for_hours_is_told_at_once(self) -> None:
        retries = Retries(86_400, lambda: self.now)
        spent = PlanGenError("Spent.", RATE_LIMITED.code, "QUOTA_EXCEEDED", retry_delay=timedelta(hours=5))
        with self.assertRaises(PlanGenError) as caught:
            retries.wait_after(spent)
        self.assertEqual(caught.exception.retry_delay, timedelta(hours=5))


if __name__ == "__main__":
    unittest.main()
