"""The verifier as the PlanGEN server calls it: python -m unittest, in this folder."""

import unittest

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

import lunch_verifier
from plangen.v1 import plan_pb2, verifier_service_pb2, verifier_service_pb2_grpc


class LunchVerifierTest(unittest.TestCase):
    def setUp(self):
        self.server, port = lunch_verifier.serve(0)
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")

    def tearDown(self):
        self.channel.close()
        self.server.stop(grace=None).wait()

    def verify(self, plan):
        stub = verifier_service_pb2_grpc.VerifierServiceStub(self.channel)
        return stub.Verify(verifier_service_pb2.VerifyRequest(problem="Meet.", plan=plan), timeout=10)

    def test_a_meeting_over_lunch_is_vetoed(self):
        for plan in ["Monday, 12:30 - 13:00", "from 11:30 to 12:15", "9:00–17:00"]:
            with self.subTest(plan):
                response = self.verify(plan)
                self.assertEqual(response.outcome, plan_pb2.OUTCOME_VETOED)
                self.assertEqual(response.score, -100)
                self.assertEqual(response.constraint_verdicts[0].reason, response.feedback)

    def test_every_other_meeting_passes(self):
        for plan in ["Monday, 11:30 - 12:00", "Monday, 13:00 - 13:30", "9:00 to 9:30, that is 9:00 to 9:30"]:
            with self.subTest(plan):
                response = self.verify(plan)
                self.assertEqual(response.outcome, plan_pb2.OUTCOME_PASSED)
                self.assertEqual(response.score, 100)

    def test_what_is_not_understood_gets_no_opinion(self):
        for plan in ["Let us meet some time.", "9:00 - 9:30 or 12:00 - 12:30"]:
            with self.subTest(plan):
                response = self.verify(plan)
                self.assertEqual(response.outcome, plan_pb2.OUTCOME_UNKNOWN)
                self.assertFalse(response.HasField("score"))

    def test_it_says_that_it_serves(self):
        stub = health_pb2_grpc.HealthStub(self.channel)
        answer = stub.Check(health_pb2.HealthCheckRequest(service="plangen.v1.VerifierService"), timeout=10)
        self.assertEqual(answer.status, health_pb2.HealthCheckResponse.SERVING)


if __name__ == "__main__":
    unittest.main()
