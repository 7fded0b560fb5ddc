"""What every test has: the option for slow tests, LibreOffice where a test needs it, and a loud end of the run."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import needs
import pytest
from hypothesis import settings
from proof import Written, written
from rich_plan import rich_plan

SLOW_LEFT_OUT = pytest.StashKey[int]()

# No deadline: a shared machine is slow at times. In CI the same examples each time: what lands is not left to chance.
settings.register_profile("budgetplan", deadline=None, derandomize=needs.in_ci(), print_blob=True)
settings.load_profile("budgetplan")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Slow tests are for CI, and for whoever asks."""
    parser.addoption("--slow", action="store_true", help="run the slow tests as well (always so in CI)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the slow tests out, unless they are asked for with --slow, with -m, or by CI."""
    if config.getoption("--slow") or needs.in_ci() or "slow" in config.getoption("markexpr"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.stash[SLOW_LEFT_OUT] = len(slow)
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several processes tells the one that reports how many slow tests it left out."""
    if (told := getattr(session.config, "workeroutput", None)) is not None:
        told["slow left out"] = session.config.stash.get(SLOW_LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Each process collects the same tests, so the last one's number is everybody's."""
    node.config.stash[SLOW_LEFT_OUT] = getattr(node, "workeroutput", {}).get("slow left out", 0)


@pytest.fixture(scope="session")
def libreoffice() -> Path:
    """LibreOffice's program; see needs.py for what happens without it."""
    return needs.libreoffice()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The example plan, calculated, and its workbook; nobody changes it."""
    return written(needs.ROOT / "assumptions", tmp_path_factory.mktemp("example") / "operating_budget.xlsx")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The small plan, calculated, and its workbook; nobody changes it."""
    return written(needs.SMALL_PLAN, tmp_path_factory.mktemp("small") / "small.xlsx")


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A plan of few people with inputs of every kind, calculated, and its workbook; nobody changes it."""
    folder = tmp_path_factory.mktemp("rich")
    return written(rich_plan(folder / "plan"), folder / "rich.xlsx")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says what this run did not prove: a line of dots with an s in it is too quiet."""
    reasons = reasons_of(terminalreporter.stats.get("skipped", ()))
    slow = config.stash.get(SLOW_LEFT_OUT, 0)
    if not reasons and not slow:
        return
    terminalreporter.section("NOT PROVEN BY THIS RUN", sep="!", red=True, bold=True)
    for reason, places in reasons.items():
        terminalreporter.write_line(f"* {reason.removeprefix(needs.NOT_PROVEN)}", yellow=True)
        more = f" and {len(places) - 5} more" if len(places) > 5 else ""
        terminalreporter.write_line(f"  skipped: {', '.join(places[:5])}{more}")
    if slow:
        terminalreporter.write_line(f"* Slow tests left out: {slow}. Run them with --slow.", yellow=True)


def reasons_of(reports: Iterable[pytest.TestReport | pytest.CollectReport]) -> dict[str, list[str]]:
    """The skipped tests by reason, so that one missing tool is one line."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        if isinstance(report.longrepr, tuple):
            reasons[report.longrepr[2].removeprefix("Skipped: ")].append(report.nodeid)
    return reasons
