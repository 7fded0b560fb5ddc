"""What a calculation shows that nobody asked for, and that a manager has to know in time."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import Place, Problem
from ..model.blocks import Array


def payday_notes(values: Mapping[str, Array], place: Place) -> list[Problem]:
    """Fiscal years of the plan, or of the two that follow, with more paydays than a salary is divided by; and, where
    people are paid by the hour, with more hours than a full-time year.
    """
    found = []
    years = values.get("pay_years.pay_year")
    if years is None:
        return []
    hourly = values.get("positions.hourly")
    by_the_hour = hourly is not None and bool((hourly[0] == 1).any())
    for row, year in enumerate(years[0, :, 0]):
        paydays, extra, over = (
            float(values[f"pay_years.{name}"][0, row, 0]) for name in ("paydays_of_year", "extra_payday", "hours_over")
        )
        if extra:
            words = f"FY{year:.0f} has {paydays:.0f} paydays: one more to pay on a cash basis, none on accrual"
            found.append(Problem(place, "calendar", words))
        if over > 0 and by_the_hour:
            words = f"FY{year:.0f} has {over:,.0f} hours more than a full-time year: who is paid by the hour earns them"
            found.append(Problem(place, "calendar", words))
    return found


def vacancy_notes(values: Mapping[str, Array], place: Place) -> list[Problem]:
    """That vacancies are budgeted to save more than turnover explains in nine years of ten."""
    if "vacancy_beyond" not in values:
        return []
    budgeted, expected, most, beyond = (
        float(values[f"vacancy_{name}"].flat[0]) for name in ("compared", "expected", "p90", "beyond")
    )
    if not beyond > 0:
        return []
    words = f"vacancies are budgeted to save {-budgeted:,.0f}, where turnover explains {expected:,.0f}, and at most "
    words += f"{most:,.0f} in nine years of ten: {beyond:,.0f} may have to be found elsewhere"
    return [Problem(place, "vacancy", words)]


LARGE = 0.005  # of the budget compared: what a reader of the reconciliation would ask about


def unexplained_notes(values: Mapping[str, Array], place: Place) -> list[Problem]:
    """That a large part of the change from the budget compared is in no step of the reconciliation."""
    if "not_explained_total" not in values:
        return []
    rest, change, before = (
        float(values[name].flat[0]) for name in ("not_explained_total", "total_change", "total_compared")
    )
    if not abs(rest) > LARGE * abs(before):
        return []
    words = f"of the change of {change:,.0f} from the budget compared, {rest:,.0f} is in no step of the reconciliation"
    return [Problem(place, "base_changes", f"{words}: Not explained on Changes by Unit says in which units")]
