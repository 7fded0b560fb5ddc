"""What stands behind the keys of a mapping: headings and texts of an export, amounts, names of files."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from budgetplan.assumptions import values
from budgetplan.assumptions.money import amount_in
from budgetplan.assumptions.values import Refused


def _heading(raw: Any) -> str:
    """A heading of the export, blanks as one."""
    return " ".join(values.label(raw).split())


def _texts(raw: Any) -> list[str]:
    """One text, or a list of texts."""
    return [" ".join(values.words(one).split()) for one in (raw if isinstance(raw, list) else [raw])]


def _total(raw: Any) -> Decimal:
    """The amount of a control total, with every digit that was typed (the reader of mappings gives it as text)."""
    found = amount_in(raw) if isinstance(raw, str) else None
    if found is None:
        raise Refused("is not an amount: write the total as the source gives it, such as 477461459.12")
    if abs(found) > values.LARGEST:
        raise Refused("is over a trillion (1,000,000,000,000): check the number of zeros")
    return found


def _csv_name(raw: Any) -> str:
    """The name of a CSV file to be written."""
    name = values.label(raw)
    if not name.endswith(".csv") or "/" in name or "\\" in name or name.startswith((".", "~")):
        raise Refused(f'"{name}" is not the name of a CSV file of the new plan: write one such as roster.csv')
    return name


def _positive(raw: Any) -> float:
    """A number over 0."""
    value = values.not_negative(raw)
    if not value:
        raise Refused("is 0: write a number over 0")
    return value


def _some(raw: Any) -> Any:
    """A list of control totals that has any."""
    if raw == []:
        raise Refused("is empty: give at least one total that the source itself says, or nothing is proven")
    return raw


Heading = Annotated[str, BeforeValidator(_heading)]
Texts = Annotated[list[str], BeforeValidator(_texts)]
Amount = Annotated[Decimal, BeforeValidator(_total)]
CsvName = Annotated[str, BeforeValidator(_csv_name)]
Positive = Annotated[float, BeforeValidator(_positive)]
Count = Annotated[int, values.whole_from(0, 1_000_000)]
Where = dict[Heading, Texts]
some = BeforeValidator(_some)
