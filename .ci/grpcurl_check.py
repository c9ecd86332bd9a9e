"""Calls the running server with grpcurl, as a person would, and checks what it shows."""

import json
import subprocess
import sys

grpcurl, target = sys.argv[1:]

PROBLEM = """You need to schedule a meeting for Ann and Ben for half an hour between the work hours of 9:00 to \
17:00 on Monday. \n\nHere are the existing schedules for everyone during the day: \nAnn has meetings on Monday \
during 9:00 to 12:00; \nBen has blocked their calendar on Monday during 13:00 to 16:30; \n\nFind a time that works \
for everyone's schedule and constraints. """

STEPS = [
    "STEP_EXTRACT_CONSTRAINTS",
    "STEP_GENERATE_SOLUTIONS",
    "STEP_VERIFY_SOLUTIONS",
    "STEP_SELECT_SOLUTION",
]


def call(*arguments):
    command = [grpcurl, "-plaintext", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def messages(text):
    decoder, found = json.JSONDecoder(), []
    while text := text.lstrip():
        message, end = decoder.raw_decode(text)
        found.append(message)
        text = text[end:]
    return found


def check(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


services = call(target, "list").split()
check({"plangen.v1.PlanGenService", "plangen.v1.RunService", "plangen.v1.ModelService"} <= set(services), "reflection lists the services")

request = json.dumps({"problem": PROBLEM, "sampling": {"seed": 7}})
updates = messages(call("-d", request, target, "plangen.v1.PlanGenService/SolveStream"))
seen = [(update["step"], update["status"]) for update in updates]
expected = [(s, f"STEP_STATUS_{status}") for s in STEPS for status in ("IN_PROGRESS", "COMPLETE")]
check(seen == expected, "SolveStream sends the eight updates in order")

solved = messages(call("-d", request, target, "plangen.v1.PlanGenService/Solve"))[0]
check(solved["result"] == updates[-1]["result"], "Solve gives the result of the last update")

named = json.dumps({"request": {"problem": PROBLEM, "sampling": {"seed": 7}, "request_id": "monday"}})
started = messages(call("-d", named, target, "plangen.v1.RunService/StartRun"))[0]
watched = messages(call("-d", '{"request_id": "monday"}', target, "plangen.v1.RunService/WatchRun"))
check([(update["step"], update["status"]) for update in watched] == expected, "WatchRun sends the run")
rest = json.dumps({"run_id": started["run_id"], "after_sequence": watched[2]["sequence"]})
check(messages(call("-d", rest, target, "plangen.v1.RunService/WatchRun")) == watched[3:], "WatchRun resumes")
again = messages(call("-d", named, target, "plangen.v1.RunService/StartRun"))[0]
check(again["run_id"] == started["run_id"] and again["state"] == "RUN_STATE_COMPLETE", "StartRun is idempotent")
listed = messages(call("-d", "{}", target, "plangen.v1.RunService/ListRuns"))[0]
check(listed["runs"][0]["run_id"] == started["run_id"] and len(listed["runs"]) == 3, "ListRuns lists the newest first")
deleted = json.dumps({"run_id": started["run_id"]})
call("-d", deleted, target, "plangen.v1.RunService/DeleteRun")
listed = messages(call("-d", "{}", target, "plangen.v1.RunService/ListRuns"))[0]
check(len(listed["runs"]) == 2, "DeleteRun forgets a run")

health = messages(call(target, "grpc.health.v1.Health/Check"))[0]
check(health == {"status": "SERVING"}, "the server is SERVING")

algorithms = messages(call(target, "plangen.v1.PlanGenService/ListAlgorithms"))[0]["algorithms"]
check([a["name"] for a in algorithms] == ["best_of_n", "tree_of_thought", "rebase", "mixture"], "ListAlgorithms lists four")
for name in (a["name"] for a in algorithms):
    request = {"problem": PROBLEM, "algorithm": {name: {}}, "verifiers": ["calendar", "llm"]}
    result = messages(call("-d", json.dumps(request), target, "plangen.v1.PlanGenService/Solve"))[0]["result"]
    selected = result["selected_solution"]
    check(selected["verified"] and selected["sound"], f"{name} comes to a plan that is proven right")
wrong = {"problem": PROBLEM, "plan": "Here is the proposed time: Monday, 11:30 - 12:00", "verifiers": ["calendar"]}
verdict = messages(call("-d", json.dumps(wrong), target, "plangen.v1.PlanGenService/VerifyPlan"))[0]["verification_result"]
check(verdict["outcome"] == "OUTCOME_VETOED" and verdict["sound"], "calendar vetoes a wrong plan")
check("Ann" in json.dumps(verdict["constraint_verdicts"]), "and says whom it does not suit")
