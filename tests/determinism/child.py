"""`python -m tests.determinism.child CORPUS OUTPUT GROUP`: a run with the bundled models, GROUP shards a call."""

from __future__ import annotations

import sys

import pipeline
from pipeline.executors.local import LocalExecutor
from pipeline.offline import network_cut

if __name__ == "__main__":
    corpus, output, group = sys.argv[1:]
    with network_cut():
        pipeline.run(pipeline.load_config(corpus), output, executor=LocalExecutor(int(group)))
