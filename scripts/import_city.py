"""Makes a plan of a city's exports: `python3 scripts/environment.py scripts/import_city.py MAPPING FOLDER`.

MAPPING is a YAML file that says what the columns of a payroll roster and of an adopted budget are (docs/import.md);
FOLDER is a new folder for the plan. The exports stand beside the mapping, or in the folder behind --data, or in folders
right inside it.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from budgetplan.errors import BudgetplanError
from budgetplan.importing.city import Imported, import_city


def main(arguments: list[str] | None = None) -> int:
    """Imports, and says what was read and how it ties; 0 when done, else 1, 2 or 3 as `budgetplan` itself."""
    parser = argparse.ArgumentParser(description="Make a plan of a city's payroll roster and adopted budget.")
    parser.add_argument("mapping", metavar="MAPPING", help="the YAML file that says what is what")
    parser.add_argument("folder", metavar="FOLDER", help="a new folder for the plan")
    parser.add_argument("--data", metavar="DIR", help="where the exports are; beside the mapping if not given")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an old console may lack the letters of an export
    try:
        report(given.folder, import_city(given.mapping, given.folder, given.data))
    except BudgetplanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Stopped. Nothing was half-written.", file=sys.stderr)
        return 1
    except OSError as error:  # a disk that is full under a draft; a reader of the output that has gone
        print(f"{error.filename or 'The output'}: {error.strerror or error}.", file=sys.stderr)
        return 3
    return 0


def report(folder: str, done: Imported) -> None:
    """What was done, for people: results on stdout, rows that could not be mapped on stderr."""
    for one in done.read.values():
        export, number, lost = one.export, one.export.counts, one.export.not_mapped
        told = f", {len(lost):,} of them NOT MAPPED" if lost else ""
        aside = number["in"] - number["used"]
        print(f"{export.name}: {number['in']:,} rows in, {number['used']:,} used, {aside:,} set aside{told}.")
        for tie in one.ties:
            print(f"  {tie.total.label}: {tie.words}")
        for row in lost:
            print(f"{export.place(row.line)}: not mapped: {row.why}", file=sys.stderr)
    for note in done.notes:
        print(f"note: {note}", file=sys.stderr)
    print(f"{folder}: a plan of {len(done.files)} files. Next: budgetplan check {folder}")


if __name__ == "__main__":
    sys.exit(main())
