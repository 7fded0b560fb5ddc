"""`budgetplan explain`: where a figure comes from."""

from __future__ import annotations

import click

from ..errors import UsageError
from .kinds import Command, Depth, Text, as_json, scenario
from .output import Output

EXAMPLES = [
    ("budgetplan explain my-plan total_request", "the request, one step after another"),
    ("budgetplan explain my-plan CC-117", "what a position costs"),
    ("budgetplan explain my-plan 'wages[CC-117, 2027-11]'", "a line, of one position, in one month"),
    ("budgetplan explain my-plan 'Budget!H8' --depth 1", "a cell of the workbook, one step down"),
]


@click.command("explain", cls=Command, examples=EXAMPLES)
@click.argument("what", nargs=-1, required=True, metavar="[DIR] WHAT", type=Text("a line, an id or a cell", "figures"))
@scenario("In which scenario.")
@click.option(
    "--depth", metavar="N", type=Depth(), default=3, help="How many steps down; 0 is the figure alone.  [default: 3]"
)
@as_json
@click.pass_obj
def explain(out: Output, what: tuple[str, ...], scenario: str, depth: int) -> int:
    """Say why a figure is what it is, down to the YAML line.

    WHAT is a line (wages), a row and month of it (wages[CC-117, 2027-11]), the id of a position, operating line or
    unit (CC-117, bill-postage), or a cell of the workbook (Budget!H8). Put names with blanks, brackets or ! in
    quotes. DIR is the folder of the plan (default: assumptions).
    """
    from ..plan import load

    if len(what) > 2:
        raise UsageError(
            f"Give a plan folder and one figure, not {len(what)} words; put a cell in quotes: 'Position Costs!K8'."
        )
    out.folder = what[0] if len(what) == 2 else "assumptions"
    out.stage(f"Reading {out.folder}", window_only=True)
    plan = load(out.folder)
    out.stage("Calculating", window_only=True)
    result = plan.calculate(scenario)
    if out.json:
        out.data([step.as_dict() for step in result.steps(what[-1], depth)])
    else:
        out.put("\n".join(result.explain(what[-1], depth)))
    return 0
