"""Times pictures of networks, ours and Graphviz's, one after the other on the same networks.

    python3 benches/peers/pictures.py [--binary target/release/interlocks] [--repeat 3]

For each size a folder is generated, its pairs of companies are written as DOT, and both draw them as
SVG: the tool from the folder, Graphviz from the DOT. A peer that needs longer than the limit is stopped.
"""

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time

SIZES = [("1,000 nodes", 6_900, []), ("5,000 nodes", 34_000, []), ("20,000 nodes", 137_000, [])]
LIMIT = 300
# Boxes apart, straight lines: led around boxes, as the DOT asks, a thousand nodes took sfdp minutes.
QUICK = ["-Goverlap=prism", "-Gsplines=line"]


def shortest(command, repeat):
    """The shortest of some runs in seconds; none where it takes longer than the limit or fails."""
    best = None
    for _ in range(repeat):
        begun = time.perf_counter()
        try:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != 0:
            return None
        took = time.perf_counter() - begun
        best = took if best is None else min(best, took)
    return best


def shown(seconds):
    return f"over {LIMIT} s" if seconds is None else f"{seconds:.2f} s" if seconds < 100 else f"{seconds:.0f} s"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--binary", default="target/release/interlocks")
    options.add_argument("--repeat", type=int, default=3)
    options = options.parse_args()
    tool = os.path.abspath(options.binary)
    peers = [peer for peer in ("sfdp", "neato") if shutil.which(peer)]
    print("| picture | nodes | lines | tool |", " | ".join(peers), "| sfdp / tool |")
    print("|---|--:|--:|--:|" + "--:|" * (len(peers) + 1))
    with tempfile.TemporaryDirectory() as place:
        for name, seats, more in SIZES:
            data, dot, svg = (os.path.join(place, f"{seats}{ending}") for ending in ("", ".dot", ".svg"))
            subprocess.run([tool, "generate", data, "--seats", str(seats), "--seed", "1"], check=True, capture_output=True)
            render = [tool, "render", data, "--pairs", *more, "-o"]
            subprocess.run([*render, dot], check=True, capture_output=True)
            ours = shortest([*render, svg], options.repeat)
            text = open(svg, encoding="utf-8").read()
            nodes, lines = (len(re.findall(f'class="{kind}"', text)) for kind in ("node", "edge"))
            # A slow peer is asked once: three runs would take the morning.
            times = [shortest([peer, *QUICK, "-Tsvg", "-o", svg, dot], 1) if nodes < 2_000 or peer == "sfdp" else None for peer in peers]
            ratio = f"{times[0] / ours:.1f}" if peers and peers[0] == "sfdp" and times[0] else "–"
            cells = [shown(took) if nodes < 2_000 or peer == "sfdp" else "not asked" for peer, took in zip(peers, times)]
            print(f"| {name} | {nodes:,} | {lines:,} | {shown(ours)} |", " | ".join(cells), f"| {ratio} |", flush=True)
    boards = "datasets/bigtech-boards"
    with tempfile.TemporaryDirectory() as place:
        svg = os.path.join(place, "timeline.svg")
        took = shortest([tool, "render", boards, "--timeline", "netflix", "meta", "-o", svg], 10)
        print(f"| founding timeline | | | {took * 1000:.0f} ms |" + " |" * (len(peers) + 1))


if __name__ == "__main__":
    main()
