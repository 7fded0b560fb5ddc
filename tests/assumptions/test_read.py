"""A plan folder as one document: sections over several files, and the place of everything."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
import yaml
from assumptions.plans import COMPLETE, LEDGER, PLAN, problems, write

from budgetplan.assumptions import nodes
from budgetplan.assumptions.nodes import MOST_PROBLEMS
from budgetplan.assumptions.read import read_folder
from budgetplan.errors import AssumptionError, FileError, Place


def test_lists_add_up_and_mappings_merge(tmp_path: Path) -> None:
    write(
        tmp_path,
        a='funds: [{code: "1"}]\nrates: {cola: 0.03}\nbenefits: {health_tiers: [{id: one}]}\nmodel: {inputs: {a: 1}}',
        b='funds: [{code: "2"}]\nrates: {merit: 0.02}\nbenefits: {health_tiers: [{id: two}]}\nmodel: {inputs: {b: 2}}',
    )
    document = read_folder(tmp_path)
    assert document.problems == []
    assert document.data == {
        "funds": [{"code": "1"}, {"code": "2"}],
        "rates": {"cola": 0.03, "merit": 0.02},
        "benefits": {"health_tiers": [{"id": "one"}, {"id": "two"}]},
        "model": {"inputs": {"a": 1, "b": 2}},
    }
    assert document.place("funds", 1, "code") == Place("b.yaml", 1, 16)
    assert document.key_place("rates", "merit") == Place("b.yaml", 2, 9)
    assert document.place("model", "inputs", "b") == Place("b.yaml", 4, 21)


def test_the_place_of_what_is_not_written_is_the_nearest_that_is(tmp_path: Path) -> None:
    write(tmp_path, plan="rates:\n  cola: {2027-01-01: 0.03}\n")
    document = read_folder(tmp_path)
    assert document.place("rates", "cola", dt.date(2027, 1, 1)) == Place("plan.yaml", 2, 22)
    assert document.place("rates", "cola", "2027-01-01") == Place("plan.yaml", 2, 22)
    assert document.place("rates", "cola", "label") == Place("plan.yaml", 2, 9)
    assert document.key_place("rates", "cola") == Place("plan.yaml", 2, 3)
    assert document.place("lines", 7) == Place("plan.yaml", 0, 0)


def test_a_scalar_as_it_was_typed(tmp_path: Path) -> None:
    write(tmp_path, plan='funds:\n  - {code: 1E2, label: "010"}\n')
    document = read_folder(tmp_path)
    assert document.text("funds", 0, "code") == "1E2"
    assert document.text("funds", 0) is None


def test_hidden_folders_and_frozen_stages_are_no_part_of_the_plan(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN)
    for folder in (".budgetplan", "stages", "technology"):
        write(tmp_path / folder, more="rates: {cola_" + folder.strip(".") + ": 1}")
    write(tmp_path, **{".hidden": "rates: {hidden: 1}"})
    document = read_folder(tmp_path)
    assert document.data["rates"] == {"cola_technology": 1}
    assert list(document.digests) == ["plan.yaml", "technology/more.yaml"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(
        b"\xef\xbb\xbf" + (PLAN + "rates:\n  cola: 0.03\n").replace("\n", "\r\n").encode()
    )
    document = read_folder(tmp_path)
    assert document.problems == []
    assert document.place("rates", "cola") == Place("plan.yaml", 3, 9)


def test_other_encodings_are_named_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(PLAN.encode() + "rates: {cola: 0.03, note: Zürich}".encode("latin-1"))
    (tmp_path / "utf16.yaml").write_bytes(PLAN.encode("utf-16"))
    found = [str(problem) for problem in read_folder(tmp_path).problems]
    expected = "the file is not UTF-8 text from here on: save it with the encoding UTF-8"
    assert found == [f"plan.yaml:2:28: {expected}", f"utf16.yaml:1:1: {expected}"]


def test_no_folder_no_plan(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        read_folder(tmp_path / "nowhere")
    write(tmp_path, plan=PLAN)
    with pytest.raises(FileError, match="is a file, not a folder"):
        read_folder(tmp_path / "plan.yaml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(AssumptionError, match="or write a plan into it: budgetplan init "):
        read_folder(tmp_path / "empty")


def test_a_plan_in_the_current_folder_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stands inside the plan folder and names none is told so."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileError, match="give its name, or write a plan to begin with: budgetplan init my-plan"):
        read_folder(Path("assumptions"))
    write(tmp_path, plan=PLAN)
    with pytest.raises(FileError, match=r'write "budgetplan check \."'):
        read_folder(Path("assumptions"))


def test_a_name_that_is_repeated_may_begin_with_an_anchor(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN, more="rates:\n  cola: &pay 0.03\n  bonus: *pay\n")
    document = read_folder(tmp_path)
    assert (document.problems, document.data["rates"]) == ([], {"cola": 0.03, "bonus": 0.03})


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN)
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    with pytest.raises(FileError, match=r"gone\.yaml: cannot be read"):
        read_folder(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a Unix thing")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(FileError, match="is not a file"):
        read_folder(tmp_path)


def test_empty_files_and_empty_sections_are_nothing(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN, empty="", comment="# later\n", section="rates:\n")
    document = read_folder(tmp_path)
    assert (document.problems, list(document.data)) == ([], ["plan"])


def test_all_files_are_heard(tmp_path: Path) -> None:
    found = problems(tmp_path, a="rates: [", b="units: {", c="drivers: {bills: soon}", d="plan:\n\tname: x")
    assert [line.split(":")[0] for line in found] == ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]


def test_a_syntax_error_hides_nothing_but_its_own_section(tmp_path: Path) -> None:
    """Cross-references wait, because the units may stand in what could not be read."""
    found = problems(
        tmp_path, plan=COMPLETE, more="drivers: {mail: soon}\nunits: [{id: Bad Id, label: x}]\nrates: {a: [\n"
    )
    assert [line.split(": ")[1] for line in found] == [
        "drivers.mail",
        "units[Bad Id].id",
        "a value or a closing bracket is missing here",
    ]


def test_a_file_full_of_mistakes_does_not_drown_the_reader(tmp_path: Path) -> None:
    found = problems(tmp_path, plan=PLAN + "model:\n" + "".join(f"  a{n}: !x {n}\n" for n in range(10_000)))
    assert len(found) == MOST_PROBLEMS + 1
    assert "too many problems" in found[-1]


def test_a_place_prefers_the_typed_folder(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN + LEDGER)
    assert read_folder(tmp_path).folder == tmp_path


def test_without_libyaml_the_same_plan_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, plan=COMPLETE)
    fast = read_folder(tmp_path)
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    slow = read_folder(tmp_path)
    assert slow.data == fast.data
    assert slow.place("lines", 1, "price") == fast.place("lines", 1, "price")
