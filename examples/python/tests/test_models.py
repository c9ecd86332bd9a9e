"""Texts of a model, written again or broken off."""

import asyncio
import itertools
import unittest
from collections.abc import Callable
from typing import Any

import grpc
from scripted import Cut, Ending, Refusal, Script, Stall, serving
from waiting import wait_until

from plangen_client import PlanGenError
from plangen_client.models import ModelInterface
from plangen_client.v1.model_service_pb2 import GenerateChunk, GenerateRequest

Write = tuple[int, str]


def chunks(*writes: Write) -> list[GenerateChunk]:
    sent = [GenerateChunk(offset=offset, text=text) for offset, text in writes]
    sent[-1].finish_reason = "FINISH_REASON_STOP"  # type: ignore[assignment]
    sent[-1].usage.model_calls = 1
    return sent


def blocking(model: ModelInterface, **options: Any) -> list[str]:
    return list(model.generate_stream("Write.", **options))


def with_asyncio(model: ModelInterface, **options: Any) -> list[str]:
    async def read() -> list[str]:
        return [piece async for piece in model.generate_stream_async("Write.", **options)]

    return asyncio.run(read())


WAYS: list[Callable[..., list[str]]] = [blocking, with_asyncio]


class ModelsTest(unittest.TestCase):
    def pieces(self, read: Callable[..., list[str]], *writes: Write, **options: Any) -> list[str]:
        with serving(Script([], chunks=[chunks(*writes)])) as target:
            return read(ModelInterface(target=target), **options)

    def test_the_pieces_are_the_text(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                self.assertEqual(self.pieces(read, (0, "Mön"), (4, "day"), (7, "")), ["Mön", "day"])

    def test_a_text_that_is_written_again_alike_is_not_printed_twice(self) -> None:
        again = [(0, "Mon"), (3, "day"), (0, ""), (0, "Mo"), (2, "nday"), (6, ", 9:00"), (12, "")]
        for read in WAYS:
            with self.subTest(read=read.__name__):
                self.assertEqual(self.pieces(read, *again), ["Mon", "day", ", 9:00"])

    def test_a_text_that_is_written_again_otherwise_is_a_failure_and_not_a_garbled_text(self) -> None:
        for read, other in itertools.product(WAYS, [(0, "Tuesday"), (3, "tag"), (0, "Mond")]):
            with self.subTest(read=read.__name__, other=other), self.assertRaises(PlanGenError) as caught:
                self.pieces(read, (0, "Mon"), (3, "day"), other)
            self.assertEqual(caught.exception.reason, "TEXT_REWRITTEN")

    def test_who_asks_is_told_to_begin_anew(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__):
                restarts: list[bool] = []
                options = {"on_restart": lambda told=restarts: told.append(True)}
                self.assertEqual(
                    self.pieces(read, (0, "Mon"), (0, "Tues"), (4, "day"), **options), ["Mon", "Tues", "day"]
                )
                self.assertEqual(restarts, [True])

    def test_the_whole_text_is_the_last_that_was_written(self) -> None:
        sent = chunks((0, "Mon"), (0, "Tues"), (4, "day"))
        with serving(Script([], chunks=[sent, sent])) as target:
            model = ModelInterface(target=target)
            self.assertEqual(model.generate("Write."), "Tuesday")
            self.assertEqual(asyncio.run(model.generate_async("Write.")), "Tuesday")

    def test_the_end_tells_why_and_at_what_cost(self) -> None:
        with serving(Script([], chunks=[chunks((0, "Monday"))])) as target:
            stream = ModelInterface(target=target).generate_stream("Write.")
            self.assertIsNone(stream.finish_reason)
            self.assertEqual(list(stream), ["Monday"])
            self.assertEqual(stream.finish_reason, "stop")
            self.assertEqual((stream.usage or {})["model_calls"], 1)

    def test_what_has_not_begun_is_asked_for_again(self) -> None:
        full = Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_OVERLOADED", 0.05)
        broken = Refusal(grpc.StatusCode.UNAVAILABLE)
        for read, refusal in itertools.product(WAYS, [full, broken]):
            with self.subTest(read=read.__name__, refusal=refusal):
                script = Script([], [refusal], chunks=[chunks((0, "Monday"))] * 2)
                with serving(script) as target:
                    self.assertEqual(read(ModelInterface(target=target)), ["Monday"])
                self.assertEqual(len(script.calls), 2)

    def test_what_has_begun_is_not_paid_twice(self) -> None:
        for read, position, by in itertools.product(WAYS, [0, 1], [Refusal(grpc.StatusCode.UNAVAILABLE), None]):
            if position == 0 and by is None:
                continue
            with self.subTest(read=read.__name__, position=position, by=by):
                script = Script([], [Cut(position, by)], chunks=[chunks((0, "Mon"), (3, "day"))] * 2)
                with serving(script) as target, self.assertRaises(PlanGenError) as caught:
                    read(ModelInterface(target=target))
                self.assertEqual(caught.exception.code, grpc.StatusCode.UNAVAILABLE)
                self.assertEqual(len(script.calls), 1)

    def test_leaving_ends_the_call(self) -> None:
        endings: list[Ending] = [Stall(1)]
        script = Script([], endings, chunks=[chunks((0, "Mon"), (3, "day"))])
        with serving(script) as target:
            for _ in ModelInterface(target=target).generate_stream("Write."):
                break
            wait_until(script.left.is_set, "the call is over")

    def test_a_request_says_more_than_a_prompt(self) -> None:
        script = Script([], chunks=[chunks((0, "Monday"))] * 2)
        with serving(script) as target:
            model = ModelInterface("acme/planner", target=target)
            model.generate(GenerateRequest(prompt="Write.", system_prompt="Be brief."))
            with self.assertRaisesRegex(TypeError, "prompt"):
                model.generate(7)  # type: ignore[arg-type]
        self.assertEqual((script.calls[0].model, script.calls[0].system_prompt), ("acme/planner", "Be brief."))


if __name__ == "__main__":
    unittest.main()
