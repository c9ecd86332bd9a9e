"""Whoever leaves early ends the run at the server."""

import asyncio
import gc
import subprocess
import sys
import threading
import unittest
from unittest.mock import patch

from reading import PROBLEM
from scripted import Script, Stall, serving, updates_of
from waiting import wait_until

from plangen_client import PlanGen, PlanGenError, SolveStream, Update
from plangen_client.v1.solve_pb2 import ON_DISCONNECT_CONTINUE, SolveRequest


class LeavingTest(unittest.TestCase):
    def setUp(self) -> None:
        self.script = Script([updates_of("run-1")], [Stall(3)])
        server = serving(self.script)
        self.planner = PlanGen.create(target=server.__enter__())
        self.addCleanup(server.__exit__, None, None, None)

    def assert_cancelled(self) -> None:
        wait_until(lambda: bool(self.script.cancels), "the run is cancelled")
        wait_until(self.script.left.is_set, "the call is over")
        self.assertEqual([cancel.run_id for cancel in self.script.cancels], ["run-1"])

    def test_leaving_the_loop(self) -> None:
        for update in self.planner.solve_stream(PROBLEM):
            if update["status"] == "complete":
                break
        self.assert_cancelled()

    def test_an_exception_in_the_loop(self) -> None:
        with self.assertRaises(KeyError):
            for update in self.planner.solve_stream(PROBLEM):
                update["result"]  # type: ignore[typeddict-item]
        gc.collect()
        self.assert_cancelled()

    def test_an_exception_in_a_callback(self) -> None:
        def fail(update: Update) -> None:
            raise RuntimeError(update["step"])

        with self.assertRaisesRegex(RuntimeError, "generate_solutions"):
            self.planner.solve(PROBLEM, callbacks={"generate_solutions": fail})
        self.assert_cancelled()

    def test_closing(self) -> None:
        stream = self.planner.solve_stream(PROBLEM)
        next(stream)
        stream.close()
        stream.close()
        self.assertEqual(list(stream), [])
        with self.assertRaisesRegex(PlanGenError, "closed"):
            stream.result()
        self.assert_cancelled()

    def test_closing_from_another_thread(self) -> None:
        def close_when_it_waits(update: Update) -> None:
            if update["step"] == "generate_solutions":
                threading.Timer(0.1, stream.close).start()

        stream: SolveStream = self.planner.solve_stream(PROBLEM, callbacks={"generate_solutions": close_when_it_waits})
        self.assertEqual(len(list(stream)), 3)
        self.assert_cancelled()

    def test_closing_is_no_failure(self) -> None:
        # No wait is so short that the call would be repeated before the deadline.
        with patch("plangen_client.retries.FIRST_DELAY_SECONDS", 10_000):
            self.test_closing_from_another_thread()

    def test_reading_while_another_thread_closes(self) -> None:
        self.script.holds_cancels = threading.Event()
        stream = self.planner.solve_stream(PROBLEM)
        next(stream)
        closing = threading.Thread(target=stream.close)
        closing.start()
        wait_until(lambda: bool(self.script.cancels), "the run is cancelled")
        threading.Timer(0.1, self.script.holds_cancels.set).start()
        self.assertEqual(list(stream), [])
        closing.join()

    def test_closing_from_another_thread_at_any_moment(self) -> None:
        for moment in range(1, 41):
            script = Script([updates_of("run-1")], [Stall(moment % 4)])
            with self.subTest(moment=moment), serving(script) as target:
                stream = PlanGen.create(target=target).solve_stream(PROBLEM)
                closing = threading.Timer(moment / 2000, stream.close)
                closing.start()
                list(stream)
                closing.join()
                self.assertLessEqual(len(script.cancels), 1)
                self.assertTrue(script.cancels or not script.calls)

    def test_closing_before_the_first_update(self) -> None:
        self.script.endings = [Stall(0)]
        stream = self.planner.solve_stream(PROBLEM)
        reader = threading.Thread(target=lambda: list(stream))
        reader.start()
        wait_until(lambda: bool(self.script.calls), "the request is there")
        stream.close()
        reader.join()
        self.assertEqual([c.request_id for c in self.script.cancels], [self.script.calls[0].request_id])

    def test_closing_what_has_not_begun_calls_nobody(self) -> None:
        self.planner.solve_stream(PROBLEM).close()
        self.assertEqual((self.script.calls, self.script.cancels), ([], []))

    def test_the_end_of_the_program(self) -> None:
        program = """
import sys
from plangen_client import PlanGen
stream = PlanGen.create(target=sys.argv[1]).solve_stream("Find an hour.")
next(stream)
"""
        subprocess.run([sys.executable, "-c", program, self.planner.connection.target], check=True, timeout=20)
        self.assert_cancelled()

    def test_a_run_that_is_to_continue_is_only_left(self) -> None:
        request = SolveRequest(problem=PROBLEM, on_disconnect=ON_DISCONNECT_CONTINUE)
        with self.planner.solve_stream(request) as stream:
            next(stream)
        wait_until(self.script.left.is_set, "the call is over")
        self.assertEqual(self.script.cancels, [])

    def test_a_run_that_is_over_is_not_cancelled(self) -> None:
        self.script.endings = []
        self.planner.solve(PROBLEM)
        self.assertEqual(self.script.cancels, [])

    def test_closing_with_asyncio(self) -> None:
        async def read() -> None:
            stream = self.planner.solve_stream_async(PROBLEM)
            await anext(stream)
            await stream.aclose()
            await stream.aclose()
            self.assertEqual([update async for update in stream], [])

        asyncio.run(read())
        self.assert_cancelled()

    def test_leaving_the_loop_with_asyncio(self) -> None:
        async def read() -> None:
            async for update in self.planner.solve_stream_async(PROBLEM):
                if update["status"] == "complete":
                    break
            await asyncio.to_thread(self.assert_cancelled)

        asyncio.run(read())

    def test_cancelling_the_task(self) -> None:
        async def read() -> None:
            seen: list[Update] = []
            task = asyncio.create_task(self.planner.solve_async(PROBLEM, callbacks={"generate_solutions": seen.append}))
            await asyncio.to_thread(wait_until, lambda: bool(seen), "the run is there")
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        asyncio.run(read())
        self.assert_cancelled()

    def test_cancelling_the_task_again_and_again(self) -> None:
        """As web servers do whose client has gone: every wait of the task is cancelled."""

        async def read() -> None:
            seen: list[Update] = []
            task = asyncio.create_task(self.planner.solve_async(PROBLEM, callbacks={"generate_solutions": seen.append}))
            await asyncio.to_thread(wait_until, lambda: bool(seen), "the run is there")
            while not task.done():
                task.cancel()
                await asyncio.sleep(0)
            await asyncio.to_thread(self.assert_cancelled)

        asyncio.run(read())

    def test_a_timeout(self) -> None:
        async def read() -> None:
            async with asyncio.timeout(0.5):
                await self.planner.solve_async(PROBLEM)

        with self.assertRaises(TimeoutError):
            asyncio.run(read())
        self.assert_cancelled()


if __name__ == "__main__":
    unittest.main()
