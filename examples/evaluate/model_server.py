"""Serves a GGUF model behind an OpenAI-compatible endpoint: model_server.py FILE.

Prints where it listens when the model is loaded, and serves until it is ended.
"""

import sys
import threading

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.port = 0
params.n_ctx = 8192
params.n_parallel = 1
# On few processors, threads that wait for each other are slower than one.
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1

server = xllamacpp.Server(params)
print("listening on", server.listening_address, flush=True)
threading.Event().wait()
