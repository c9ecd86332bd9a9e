"""Runs the terminal client as a person and as a script would, and checks what they get."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

import pyte

ROOT = os.getcwd()
PLANGEN = os.path.join(ROOT, "examples/bin/plangen")
PACED = os.path.join(ROOT, "examples/quickstart/quickstart.yaml")
MONDAY = """You need to schedule a meeting for Ann and Ben for half an hour between the work hours of 9:00 to \
17:00 on Monday. \n\nHere are the existing schedules for everyone during the day: \nAnn has meetings on Monday \
during 9:00 to 12:00; \nBen has blocked their calendar on Monday during 13:00 to 16:30; \n\nFind a time that works \
for everyone's schedule and constraints. """


def check(holds, what, seen=""):
    if not holds:
        sys.exit(f"FAILED: {what}\n{seen}")
    print(f"ok: {what}", flush=True)


def run(*arguments, stdin="", program=PLANGEN, cwd=None, **environment):
    return subprocess.run([program, *arguments], input=stdin, capture_output=True, text=True, timeout=120,
                          cwd=cwd, env={**os.environ, **environment})


def gives(what, done, status, out="", err=""):
    seen = f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    check(done.returncode == status and re.search(out, done.stdout) and re.search(err, done.stderr)
          and "\tat " not in seen and "Exception" not in seen, what, seen)
    return done


def state(run_id):
    for _ in range(50):
        for line in run("runs", "--json", "-n", "1000").stdout.splitlines():
            run_ = json.loads(line)
            if run_["run_id"] == run_id and run_["state"] != "RUN_STATE_RUNNING":
                return run_["state"]
        time.sleep(0.1)
    return "RUN_STATE_RUNNING"


class Terminal:
    """A process on a terminal, and what its screen shows."""

    def __init__(self, columns, rows, *arguments, **environment):
        self.screen = pyte.HistoryScreen(columns, rows, history=1000, ratio=1)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child, self.fd = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", **environment)
            os.execv(PLANGEN, [PLANGEN, *arguments])
        self.resize(columns, rows)

    def resize(self, columns, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def text(self):
        above = ["".join(line[x].data for x in range(self.screen.columns)) for line in self.screen.history.top]
        return "\n".join(line.rstrip() for line in [*above, *self.screen.display])

    def until(self, pattern, seconds=60):
        """Reads until the screen shows it, or the process ends."""
        end = time.time() + seconds
        while not re.search(pattern, self.text()):
            if time.time() > end:
                sys.exit(f"FAILED: the screen never shows {pattern}\n{self.text()}")
            if not self.read():
                return False
        return True

    def read(self):
        if not select.select([self.fd], [], [], 1)[0]:
            return True
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += got
        self.stream.feed(got)
        return bool(got)

    def end(self):
        while self.read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


def simple_commands(work):
    gives("models lists the models", run("models"), 0, out="offline/planner")
    gives("algorithms lists the algorithms", run("algorithms"), 0, out="(?s)best_of_n.*mixture")
    plan = gives("solve writes the plan alone", run("solve", MONDAY), 0, out=r"\AHere is the proposed time: .*\n\Z",
                 err="(?s)verified.*model calls.*run 0")
    gives("solve reads standard input", run("solve", stdin=MONDAY), 0, out="proposed time")
    with open(f"{work}/problem", "w") as file:
        file.write(MONDAY)
    with open(f"{work}/plan", "w") as file:
        file.write(plan.stdout)
    with open(f"{work}/wrong", "w") as file:
        file.write("Here is the proposed time: Monday, 11:30 - 12:00")
    problem = ("-f", f"{work}/problem")
    streamed = gives("solve --stream tells every step", run("solve", "-s", *problem), 0,
                     out="(?s)Extracting.*Writing.*candidate 1.*Verifying.*score.*The plan.*model calls")
    check("\x1b" not in streamed.stdout, "into a pipe come no escape codes")
    lines = run("solve", "-s", "--json", *problem).stdout.splitlines()
    check([json.loads(line)["status"] for line in lines] == ["STEP_STATUS_IN_PROGRESS", "STEP_STATUS_COMPLETE"] * 4,
          "solve --stream --json writes the eight updates")
    updates = [json.loads(line) for line in run("solve", "-s", "--json", "--events", "--deltas", *problem).stdout.splitlines()]
    check(any("text_delta" in u.get("progress", {}) for u in updates)
          and any("candidate_verified" in u.get("progress", {}) for u in updates), "--events and --deltas add to them")
    base = json.loads(run("solve", "--json", "--seed", "3", "-a", "best_of_n", "-p", "candidates=2", *problem).stdout)
    check(len(base["result"]["solutions"]) == 2, "solve --json writes the response, with the algorithm's parameters")
    again = run("rejudge", base["run_id"], "-v", "calendar", "--json")
    result = json.loads(again.stdout)["result"]
    check(result["solutions"] == base["result"]["solutions"] and int(result["usage"].get("model_calls", 0)) == 0
          and result["selected_solution"]["sound"], "rejudge lets another verifier judge, without a model call", again.stdout)
    gives("rejudge without a change is no use", run("rejudge", base["run_id"]), 2, err="--verifier")
    gives("a search shows its steps", run("solve", "-s", "-a", "tree_of_thought", "-p", "branching=2", *problem), 0,
          out="step tot/1")
    gives("verify passes a right plan", run("verify", "--plan", f"{work}/plan", "-v", "calendar", *problem), 0, out="passed")
    gives("verify rejects a wrong plan", run("verify", "--plan", f"{work}/wrong", "-v", "calendar", *problem), 1,
          out="(?s)rejected.*busy")
    gives("a plan that is not verified is status 1", run("solve", "-t", "100", "-v", "math", *problem), 1, err="not verified")
    gives("watch shows a run from its beginning", run("watch", base["run_id"]), 0, out="(?s)Extracting.*The plan")
    gives("watch --after its end says so", run("watch", base["run_id"], "--after", "1000000"), 2, err="--after")
    run("solve", "-l", "who=ann", "--request-id", f"terminal-{os.getpid()}", *problem)
    gives("runs lists by label", run("runs", "-l", "who=ann", "--state", "complete"), 0,
          out=f"(?s)RUN.*complete.*terminal-{os.getpid()} who=ann")
    gives("cancel leaves a run that has ended", run("cancel", base["run_id"]), 0, out="ended already")
    gives("generate tells why not, where the model does not", run("generate", "Tell me a joke"), 70, err="offline")
    link = f"{work}/link"
    os.symlink(PLANGEN, link)
    gives("the launcher works through a symlink, from anywhere", run("models", program=link, cwd=work), 0, out="offline")


def wrong_use(work):
    gives("an unknown option is status 2", run("solve", "--nonsense", "x"), 2, err="--nonsense")
    gives("all wrong fields are told by their options",
          run("solve", "x", "-t", "500", "-a", "best_of_n", "-p", "candidates=99", "--temperature", "9"), 2,
          err="(?s)(?=.*--threshold)(?=.*--param candidates)(?=.*--temperature)")
    gives("an unknown algorithm is told", run("solve", "x", "-a", "guess"), 2, err="one of best_of_n")
    gives("an unknown model is told with a remedy", run("solve", "x", "-m", "no/such"), 2, err="plangen models")
    gives("an unknown run is told with a remedy", run("watch", "0190"), 2, err="plangen runs")
    gives("no file is told", run("solve", "-f", f"{work}/none"), 2, err="no such file")
    gives("no problem is told", run("solve"), 2, err="There is no problem")
    closed = subprocess.run(["bash", "-c", f"'{PLANGEN}' solve <&-"], capture_output=True, text=True, timeout=60)
    gives("standard input that is closed is no problem given", closed, 2, err="There is no problem")
    gives("an unreachable server is told", run("models", PLANGEN_TARGET="127.0.0.1:1"), 69, err="nothing listens")
    gives("TLS to a server without it is told", run("models", "--tls"), 69, err="--plaintext")
    piped = subprocess.run(["bash", "-c", f"'{PLANGEN}' solve -s -f '{work}/problem' | head -1; exit ${{PIPESTATUS[0]}}"],
                           capture_output=True, text=True, timeout=60)
    gives("a reader who leaves ends it quietly", piped, 141, err=r"\A\Z")


def interrupts(target):
    """Against a server at a pace at which a person can press Ctrl-C."""
    problem = ("-f", "examples/quickstart/problem.txt", "--target", target)
    solving = subprocess.Popen([PLANGEN, "solve", "-s", *problem], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    run_id = None
    while run_id is None:
        run_id = (re.findall(r"^Run (\S+)", solving.stdout.readline()) or [None])[0]
    solving.send_signal(signal.SIGINT)
    _, err = solving.communicate(timeout=30)
    check(solving.returncode == 130 and f"Cancelled run {run_id}." in err, "Ctrl-C says that it cancels the run", err)
    check(state(run_id) == "RUN_STATE_CANCELLED", "Ctrl-C cancels the run at the server")
    started = run("solve", "-d", *problem).stdout.strip()
    watching = subprocess.Popen([PLANGEN, "watch", started, "--target", target], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)
    while "Extracting" not in watching.stdout.readline():
        pass
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=30)
    check(watching.returncode == 130 and "goes on" in err, "Ctrl-C leaves a run that is watched", err)
    gives("cancel cancels a run", run("cancel", started), 0, out="is cancelled")
    check(state(started) == "RUN_STATE_CANCELLED", "it is cancelled at the server")
    gives("to watch a cancelled run is status 130", run("watch", started), 130, err="(?i)cancel")

    wide = Terminal(60, 40, "solve", "-s", "--seed", "274", *problem)
    wide.until("reading the problem  .*[a-z]")
    check("model call" in wide.text(), "on a terminal the text grows, with what it costs", wide.text())
    wide.resize(100, 40)
    wide.until("(writing|judging) candidate")
    status = wide.end()
    text = wide.text()
    check(status == 0 and "verified" in text and "reading the problem" not in text and "judging" not in text
          and text.count("Extracting") == 1, "the block leaves nothing behind, resized too", text)
    narrow = Terminal(30, 12, "solve", "-s", *problem, NO_COLOR="1")
    narrow.until("reading the problem")
    os.write(narrow.fd, b"\x03")
    status = narrow.end()
    check(status == 130 and "Cancelled run" in narrow.text().replace("\n", " "), "Ctrl-C typed on a narrow terminal cancels", narrow.text())
    check(b"\x1b[2m" not in narrow.raw and b"\x1b[1m" not in narrow.raw, "NO_COLOR is honoured")


with tempfile.TemporaryDirectory() as work:
    gives("--help tells the exit status", run("--help"), 0, out="Exit status")
    simple_commands(work)
    wrong_use(work)
    server = subprocess.Popen(["server/bin/plangen-server", "--port", "0", "--config", PACED], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        os.environ["PLANGEN_TARGET"] = server.stdout.readline().split()[-1]
        interrupts(os.environ["PLANGEN_TARGET"])
    finally:
        server.terminate()
        server.wait()
