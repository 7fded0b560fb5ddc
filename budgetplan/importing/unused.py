"""What a mapping names and no row has: a slip of the pen that would silently count nothing, or count it twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgetplan.assumptions.read import Document
from budgetplan.assumptions.words import path_words
from budgetplan.errors import Problem, nearest
from budgetplan.importing.draft import Found
from budgetplan.importing.find_schema import LISTS
from budgetplan.importing.key_values import Where
from budgetplan.importing.mapping import hint, known_steps, problem_at
from budgetplan.importing.money import shown
from budgetplan.importing.rows import Export, matches
from budgetplan.names import quoted

MOST_TEXTS = 12  # of a column, in a sentence
MOST_SHARED = 5  # labels that several codes have


def unused_problems(found: Found, document: Document) -> list[Problem]:
    """Kinds of jobs, control totals and accounts of personnel that meet no row: what they ask for would be missing."""
    said: list[Problem] = []
    for name, source in found.mapping.sources.items():
        export = found.read[name].export
        for path, where, must_meet in source.conditions((name,)):
            if must_meet and (why := _why_none(where, export)):
                said.append(problem_at(document, path, why))
    for number, kind in enumerate(found.roster.kinds if found.roster else []):
        at = ("roster", "jobs", number)
        if not kind.rows and not _why_none(kind.jobs.where, found.read["roster"].export):
            told = "takes no row: those that it names are left out, or belong to a kind of jobs above it"
            said.append(problem_at(document, at, told))
    return said + list(_personnel_problems(found, document))


def _personnel_problems(found: Found, document: Document) -> Iterator[Problem]:
    """Accounts that the roster shall pay and that there are not: their lines would be in the request as well."""
    if found.budget is None:
        return
    register = found.registers["account"]
    known = sorted({*register.declared, *register.made})
    for number, code in enumerate(found.budget.budget.personnel):
        if code not in known:
            told = f"{quoted(code)} is no account of this mapping or of {found.budget.budget.file}.{hint(code, known)}"
        elif code not in found.budget.accounts:
            told = (
                f"no row of {found.budget.budget.file} goes to the account {quoted(code)}: remove it, or map its rows"
            )
        else:
            continue
        yield problem_at(document, ("budget", "personnel", number), told)


def notes_of(found: Found, document: Document) -> list[str]:
    """What is no mistake, but may not be meant."""
    return [*_unused_texts(found, document), *_unproven(found), *_counted_twice(found), *_labels(found)]


def _unused_texts(found: Found, document: Document) -> Iterator[str]:
    """Texts that a mapping names and its export does not have: misspelt, or last year's."""
    for name, source in found.mapping.sources.items():
        export = found.read[name].export
        named = [(one.path, one.headings, one.texts) for one in source.named((name,))]
        named += [
            ((*path, heading), (heading,), texts)
            for path, where, _ in source.conditions((name,))
            for heading, texts in where.items()
        ]
        for path, headings, texts in named:
            known = {row.cells[heading]: None for heading in headings for row in export.rows}
            folded = {text.casefold() for text in known} if path[-1] == "exact" and path[-2] in LISTS else set()
            for text in texts:
                if text not in known and text.casefold() not in folded:
                    told = f"{path_words(document, known_steps(document, path))} names {quoted(text)}"
                    yield f"{told}, which no row of {export.name} has{'.' * bool(near := nearest(text, known))}{near}"
        for path, where, must_meet in source.conditions((name,)):
            whole = [row for row in export.rows if matches(row, where)]
            if not must_meet and not whole and not _strange(where, export):
                yield f"{path_words(document, path)}: {_why_none(where, export)}"


def _strange(where: Where, export: Export) -> str:
    """The first heading of a condition none of whose texts the export has, or ""."""
    for heading, texts in where.items():
        if not {row.cells[heading] for row in export.rows} & set(texts):
            return heading
    return ""


def _why_none(where: Where, export: Export) -> str:
    """Why no row meets a condition; "" where one does."""
    if any(matches(row, where) for row in export.rows):
        return ""
    if not (heading := _strange(where, export)):
        return f"no row of {export.name} has all of this at once" if where else f"{export.name} has no row of data"
    texts = list(dict.fromkeys(row.cells[heading] for row in export.rows))
    listed = ", ".join(quoted(text) for text in texts[:MOST_TEXTS]) + (", ..." if len(texts) > MOST_TEXTS else "")
    asked = " or ".join(map(quoted, where[heading]))
    return f"no row of {export.name} has {heading} {asked}; it has {listed}"


def _counted_twice(found: Found) -> Iterator[str]:
    """Lines on accounts that the roster pays, or that its taxes and contributions go to; and what nobody pays."""
    budget = found.budget
    if budget is None:
        return
    if budget.budget.personnel and not found.kinds:
        yield "budget.personnel leaves accounts to the roster, and none is imported: nothing in the request pays them"
    paid = {one.at.account for kind in found.kinds for one in kind.positions}
    if found.kinds:
        paid |= _accounts_of_rates(found)
    for code in sorted(paid):
        lines = [line.amount for line in budget.lines if line.at.account == code]
        if lines:
            amount = shown(sum(lines, Decimal(0)))
            told = f"{len(lines):,} operating line{'s' * (len(lines) != 1)}, {amount}, on the account {quoted(code)}"
            yield f"{told}, to which the roster's costs go too: if that counts them twice, add it to budget.personnel"


def _accounts_of_rates(found: Found) -> set[str]:
    """The accounts to which taxes and contributions on the roster's pay go."""
    series = [rate for name, rate in found.mapping.rates.items() if name.endswith("_account")]
    return {str(figure.value) for rate in series for _, figure in rate.steps}


def _unproven(found: Found) -> Iterator[str]:
    """Columns of money that no control total adds up: a figure that is read wrongly there would not be seen."""
    for name, source in found.mapping.sources.items():
        proven = {total.column for total in source.control_totals}
        for heading in dict.fromkeys(source.figures):
            if heading not in proven:
                yield f"no control total of {name} adds up {quoted(heading)}: nothing proves its figures"


def _labels(found: Found) -> Iterator[str]:
    """What was made and is called like something else, or in two ways: two departments or one, two accounts or one."""
    for what, several in LISTS.items():
        made = {one.code for one in found.made(what)}
        same = {
            label: codes
            for label, codes in found.registers[what].labels(made).items()
            if len(codes) > 1 and made & set(codes)
        }
        told = "; ".join(f"{quoted(label)} ({', '.join(codes)})" for label, codes in list(same.items())[:MOST_SHARED])
        more = f"; and {len(same) - MOST_SHARED:,} more labels" if len(same) > MOST_SHARED else ""
        if same:
            yield f"some {several} are called alike: {told}{more}"
        for code, names in found.registers[what].renamed().items():
            yield f"the {what} {quoted(code)} is called {' and '.join(map(quoted, names))}: the first is taken"
