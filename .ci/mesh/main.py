"""Runs all parts side by side: they wait more than they work."""

import concurrent.futures
import os
import sys
import traceback

import affinity
import drain
import ejection
import manifests
import parts
import retries
import samples
import streams
import transcoding

PARTS = [samples, manifests, streams, drain, retries, transcoding, ejection, affinity]


def main():
    pool = concurrent.futures.ThreadPoolExecutor(len(PARTS))
    running = {pool.submit(part.run): part.__name__ for part in PARTS}
    for done in concurrent.futures.as_completed(running):
        if done.exception():
            fail(running[done], done.exception())
    parts.end_all()


def fail(part, error):
    if not isinstance(error, parts.Wrong):
        traceback.print_exception(error)
    print(f"FAILED: {part}: {error}", file=sys.stderr, flush=True)
    parts.end_all()
    # The other parts are in the middle of theirs.
    os._exit(1)


main()
