"""The import itself, from the mapping to the folder: nothing is written unless everything ties."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from budgetplan.assumptions.read import Document
from budgetplan.errors import AssumptionError, FileError, Place, Problem, the_first
from budgetplan.importing.amounts import imported_budget
from budgetplan.importing.controls import ReadExport, tie_problems, ties_of
from budgetplan.importing.draft import Found, draft_files
from budgetplan.importing.exports import read_export
from budgetplan.importing.finding import registers_of
from budgetplan.importing.log import NAME, log_text
from budgetplan.importing.mapping import problem_at, read_mapping
from budgetplan.importing.positions import imported_roster
from budgetplan.importing.proof import prove
from budgetplan.importing.rows import Export
from budgetplan.importing.schema import Mapping, Source
from budgetplan.importing.unused import notes_of, unused_problems
from budgetplan.new_folder import put


@dataclass(frozen=True)
class Imported:
    """What an import did: the files that it wrote, the exports by their part of the mapping, notes."""

    files: list[str]
    read: dict[str, ReadExport]
    notes: list[str]


def import_city(mapping_file: str | Path, folder: str | Path, data: str | Path | None = None) -> Imported:
    """Makes a plan in a new or empty folder from the exports that a mapping names.

    The exports are looked for in `data`, else beside the mapping. Raises AssumptionError with all that is wrong with
    the mapping, with rows that are not mapped, with totals that do not tie, or where the plan cannot be calculated;
    FileError where a file cannot be read or written; UsageError where the folder is not empty. Then nothing is written.
    """
    path = Path(mapping_file)
    mapping, document = read_mapping(path)
    exports = _exports(mapping, document, Path(data) if data is not None else path.parent)
    found = _found(mapping, document, exports)
    for name, source in mapping.sources.items():
        document.problems += tie_problems(found.read[name], name, document)
        document.problems += _not_mapped_problems(source, exports[name], name, document)
    document.problems += unused_problems(found, document)
    if document.problems:
        raise AssumptionError(document.problems)
    files = draft_files(found)
    prove(files, found, document)
    notes = notes_of(found, document)
    files[NAME] = log_text(found, notes).encode()
    put(folder, files, only_empty=True)
    return Imported(list(files), dict(found.read), notes)


def _exports(mapping: Mapping, document: Document, folder: Path) -> dict[str, Export]:
    """The exports by their part of the mapping; raises AssumptionError where one of them does not fit it, and
    FileError where one cannot be read.
    """
    found: dict[str, Export] = {}
    unreadable: list[str] = []
    for name, source in mapping.sources.items():
        try:
            export = read_export(source, name, folder, document)
        except FileError as error:
            unreadable.append(str(error))
            continue
        if export is not None:
            found[name] = export
    if unreadable:
        raise FileError("\n".join([*unreadable, *map(str, sorted(set(document.problems)))]))
    if document.problems:
        raise AssumptionError(document.problems)
    return found


def _found(mapping: Mapping, document: Document, exports: dict[str, Export]) -> Found:
    """What the rows of the exports become, and how they tie."""
    registers = registers_of(mapping)
    roster = imported_roster(mapping.roster, exports["roster"], registers) if mapping.roster else None
    budget = imported_budget(mapping.budget, exports["budget"], registers) if mapping.budget else None
    read = {name: ReadExport(exports[name], ties_of(source, exports[name])) for name, source in mapping.sources.items()}
    return Found(mapping, document.data, read, registers, roster, budget)


def _not_mapped_problems(source: Source, export: Export, name: str, document: Document) -> list[Problem]:
    """Rows that nobody can place, where they are not as many as the mapping says."""
    lost = export.not_mapped
    if len(lost) == source.not_mapped:
        return []
    rows = f"{len(lost):,} row{'s' * (len(lost) != 1)} of {export.name} {'is' if len(lost) == 1 else 'are'} not mapped"
    told = f"{rows}, and `not_mapped` says {source.not_mapped:,}" if source.not_mapped else rows
    them = "it" if len(lost) == 1 else "them"
    right = f"map {them}, leave {them} out with a reason, or write `not_mapped: {len(lost)}` to import without {them}"
    told += f": {right}" if lost else ": remove it"
    at = (name, "not_mapped") if source.not_mapped else (name,)
    each = [Problem(Place(export.name, one.line, 1), "", f"not mapped: {one.why}") for one in lost]
    return [problem_at(document, at, f"{told}. Nothing was written"), *the_first(each)]
