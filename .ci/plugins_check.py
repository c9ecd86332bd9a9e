"""Plugs the two example verifiers, and a model, into the real server, and checks what a caller sees.

Runs in a Python that has examples/verifier-python/requirements.txt, after generate.py there.
"""

import contextlib
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import grpc

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON_EXAMPLE = ROOT / "examples/verifier-python"
JAVA_EXAMPLE = ROOT / "examples/verifier-java"
sys.path.insert(0, str(PYTHON_EXAMPLE / "generated"))

from plangen.v1 import plan_pb2 as plan  # noqa: E402
from plangen.v1 import plangen_service_pb2 as service  # noqa: E402
from plangen.v1 import plangen_service_pb2_grpc as service_grpc  # noqa: E402
from plangen.v1 import solve_pb2 as solve  # noqa: E402
from plangen.v1 import step_update_pb2 as step  # noqa: E402

LIMIT = 60
LUNCH, FRIDAYS = "house/lunch", "house/fridays"
passed = 0


def meeting(day, ann, ben):
    return (
        f"You need to schedule a meeting for Ann and Ben for half an hour between the work hours of 9:00 to "
        f"17:00 on {day}. \n\nHere are the existing schedules for everyone during the day: \nAnn has meetings on "
        f"{day} during {ann}; \nBen has blocked their calendar on {day} during {ben}; \n\nFind a time that works "
        f"for everyone's schedule and constraints. "
    )


# All are free at 12:30, which is lunch time, on a Friday afternoon.
BAD = meeting("Friday", "9:00 to 12:30", "13:00 to 17:00")
# All are free at 10:00.
GOOD = meeting("Monday", "9:00 to 10:00", "10:30 to 17:00")


def check(holds, what):
    global passed
    if not holds:
        sys.exit(f"FAILED: {what}")
    passed += 1
    print(f"ok: {what}", flush=True)


@contextlib.contextmanager
def running(name, *command):
    """Starts what prints where it listens, gives that, and ends it with SIGTERM."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    watchdog = threading.Timer(LIMIT, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline().strip()
        watchdog.cancel()
        if not line.startswith("listening on "):
            sys.exit(f"FAILED: {name} did not start: {line!r}")
        yield line.removeprefix("listening on ")
    finally:
        watchdog.cancel()
        process.terminate()
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            sys.exit(f"FAILED: {name} did not end when it was told to")
    check(status in (0, 143, -15), f"{name} ended when it was told to")


def python_verifier(port=0):
    return running("the Python verifier", sys.executable, PYTHON_EXAMPLE / "lunch_verifier.py", "--port", port)


def java_verifier():
    jar, libraries = JAVA_EXAMPLE / "target/plangen-verifier.jar", JAVA_EXAMPLE / "target/lib"
    script = f'. server/bin/find-java.sh; exec "$java" --enable-native-access=ALL-UNNAMED -cp "{jar}:{libraries}/*" "$@"'
    main = "dev.plangen.examples.verifier.VerifierServer"
    return running("the Java verifier", "bash", "-c", script, "bash", main, 0)


@contextlib.contextmanager
def server(name, configuration):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(configuration)
        file.flush()
        with running(name, ROOT / "server/bin/plangen-server", "--port", 0, "--config", file.name) as target:
            with grpc.insecure_channel(target) as channel:
                yield target, service_grpc.PlanGenServiceStub(channel)


def request(problem, *verifiers):
    return solve.SolveRequest(
        problem=problem, verifiers=verifiers, stream_options=solve.StreamOptions(candidate_events=True)
    )


def state(stub, model):
    models = stub.ListModels(service.ListModelsRequest(), timeout=LIMIT).models
    return next(each.state for each in models if each.id == model)


def until(holds):
    end = time.monotonic() + LIMIT
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def rejected_live(stub):
    one_by_one = request(BAD, LUNCH, FRIDAYS)
    one_by_one.algorithm.best_of_n.MergeFrom(solve.BestOfN(candidates=3, parallelism=1))
    updates = list(stub.SolveStream(one_by_one, timeout=LIMIT))
    last_begun = max(
        number
        for number, update in enumerate(updates)
        if update.progress.WhichOneof("event") == "candidate_started"
    )
    told = [
        (number, update.progress.candidate_verified.verification_result)
        for number, update in enumerate(updates)
        if update.progress.WhichOneof("event") == "candidate_verified"
    ]
    for verifier, reason in ((LUNCH, "12:30"), (FRIDAYS, "Friday")):
        live = [(number, verdict) for number, verdict in told if verdict.verifier == verifier]
        check(
            all(
                verdict.outcome == plan.OUTCOME_VETOED and verdict.sound and verdict.score == -100
                for _, verdict in live
            )
            and len(live) == 3
            and live[0][0] < last_begun,
            f"{verifier} rejects each plan, the first while others are still to be written",
        )
        check(
            all(
                reason in verdict.feedback and reason in verdict.constraint_verdicts[0].reason
                for _, verdict in live
            ),
            f"{verifier} gives the reason: {live[0][1].feedback}",
        )
    result = updates[-1].result
    check(
        [each.verifier for each in result.verification_results] == [LUNCH, FRIDAYS] * len(result.solutions),
        "the result has a verdict of each verifier for each plan, in the order of the request",
    )
    check(not result.selected_solution.verified, "a plan that was rejected is not verified")


def passed_by_both(stub, what):
    result = stub.Solve(request(GOOD, LUNCH, FRIDAYS), timeout=LIMIT).result
    check(
        result.selected_solution.verified
        and result.selected_solution.sound
        and all(each.outcome == plan.OUTCOME_PASSED for each in result.verification_results),
        what,
    )


def failed_while_down(stub):
    try:
        for update in stub.SolveStream(request(GOOD, LUNCH), timeout=LIMIT):
            last = update
    except grpc.RpcError as error:
        check(
            error.code() == grpc.StatusCode.UNAVAILABLE
            and last.status == step.STEP_STATUS_ERROR
            and last.error.reason == "VERIFIER_UNAVAILABLE",
            "without its verifier a solve fails, and says why",
        )
        return
    check(False, "without its verifier a solve fails, and says why")


def serves_again(stub):
    try:
        stub.Solve(request(GOOD, LUNCH), timeout=LIMIT)
        return True
    except grpc.RpcError:
        return False


def verifiers():
    with java_verifier() as fridays:
        with contextlib.ExitStack() as lives:
            lunch = lives.enter_context(python_verifier())
            configuration = f"""
models: [{{ id: offline/planner, provider: offline, noise: 0 }}]
verifiers:
  - {{ id: {LUNCH}, provider: remote, target: "{lunch}", sound: true }}
  - {{ id: {FRIDAYS}, provider: remote, target: "dns:///{fridays}", sound: true, timeout_seconds: 5 }}
"""
            with server("the server", configuration) as (_, stub):
                rejected_live(stub)
                passed_by_both(stub, "a plan that both verifiers pass is verified, and proven")
                lives.close()
                failed_while_down(stub)
                with python_verifier(lunch.rpartition(":")[2]):
                    check(until(lambda: serves_again(stub)), "a verifier that is back is asked again")
                    passed_by_both(stub, "and passes what it passed before")


def model():
    """Another PlanGEN server is the simplest ModelService of one's own."""
    with contextlib.ExitStack() as lives:
        target, _ = lives.enter_context(
            server("the model's server", "models: [{ id: offline/planner, provider: offline, noise: 0 }]")
        )
        configuration = f"""
models:
  - {{ id: acme/planner, provider: remote, target: "{target}" }}
  - {{ id: acme/gone, provider: remote, target: "127.0.0.1:1" }}
  - {{ id: offline/planner, provider: offline }}
"""
        with server("the server", configuration) as (_, stub):
            # The server waits for its first look only for a second.
            check(
                until(lambda: state(stub, "acme/planner") == service.MODEL_STATE_SERVING),
                "a remote model is SERVING",
            )
            check(state(stub, "offline/planner") == service.MODEL_STATE_SERVING, "the offline model is SERVING")
            check(
                state(stub, "acme/gone") == service.MODEL_STATE_NOT_SERVING,
                "a remote model that is down is NOT_SERVING, and did not stop the server",
            )
            result = stub.Solve(solve.SolveRequest(problem=GOOD), timeout=LIMIT).result
            check("10:00 - 10:30" in result.selected_solution.text, "a remote model plans")
            lives.close()
            check(
                until(lambda: state(stub, "acme/planner") == service.MODEL_STATE_NOT_SERVING),
                "a remote model that has gone is NOT_SERVING",
            )


model()
verifiers()
print(f"{passed} passed, 0 failed")
