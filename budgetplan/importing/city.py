"""The import itself, from the mapping to the folder: nothing is written unless everything ties."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from budgetplan.assumptions.read import Document
from budgetplan.errors import AssumptionError
from budgetplan.importing.amounts import Ledger, ledger_of
from budgetplan.importing.controls import Tie, tie_problems, ties_of
from budgetplan.importing.exports import read_export
from budgetplan.importing.finding import Register
from budgetplan.importing.log import NAME, Read, counts, log_text
from budgetplan.importing.mapping import SOURCES, read_mapping
from budgetplan.importing.plan_files import Found, plan_files
from budgetplan.importing.positions import Roll
from budgetplan.importing.proof import TryOut, prove
from budgetplan.importing.rows import Export
from budgetplan.importing.schema import Find, Mapping
from budgetplan.names import quoted
from budgetplan.new_folder import put


@dataclass(frozen=True)
class Imported:
    """What an import did: the files that it wrote, the exports with what was set aside, the control totals, notes."""

    files: list[str]
    read: list[Read]
    notes: list[str]
    found: Found

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Rows in, used and set aside, by export."""
        return {export.name: counts(export) for export, _ in self.read}

    @property
    def ties(self) -> list[Tie]:
        """Every control total."""
        return [tie for _, ties in self.read for tie in ties]


def import_city(
    mapping_file: str | Path, folder: str | Path, data: str | Path | None = None, try_out: TryOut | None = None
) -> Imported:
    """Makes a plan in a new or empty folder from the exports that a mapping names.

    The exports are looked for in `data`, else beside the mapping. `try_out` is given a draft of the plan, and may
    refuse it with an AssumptionError. Raises AssumptionError with all that is wrong with the mapping, or where a total
    does not tie; FileError where a file cannot be read or written; UsageError where the
    folder is not empty. In each of these cases nothing is written.
    """
    path = Path(mapping_file)
    mapping, document = read_mapping(path)
    exports = _exports(mapping, document, Path(data) if data is not None else path.parent)
    registers = {
        "fund": Register("fund", [one.code for one in mapping.funds]),
        "unit": Register("unit", [one.id for one in mapping.units]),
        "account": Register("account", [one.code for one in mapping.accounts]),
    }
    roll = Roll(mapping.roster, exports["roster"], registers) if mapping.roster else None
    ledger = _ledger(mapping, exports, registers)
    read: list[Read] = []
    for name, export in exports.items():
        ties = ties_of(getattr(mapping, name), export)
        document.problems += tie_problems(ties, export, name, document)
        read.append((export, ties))
    if document.problems:
        raise AssumptionError(document.problems)
    found = Found(mapping, document.data, registers, roll, ledger)
    files = plan_files(found)
    prove(files, found, document, try_out)
    notes = _notes(mapping, registers)
    files[NAME] = log_text(found, read, notes).encode()
    put(folder, files, only_empty=True)
    return Imported(list(files), read, notes, found)


def _exports(mapping: Mapping, document: Document, folder: Path) -> dict[str, Export]:
    """The exports by their part of the mapping; raises AssumptionError where one of them does not fit it."""
    found = {}
    for name in SOURCES:
        source = getattr(mapping, name)
        export = read_export(source, name, folder, document) if source is not None else None
        if export is not None:
            found[name] = export
    if document.problems:
        raise AssumptionError(document.problems)
    return found


def _ledger(mapping: Mapping, exports: dict[str, Export], registers: dict[str, Register]) -> Ledger | None:
    if mapping.budget is None:
        return None
    labels = {one.code: one.label for one in mapping.accounts}
    return ledger_of(mapping.budget, exports["budget"], registers, labels)


def _notes(mapping: Mapping, registers: dict[str, Register]) -> list[str]:
    """What a mapping names and its export does not have: a slip of the pen, or last year's."""
    notes = []
    for name in SOURCES:
        source = getattr(mapping, name)
        for key, register in registers.items():
            find: Find = getattr(source, key, Find(always="-"))  # a source that is not there maps nothing
            for text, code in find.exact.items():
                if (find.column or "", text, code) not in register.used:
                    notes.append(f"{name}.{key}.exact names {quoted(text)}, which no row of {source.file} has")
    return notes
