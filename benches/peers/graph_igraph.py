"""The work of `benches/analysis.rs` with igraph: prints the CPU seconds of the analysis alone.

`graph_igraph.py NODES REACHABILITIES < edges`, an edge a line as two numbers.
"""

import sys
import time

import igraph

nodes, reachabilities = int(sys.argv[1]), int(sys.argv[2])
edges = [tuple(map(int, line.split())) for line in sys.stdin]
start = time.process_time()
graph = igraph.Graph(n=nodes, edges=edges, directed=True)
components = graph.connected_components(mode="strong")
condensed = components.cluster_graph().simplify()
order = condensed.topological_sorting()
reached = sum(
    len(graph.subcomponent(at * (nodes // reachabilities), mode="out")) for at in range(reachabilities)
)
print(time.process_time() - start, len(components), len(order), reached)
