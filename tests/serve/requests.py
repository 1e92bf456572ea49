#!/usr/bin/env python3
"""Sends requests that schemathesis makes from the description of the API to a running server: none may fail with 5xx, and
every answer must have the status, the media type and the shape that the description gives.

    python3 requests.py BINARY SCHEMATHESIS SECONDS
"""

import re
import subprocess
import sys
import time

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
]


def main(binary: str, schemathesis: str, seconds: float) -> int:
    server = subprocess.Popen(
        [binary, "serve", "datasets/bigtech-boards", "--quiet"], stdout=subprocess.PIPE, text=True
    )
    try:
        page = server.stdout.readline().split()[-1]
        end, seed, requests = time.monotonic() + seconds, 0, 0
        while time.monotonic() < end:
            seed += 1
            run = subprocess.run(
                [
                    schemathesis, "run", f"{page}/api/v1/openapi.json", "--seed", str(seed), "--no-color",
                    "--phases", "coverage,fuzzing", "--max-examples", "100", "--checks", ",".join(CHECKS),
                    "--suppress-health-check", "all", "--request-timeout", "60",
                    "--max-time", str(max(10, round(end - time.monotonic()))),
                ],
                capture_output=True,
                text=True,
            )
            if run.returncode != 0:
                print(run.stdout[-8000:], run.stderr[-2000:])
                return 1
            requests += sum(int(count) for count in re.findall(r"(\d+) generated", run.stdout))
        print(f"{requests} requests in {seed} rounds")
        assert server.poll() is None, "the server has ended"
        return 0
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
