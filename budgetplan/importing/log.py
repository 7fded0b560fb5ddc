"""The log of an import: what was read, what was used, what was set aside and why, and how it ties."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetplan.importing.controls import Tie
from budgetplan.importing.draft import Found
from budgetplan.importing.money import shown
from budgetplan.importing.rows import KINDS, Export

NAME = "import_log.md"


def log_text(found: Found, notes: Sequence[str]) -> str:
    """The log as Markdown."""
    lines = ["# Import log", "", "What was read, what became of it, and how it ties to the source.", ""]
    read = found.read.values()
    for one in read:
        lines += _export(one.export) + _ties(one.ties)
    lines += _positions(found) + _amounts(found)
    if notes:
        lines += ["## Notes", "", *(f"- {note}" for note in notes), ""]
    lines += ["## Rows that were set aside", ""]
    aside = [(one.export, row) for one in read for row in sorted(one.export.aside, key=lambda row: row.line)]
    if not aside:
        return "\n".join([*lines, "None."]) + "\n"
    lines += ["| where | kind | why | what it says |", "|---|---|---|---|"]
    lines += [f"| {export.place(a.line)} | {a.kind} | {_cell(a.why)} | {_cell(a.text)} |" for export, a in aside]
    return "\n".join(lines) + "\n"


def _export(export: Export) -> list[str]:
    number = export.counts
    aside = sum(number[kind] for kind in KINDS)
    lines = [f"## {export.name}", ""]
    lines += [f"sha256 {export.digest}; {export.encoding}, separated by {export.separator}.", ""]
    lines += ["| rows | count |", "|---|---:|", f"| in the file | {number['in']:,} |", f"| used | {number['used']:,} |"]
    lines += [f"| set aside | {aside:,} |"]
    lines += [f"| set aside: {kind} | {number[kind]:,} |" for kind in KINDS if number[kind]]
    unread = ", ".join(export.not_read) or "none"
    return [*lines, "", f"Blank lines below the headings: {export.blank:,}. Columns that are not read: {unread}.", ""]


def _ties(ties: list[Tie]) -> list[str]:
    lines = ["| control total | the source says | the import comes to | rows | of it left out | ties |"]
    lines += ["|---|---:|---:|---:|---:|---|"]
    for tie in ties:
        sums = [shown(tie.total.amount), shown(tie.amount), f"{tie.rows:,}", shown(tie.left_out[0])]
        lines.append("| " + " | ".join([_cell(tie.total.label), *sums, "yes"]) + " |")
    return [*lines, ""]


def _positions(found: Found) -> list[str]:
    if not found.kinds:
        return []
    lines = ["## Positions", "", "Source: a year's pay at full time, or what is paid where the export says that; "]
    lines[-1] += "fractions of cents are rounded in each row. Paid: salary x FTE, before raises."
    lines += [
        "",
        "| file | positions | FTE | source | written | rounding | paid |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for kind in found.kinds:
        fte = sum((one.fte for one in kind.positions), Decimal(0))
        paid = sum((one.paid for one in kind.positions), Decimal(0))
        sums = [shown(one) for one in (kind.exact, kind.written, kind.exact - kind.written, paid)]
        lines.append("| " + " | ".join([kind.jobs.file, f"{len(kind.positions):,}", f"{fte:,.2f}", *sums]) + " |")
    return [*lines, ""]


def _amounts(found: Found) -> list[str]:
    if found.budget is None:
        return []
    lines = ["## Amounts", "", "Source = written + rounding, exactly; fractions of cents are rounded in each row.", ""]
    lines += ["| column | history | rows | source | written | rounding | of it operating lines | left to the roster |"]
    lines += ["|---|---|---:|---:|---:|---:|---:|---:|"]
    for one in found.budget.sums:
        stage = f"FY{one.figures.fiscal_year} {one.figures.stage}" if one.figures.history else "none"
        used = [shown(one.in_lines), shown(one.written - one.in_lines)] if one.figures.lines else ["", ""]
        told = [_cell(one.figures.column), stage, f"{one.rows:,}", shown(one.exact), shown(one.written)]
        lines.append("| " + " | ".join([*told, shown(one.exact - one.written), *used]) + " |")
    return [*lines, ""]


def _cell(text: str) -> str:
    """A text in a table of Markdown."""
    return text.replace("|", "\\|")
