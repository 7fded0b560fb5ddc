"""The command line as a manager meets it: help, wrong use, colours, progress; and what it costs to start."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from commands import python
from needs import SMALL_PLAN

from budgetplan.cli import main
from budgetplan.cli.output import Output
from budgetplan.cli.program import COMMANDS, program
from budgetplan.cli.progress import Progress
from budgetplan.cli.style import green, red, write
from budgetplan.errors import Place, Problem

HEAVY = ("numpy", "pandas", "pydantic", "yaml", "xlsxwriter", "watchfiles", "formualizer")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the surroundings changes how things look."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def commands() -> Iterator[click.Command]:
    context = click.Context(program)
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        yield command


# What it costs to start


@pytest.mark.parametrize("run", ["import budgetplan.cli", "budgetplan.cli.main(['--help'])"])
def test_help_imports_nothing_heavy(run: str) -> None:
    code = f"import sys, budgetplan.cli; {run}; sys.exit(' '.join(set(sys.modules) & set({HEAVY})))"
    assert python("-c", code).stderr.strip() == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_imports_nothing_heavy(command: str) -> None:
    code = f"import sys; from budgetplan.cli import main; main(['{command}', '--help']); "
    code += f"sys.exit(' '.join(set(sys.modules) & set({HEAVY})))"
    assert python("-c", code).stderr.strip() == ""


# Help


def test_help_names_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for name, (_, what) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(what)}$", told, re.M), name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_says_what_it_does_and_gives_examples(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert COMMANDS[name][1] in told, "the list of commands says the same"
    examples = told.partition("Examples:\n")[2]
    assert f"budgetplan {name}" in examples
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: command.name)
def test_every_option_is_explained(command: click.Command) -> None:
    for param in command.params:
        assert not isinstance(param, click.Option) or (param.help or "").endswith((".", "]")), param.name


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"budgetplan \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_no_command_shows_the_help_as_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert (said.out, "Commands:" in said.err) == ("", True)


# Wrong use


WRONG_USE = [
    (["chekc"], 'There is no command "chekc". Did you mean "check"?'),
    (["nonsense"], 'There is no command "nonsense". Commands: init, check, build, '),
    ([""], 'There is no command "". Commands: init, '),
    (["help"], 'There is no command "help": write budgetplan --help, or '),
    (["plan"], 'There is no command "plan"; it is a folder: write budgetplan check plan, or another command'),
    (["--json"], "budgetplan has no option --json. It stands behind the command, as in budgetplan init --json."),
    (["--versoin"], "budgetplan has no option --versoin. Did you mean --version?"),
    (["build", "--scenrio", "low"], "budgetplan build has no option --scenrio. Did you mean --scenario?"),
    (["check", "-q"], "budgetplan check has no option -q. Its options: --help, --json, --strict."),
    (["build", "-o"], "-o needs a value behind it: the folder for the workbooks, as in -o OUT."),
    (["build", "-o", "--json"], "-o --json: give the folder for the workbooks behind -o; --json looks like an option."),
    (["build", "-o", ""], '-o "": give the folder for the workbooks; here it is empty.'),
    (["build", "--only", ""], '--only "": give the workbooks to write; here it is empty.'),
    (["build", "--scenario", ""], '--scenario "": give the id of a scenario; here it is empty.'),
    (["check", ""], '"": give the folder of the plan; here it is empty.'),
    (["check", "--strict=yes"], "--strict takes no value: write --strict alone."),
    (["check", "my", "plan"], "budgetplan check: too many words: plan. Put a name with blanks in quotes."),
    (["watch", "my", "plan"], "budgetplan watch: too many words: plan. Put a name with blanks in quotes."),
    (["explain"], "budgetplan explain needs a line, an id or a cell, as in: budgetplan explain my-plan total_request"),
    (["verify"], "budgetplan verify needs a workbook, as in: budgetplan verify "),
    (["init"], "budgetplan init needs a folder for the new plan, as in: budgetplan init my-plan"),
    (["explain", "plan", "wages", "--depth", "two"], '--depth "two": give a whole number: 0 (the figure alone) or'),
    (["explain", "plan", "wages", "--depth", "-1"], "--depth -1: give 0 (the figure alone) or more."),
    (["completion", "ksh"], '"ksh" is not a shell that this works in. Did you mean "zsh"?'),
    (["completion", "csv"], '"csv" is not a shell that this works in. Give one of bash, zsh, fish.'),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_USE, ids=[" ".join(given) for given, _ in WRONG_USE])
def test_wrong_use_is_one_sentence_that_says_what_would_be_right(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan").mkdir()
    assert main(arguments) == 2
    said = capsys.readouterr()
    if "--json" in arguments:
        told = json.loads(said.out)["error"]
    else:
        told = said.err.splitlines()[0]
        assert said.out == ""
    assert told.startswith(sentence)
    assert [path.name for path in tmp_path.iterdir()] == ["plan"], "nothing was written"


def test_wrong_use_shows_how_the_command_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "a", "b"])
    said = capsys.readouterr().err.splitlines()
    assert said[1:] == ["Usage: budgetplan build [OPTIONS] [DIR]", "budgetplan build --help says more."]


# Odd names and broken streams


def test_a_folder_without_a_plan_is_named_as_it_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["check", "empty"]) == 1
    assert capsys.readouterr().out.startswith('empty: there is no plan in "empty": ')


def test_workbooks_may_be_named_with_a_star(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shells write `*.xlsx` out; the one of Windows leaves that to the program."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.xlsx", "a.xlsx"):
        (tmp_path / name).write_bytes(b"no workbook")
    assert main(["verify", "*.xlsx"]) == 3
    assert "Recalculating a.xlsx" in capsys.readouterr().err
    assert main(["verify", "*.xlsm"]) == 3
    assert "There is no file *.xlsm." in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are not UTF-8")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_name_that_is_not_utf_8_ends_in_a_message(tmp_path: Path, more: list[str]) -> None:
    odd = os.fsdecode(b"\xff\xfe")
    for command in (["check", odd], ["explain", odd, odd], ["verify", odd], ["init", odd]):
        done = python("-m", "budgetplan", *command, *more, folder=tmp_path)
        assert done.returncode in (0, 3)
        assert "Traceback" not in done.stderr
        assert "\\udcff" in done.stdout + done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("command", [["--help"], ["check", str(SMALL_PLAN)], ["completion", "bash"]])
def test_a_full_disk_under_the_output_ends_with_3(command: list[str]) -> None:
    code = "import sys; from budgetplan.cli import main; sys.stdout = open('/dev/full', 'w'); sys.exit(main())"
    done = python("-c", code, *command)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == "The output cannot be written: No space left on device."


def test_what_a_code_page_lacks_is_spelled_out() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    write("Löhne × 2, 預算", stream)
    assert stream.buffer.getvalue().decode("cp1252") == "Löhne × 2, \\u9810\\u7b97\n"  # type: ignore[attr-defined]


# Colours


@pytest.mark.parametrize(
    ("settings", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colours_stand_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], terminal: bool, coloured: bool
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    write(green("12 of 12 checks pass."), stream)
    assert stream.getvalue() == ("\033[32m12 of 12 checks pass.\033[0m\n" if coloured else "12 of 12 checks pass.\n")


def test_of_a_problem_the_place_stays_plain(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = Output()
    out.folder = "plan"
    out.problems([Problem(Place("rates.yaml", 3, 7), "rates.cola", "is missing")])
    out.notes([Problem(Place("rates.yaml", 4, 1), "", "nothing uses it")])
    said = capsys.readouterr()
    assert said.out == "plan/rates.yaml:3:7: " + red("rates.cola: is missing") + "\n"
    assert said.err == red("1 problem.") + "\n\033[33mNote: plan/rates.yaml:4:1: nothing uses it\033[0m\n"


def test_json_has_neither_colours_nor_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["check", str(SMALL_PLAN), "--json"]) == 0
    said = capsys.readouterr()
    assert "\033" not in said.out
    assert "Reading" not in said.err
    assert json.loads(said.out)["checks_failed"] == 0


# Progress


def test_in_a_log_each_stage_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    progress = Progress()
    progress.stage("Reading plan")
    progress.stage("Calculating", window_only=True)
    progress.stage("Writing")
    progress.end()
    assert sys.stderr.getvalue() == "Reading plan\nWriting\n"  # type: ignore[attr-defined]


def test_on_a_terminal_long_work_has_one_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("budgetplan.cli.progress.PATIENCE", 0.01)
    monkeypatch.setattr("budgetplan.cli.progress.TICK", 0.01)
    progress = Progress()
    progress.stage("Calculating everything")
    wait_for(stream, "Calculating everything ... 0 s")
    progress.stage("Writing")
    wait_for(stream, "Writing ... 0 s")
    progress.end()
    drawn = stream.getvalue()
    assert "\n" not in drawn
    assert "\033" not in drawn, "old consoles know no escape codes"
    assert drawn.endswith("\r" + " " * len("Writing ... 0 s") + "\r")
    time.sleep(0.05)
    assert stream.getvalue() == drawn, "nothing is drawn any more"


def wait_for(stream: io.StringIO, text: str) -> None:
    end = time.monotonic() + 20
    while text not in stream.getvalue():
        assert time.monotonic() < end, f"{text!r} never came: {stream.getvalue()!r}"
        time.sleep(0.01)


def test_quick_work_shows_no_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetplan.cli.progress.PATIENCE", 60)
    monkeypatch.setattr("sys.stderr", Terminal())
    progress = Progress()
    progress.stage("Calculating")
    time.sleep(0.1)
    progress.end()
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
