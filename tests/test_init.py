"""`budgetplan init`: a plan that is complete and right at once, written wholly or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from needs import ROOT

from budgetplan.cli import main
from budgetplan.errors import FileError, UsageError
from budgetplan.templates import DEFAULT, copy, names


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a plan but what a build remembers."""
    found = (path for path in folder.rglob("*") if path.is_file())
    inside = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    return {name: content for name, content in inside.items() if not name.startswith(".budgetplan/")}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


NOTES = {"utility": ["vacancy"]}  # a directive asks for more savings than turnover explains, as directives do


@pytest.mark.parametrize("template", names())
def test_the_plan_checks_green_at_once(here: Path, capsys: pytest.CaptureFixture[str], template: str) -> None:
    assert main(["init", "my-plan", "--template", template]) == 0
    capsys.readouterr()
    assert main(["check", "my-plan", "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["checks"] > 0
    assert told["checks_failed"] == 0
    assert [note["path"] for note in told["notes"]] == NOTES.get(template, [])
    assert told["request"] > 0


def test_the_example_at_the_top_of_the_checkout_is_the_default_template(here: Path) -> None:
    copy(DEFAULT, "my-plan")
    made, example = contents(here / "my-plan"), contents(ROOT / "assumptions")
    assert sorted(made) == sorted(example)
    assert [name for name in made if made[name] != example[name]] == []


def test_it_says_what_was_made_and_what_to_do_next(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "my plan"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("my plan: a plan of the template utility: ")
    assert "budgetplan check" in told[2]
    assert '"my plan"' in told[2]
    assert len(told) == 4


def test_json_lists_the_files(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "my-plan", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["folder"], told["template"]) == ("my-plan", "utility")
    assert sorted(told["files"]) == sorted(contents(here / "my-plan"))


@pytest.mark.parametrize("there", ["no folder", "an empty folder", "a folder with other files", "no parent either"])
def test_a_place_without_a_plan_gets_one_and_keeps_what_it_had(here: Path, there: str) -> None:
    place = here / "above" / "my-plan" if there == "no parent either" else here / "my-plan"
    if there in ("an empty folder", "a folder with other files"):
        place.mkdir()
    if there == "a folder with other files":
        (place / "notes.txt").write_text("mine", encoding="utf-8")
    had = contents(place)
    files = copy(DEFAULT, place)
    assert sorted(contents(place)) == sorted([*files, *had])
    assert {name: content for name, content in contents(place).items() if name in had} == had
    beside = [path.name for path in [*place.iterdir(), *place.parent.iterdir()] if path.name.startswith(".")]
    assert beside == [], "no draft is left behind"
    (here / "usual").mkdir()
    assert place.stat().st_mode == (here / "usual").stat().st_mode, "others may read it as any folder"


def refused(place: Path, template: str = DEFAULT) -> str:
    """The sentence of a refusal, after which everything is as it was."""
    before = contents(place.parent)
    with pytest.raises((UsageError, FileError)) as error:
        copy(template, place)
    assert contents(place.parent) == before
    assert not any(path.name.startswith(".new-plan") for path in place.parent.rglob("*"))
    return str(error.value)


def test_a_plan_is_never_overwritten_or_mixed_with_another(here: Path) -> None:
    place = here / "my-plan"
    (place / "deep" / "down").mkdir(parents=True)
    (place / "deep" / "down" / "own.yml").write_text("rates: {}\n", encoding="utf-8")
    assert (
        refused(place) == f"{place} holds a plan already (deep/down/own.yml): give a new folder; nothing was changed."
    )
    assert main(["init", str(place)]) == 2


def test_a_file_of_the_same_name_is_never_overwritten(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    template = tmp_path_factory.mktemp("templates")
    (template / "utility").mkdir()
    (template / "utility" / "positions.csv").write_text("position\n", encoding="utf-8")
    monkeypatch.setattr("budgetplan.templates._home", lambda: template)
    place = here / "my-plan"
    place.mkdir()
    (place / "positions.csv").write_text("my own list\n", encoding="utf-8")
    assert refused(place) == f"{place} has a file positions.csv already: give a new folder; nothing was changed."


def test_an_unknown_template_is_said_with_the_nearest_and_the_list(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(here / "my-plan", "utilty") == 'There is no template "utilty". Did you mean "utility"?'
    assert refused(here / "my-plan", "xyz") == f'There is no template "xyz". There is {", ".join(names())}.'
    assert main(["init", "my-plan", "--template", ".."]) == 2
    assert main(["init", "my-plan", "--template", ""]) == 2
    assert list(here.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_ends_with_3(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "my-plan").write_text("a file", encoding="utf-8")
    assert main(["init", "my-plan"]) == 3
    assert "my-plan: is a file, not a folder: give another name" in capsys.readouterr().err
    assert main(["init", "my-plan/below"]) == 3
    assert "my-plan/below: the plan cannot be written there: " in capsys.readouterr().err
    assert (here / "my-plan").read_text(encoding="utf-8") == "a file"


@pytest.mark.parametrize("there", [True, False], ids=["a folder with other files", "no folder"])
@pytest.mark.parametrize("moment", ["mkdir", "write_bytes", "rename"])
@pytest.mark.parametrize(
    "trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "Ctrl-C"]
)
def test_when_writing_fails_half_way_nothing_is_left(
    here: Path, monkeypatch: pytest.MonkeyPatch, there: bool, moment: str, trouble: BaseException
) -> None:
    """The disk is full, or somebody stops it, at the first folder, the third file, or the last step."""
    place = here / "above" / "my-plan"
    if there:
        place.mkdir(parents=True)
        (place / "notes.txt").write_text("mine", encoding="utf-8")
    before = sorted(here.rglob("*"))
    real, left = getattr(Path, moment), [2 if moment == "write_bytes" or (moment == "rename" and there) else 0]

    def failing(self: Path, *given: object, **named: object) -> object:
        left[0] -= 1
        if left[0] == -1:
            raise trouble
        return real(self, *given, **named)

    monkeypatch.setattr(Path, moment, failing)
    with pytest.raises((FileError, KeyboardInterrupt)) as error:
        copy(DEFAULT, place)
    monkeypatch.undo()
    assert left[0] < 0, "the moment came"
    assert sorted(here.rglob("*")) == before
    if isinstance(trouble, OSError):
        assert str(error.value).endswith("cannot be written there: No space left on device. Nothing was changed.")


PENCIL = {
    # Three families, three employees, and one more from February on; premiums rise in January
    "small-department": ("health", 3 * (3 * 1905 + 9 * 2038.35) + 3 * (3 * 845 + 9 * 904.15) + 8 * 904.15),
    # 53 full-time jobs at the average of all tiers: 1,138.20 to December, 1,217.87 from January on
    "call-center": ("health", 53 * (3 * 1138.20 + 9 * 1217.87)),
}


@pytest.mark.parametrize("template", sorted(PENCIL))
def test_the_shorter_templates_cost_what_a_pencil_says(here: Path, template: str) -> None:
    from budgetplan.plan import load

    copy(template, "my-plan")
    line, expected = PENCIL[template]
    found = load("my-plan").calculate().values[f"positions.{line}"][0].sum()
    assert found == pytest.approx(expected, abs=0.005)
