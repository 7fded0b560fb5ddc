"""Net 5: the model of our small plan as text, one line for each line of the model, reviewed as a diff.

After a change that is meant: `python tests/workbook/test_golden.py`, then read the diff of `golden_lines.txt`.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

if __name__ == "__main__":  # as a program, it finds what pytest finds by its settings
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]


from needs import SMALL_PLAN

from budgetplan.model.blocks import Line
from budgetplan.model.explain import in_words
from budgetplan.plan import load
from budgetplan.workbook.formula_text import address
from budgetplan.workbook.places import filled, template

GOLDEN = Path(__file__).with_name("golden_lines.txt")
RENEW = "python tests/workbook/test_golden.py"


def dump() -> list[str]:
    """`key | home | first formula | words` of every line, in the order of the model."""
    result = load(SMALL_PLAN).calculate()
    model, homes = result.model, result.layout().homes
    lines = []
    for key, line in model.blocks.items():
        if isinstance(line, Line):
            home = homes[key]
            formula = filled(template(model, homes, line), 0, 0)
            words = in_words(model, line)
            lines.append(f"{key} | {home.sheet}!{address(home.row + 1, home.column + 1)} | ={formula} | {words}")
    return lines


def test_every_line_of_the_model_is_as_it_was_reviewed() -> None:
    was, now = GOLDEN.read_text(encoding="utf-8").splitlines(), dump()
    changes = list(difflib.unified_diff(was, now, "reviewed", "now", lineterm="", n=0))
    assert not changes, "The model changed:\n" + "\n".join(changes) + f"\nIf that is meant: {RENEW}"


def test_every_line_of_the_model_has_a_home() -> None:
    result = load(SMALL_PLAN).calculate()
    homeless = set(result.model.trees) - set(result.layout().homes)
    assert homeless == set(), "a line that stands nowhere cannot be checked by anybody"


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(dump()) + "\n", encoding="utf-8", newline="\n")
    print(f"{GOLDEN}: {len(dump())} lines. Read the diff before you commit it.")
