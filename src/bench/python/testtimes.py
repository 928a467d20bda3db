"""Where the time of the tests goes: the seconds of each class, from Surefire's reports.

    python3 src/bench/python/testtimes.py target/surefire-reports [LEAST_SECONDS]

Prints CSV: class, tests, seconds; the dearest first, those below LEAST_SECONDS (1) in one row.
"""

import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path


def main(folder, least=1.0):
    seconds, tests = defaultdict(float), defaultdict(int)
    for report in Path(folder).glob("TEST-*.xml"):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            name = case.get("classname").removeprefix("org.metasift.")
            seconds[name] += float(case.get("time").replace(",", ""))
            tests[name] += 1
    if not seconds:
        sys.exit(f"{folder} holds no reports: run ./mvnw -B verify")
    print("class,tests,seconds")
    dear = [name for name in sorted(seconds, key=seconds.get, reverse=True) if seconds[name] >= least]
    for name in dear:
        print(f"{name},{tests[name]},{seconds[name]:.1f}")
    rest = [name for name in seconds if name not in dear]
    print(f"{len(rest)} others,{sum(tests[n] for n in rest)},{sum(seconds[n] for n in rest):.1f}")
    print(f"all,{sum(tests.values())},{sum(seconds.values()):.1f}")


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:3]))
