"""The dictionaries, and where the client connects to."""

import json
import os
import subprocess
import sys
import unittest
from unittest.mock import patch

import grpc
from google.protobuf.duration_pb2 import Duration
from reading import WAYS
from scripted import Script, in_log, serving, updates_of

from plangen_client import PlanGen
from plangen_client.connection import Connection
from plangen_client.updates import as_dict
from plangen_client.v1.plan_pb2 import VerificationResult
from plangen_client.v1.solve_pb2 import SolveRequest
from plangen_client.v1.step_update_pb2 import StepError, StepUpdate


class DictionariesTest(unittest.TestCase):
    def test_an_update_has_what_its_step_produced_and_only_that(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__), serving(Script([updates_of("run-1")])) as target:
                seen = read(PlanGen.create(target=target))
                self.assertEqual(json.loads(json.dumps(seen)), seen)
                self.assertEqual(seen[0], {"step": "extract_constraints", "status": "in_progress", "data": None})
                self.assertEqual(seen[1]["data"], {"constraints": ["All can come."]})
                solution = {"candidate_id": "solution/1", "text": "run-1 writes one", "finish_reason": "stop"}
                self.assertEqual((seen[3]["data"] or {}).get("solutions", [])[0], solution)
                selected = {
                    "candidate_id": "solution/2",
                    "text": "run-1 writes two",
                    "score": 97,
                    "verified": True,
                    "sound": False,
                }
                self.assertEqual(seen[7]["data"], {"selected_solution": selected})

    def test_a_result_has_everything(self) -> None:
        with serving(Script([updates_of("run-1")])) as target:
            result = PlanGen.create(target=target).solve("Find an hour.")
        self.assertEqual(result["selected_solution"]["text"], "run-1 writes two")
        self.assertEqual(result["stop_reason"], "all_verified")
        self.assertEqual(len(result["solutions"]), 2)

    def test_what_is_unknown_is_none_and_never_a_number(self) -> None:
        self.assertIsNone(as_dict(VerificationResult(verifier="llm"))["score"])
        self.assertEqual(as_dict(VerificationResult(verifier="llm", score=0))["score"], 0)

    def test_constants_are_words_and_newer_ones_numbers(self) -> None:
        self.assertEqual(as_dict(VerificationResult(outcome="OUTCOME_VETOED"))["outcome"], "vetoed")
        self.assertEqual(as_dict(VerificationResult.FromString(b"\x20\x63"))["outcome"], "99")

    def test_durations_are_seconds(self) -> None:
        self.assertEqual(as_dict(StepError(retry_delay=Duration(seconds=2, nanos=500_000_000)))["retry_delay"], 2.5)

    def test_events_are_shown_under_their_names_and_unknown_ones_not_at_all(self) -> None:
        log = updates_of("run-1")
        log.insert(3, StepUpdate(step="STEP_GENERATE_SOLUTIONS", status="STEP_STATUS_IN_PROGRESS"))
        log[3].progress.candidate_started.candidate_id = "solution/1"
        log.insert(4, StepUpdate(step="STEP_GENERATE_SOLUTIONS", status="STEP_STATUS_IN_PROGRESS"))
        log[4].progress.MergeFromString(b"\xfa\x01\x00")
        for read in WAYS:
            with self.subTest(read=read.__name__), serving(Script([in_log("run-1", log)])) as target:
                seen = read(PlanGen.create(target=target), candidate_events=True)
                event = {"candidate_started": {"candidate_id": "solution/1", "parent_id": "", "depth": 0}}
                self.assertEqual([u["progress"] for u in seen if "progress" in u], [event])
                self.assertEqual(len(seen), 9)

    def test_callbacks_get_the_updates_of_their_step(self) -> None:
        for read in WAYS:
            with self.subTest(read=read.__name__), serving(Script([updates_of("run-1")])) as target:
                told: list[object] = []
                seen = read(PlanGen.create(target=target), callbacks={"verify_solutions": told.append})
                self.assertEqual(told, seen[4:6])

    def test_a_request_says_more_than_a_problem(self) -> None:
        script = Script([updates_of("run-1"), updates_of("run-2")])
        with serving(script) as target:
            planner = PlanGen.create(model="acme/planner", target=target)
            planner.solve(SolveRequest(problem="Find an hour.", verifiers=["calendar"]))
            planner.solve(SolveRequest(problem="Find an hour.", model="acme/other"))
        self.assertEqual([call.model for call in script.calls], ["acme/planner", "acme/other"])
        self.assertEqual(script.calls[0].verifiers, ["calendar"])


class ConnectionTest(unittest.TestCase):
    def test_this_machine_is_spoken_to_in_plaintext_and_others_by_tls(self) -> None:
        for target in ["127.0.0.1:9090", "localhost:1", "[::1]:9090", "dns:///localhost:9090"]:
            self.assertTrue(Connection.to(target, None, None).plaintext, target)
        for target in ["plangen.acme:9090", "10.0.0.7:9090", "localhost.acme:9090", "dns:///plangen.acme"]:
            self.assertFalse(Connection.to(target, None, None).plaintext, target)
        self.assertTrue(Connection.to("plangen.acme:9090", None, True).plaintext)
        self.assertFalse(Connection.to("localhost:9090", grpc.ssl_channel_credentials(), None).plaintext)

    def test_a_planner_may_be_made_before_a_fork(self) -> None:
        program = """
import os, sys
from plangen_client import PlanGen
planner = PlanGen.create(target=sys.argv[1])
if child := os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
planner.solve("Find an hour.")
"""
        with serving(Script([updates_of("run-1")])) as target:
            subprocess.run([sys.executable, "-c", program, target], check=True, timeout=20)

    def test_the_environment_may_name_the_server(self) -> None:
        with patch.dict(os.environ, {"PLANGEN_TARGET": "127.0.0.1:7"}):
            self.assertEqual(PlanGen.create().connection.target, "127.0.0.1:7")
            self.assertEqual(PlanGen.create(target="127.0.0.1:8").connection.target, "127.0.0.1:8")
        with patch.dict(os.environ, clear=True):
            self.assertEqual(PlanGen.create().connection.target, "127.0.0.1:9090")


if __name__ == "__main__":
    unittest.main()
