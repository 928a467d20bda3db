#!/usr/bin/env python3
"""The mutants of each class from PIT's reports, as docs/mutation.csv holds them.

    python3 src/bench/python/mutation.py target/pit-reports

Reads every mutations.xml below the folder and replaces the rows of its run in docs/mutation.csv; rows of
runs without a report stay. A run is the name of the folder that a report lies in. With --classes a report
of some classes of a run (-DreportsDirectory=FOLDER/panel) replaces the rows of these classes alone.
Then it prints the share that was killed, run by run; a mutant whose test never ends is killed.
"""

import argparse
import csv
import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import datetime

TABLE = pathlib.Path(__file__).parents[3] / "docs" / "mutation.csv"
HEAD = ["run", "class", "killed", "timed out", "survived", "no coverage", "other", "measured"]
COLUMNS = ["KILLED", "TIMED_OUT", "SURVIVED", "NO_COVERAGE"]


def rows(report):
    """One row a class, without the package all classes share: inner classes count with theirs."""
    counts = {}
    measured = datetime.fromtimestamp(report.stat().st_mtime).strftime("%Y-%m-%dT%H:%M")
    for mutant in ElementTree.parse(report).getroot():
        name = mutant.findtext("mutatedClass").removeprefix("org.metasift.").split("$")[0]
        counts.setdefault(name, Counter())[mutant.get("status")] += 1
    for name, count in sorted(counts.items()):
        known = [count[column] for column in COLUMNS]
        yield [report.parent.name, name, *known, sum(count.values()) - sum(known), measured]


def killed(row):
    return int(row[2]) + int(row[3]) + int(row[6])  # a crash or a full memory is noticed as well


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--classes", action="store_true", help="keep rows of classes without a report")
    arguments = parser.parse_args()
    reports = sorted(arguments.folder.rglob("mutations.xml"), key=lambda one: one.stat().st_mtime)
    if not reports:
        sys.exit(f"{arguments.folder} holds no mutations.xml: run ./mvnw -B -Pmutation test first")
    new = {(row[0], row[1]): row for report in reports for row in rows(report)}  # the latest counts
    gone = set(new) if arguments.classes else {run for run, _ in new}
    with TABLE.open(newline="") as table:
        kept = [
            row
            for row in list(csv.reader(table))[1:]
            if ((row[0], row[1]) if arguments.classes else row[0]) not in gone
        ]
    every = sorted(kept + [[str(cell) for cell in row] for row in new.values()])
    with TABLE.open("w", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(every)
    for run in [*sorted({row[0] for row in every}), None]:
        own = [row for row in every if run in (None, row[0])]
        mutants = sum(int(cell) for row in own for cell in row[2:7])
        good = sum(killed(row) for row in own)
        print(f"{run or 'all':18} {mutants:6,} mutants, {good:6,} killed, {100 * good / mutants:.1f} %")


if __name__ == "__main__":
    main()
