"""A verifier for the PlanGEN server: rejects meetings between 12:00 and 13:00, when everybody eats.

No problem states this rule of the house, and no model knows it. Run generate.py once before.
"""

import argparse
import concurrent.futures
import pathlib
import re
import signal
import sys

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "generated"))

from plangen.v1 import plan_pb2, verifier_service_pb2, verifier_service_pb2_grpc  # noqa: E402

RULE = "No meeting between 12:00 and 13:00."
LUNCH = (12 * 60, 13 * 60)

# As in "Monday, 14:00 - 14:30" and "from 9:00 to 10:00".
TIME = re.compile(r"\b(\d{1,2}):(\d{2})(?: ?[-–] ?| to )(\d{1,2}):(\d{2})\b")


def judge(plan: str) -> verifier_service_pb2.VerifyResponse:
    meetings = set(TIME.findall(plan))
    if len(meetings) != 1:
        # No opinion, which leaves the decision to the other verifiers. A guess would be worse.
        return verifier_service_pb2.VerifyResponse(
            outcome=plan_pb2.OUTCOME_UNKNOWN,
            feedback="The plan does not tell of one meeting with its time.",
        )
    from_hour, from_minute, to_hour, to_minute = meetings.pop()
    begin, end = int(from_hour) * 60 + int(from_minute), int(to_hour) * 60 + int(to_minute)
    broken = begin < LUNCH[1] and end > LUNCH[0]
    outcome = plan_pb2.OUTCOME_VETOED if broken else plan_pb2.OUTCOME_PASSED
    reason = f"The meeting is from {from_hour}:{from_minute} to {to_hour}:{to_minute}."
    return verifier_service_pb2.VerifyResponse(
        score=-100 if broken else 100,
        outcome=outcome,
        feedback=reason,
        constraint_verdicts=[
            plan_pb2.ConstraintVerdict(constraint=RULE, outcome=outcome, reason=reason)
        ],
    )


class LunchVerifier(verifier_service_pb2_grpc.VerifierServiceServicer):
    def Verify(self, request, context):
        return judge(request.plan)


def serve(port: int) -> tuple[grpc.Server, int]:
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8))
    verifier_service_pb2_grpc.add_VerifierServiceServicer_to_server(LunchVerifier(), server)
    # By this the PlanGEN server knows that it is up.
    states = health.HealthServicer()
    states.set("plangen.v1.VerifierService", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(states, server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    return server, port


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9002, help="0 for any free one")
    server, port = serve(parser.parse_args().port)
    signal.signal(signal.SIGTERM, lambda *_: server.stop(grace=1))
    print(f"listening on 127.0.0.1:{port}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
