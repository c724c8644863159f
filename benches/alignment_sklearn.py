"""The ten nearest right clauses of every left one with scikit-learn: prints seconds, seconds of all cores, and peak MB.

Called by `cargo bench --bench alignment` with a folder, the number of clauses and the analyzer.
"""

import json
import pathlib
import resource
import sys
import time

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer

folder, size, analyzer = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
left, right = (
    [json.loads(line)["text"] for line in open(folder / f"{side}.jsonl", encoding="utf-8")]
    for side in ("left", "right")
)
assert len(left) == len(right) == size
best = float("inf")
RUNS = 2
before = time.process_time()
for _ in range(RUNS):
    start = time.perf_counter()
    grams = (3, 5) if analyzer == "char_wb" else (1, 1)
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=grams, sublinear_tf=True)
    vectors = vectorizer.fit_transform(left + right)
    ours, theirs = vectors[:size], vectors[size:].T.tocsr()
    # Row by row blocks: all similarities at once would not fit.
    for at in range(0, size, 500):
        block = (ours[at : at + 500] @ theirs).toarray()
        nearest = numpy.argpartition(-block, 10, axis=1)[:, :10]
    best = min(best, time.perf_counter() - start)
cpu = (time.process_time() - before) / RUNS
print(best, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
