"""A workbook in its place harms none that is there: open ones are left alone, changed ones never overwritten."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from needs import SMALL_PLAN
from openpyxl import load_workbook

from budgetplan.cli import main
from budgetplan.errors import FileError
from budgetplan.plan import load
from budgetplan.workbook.certificate import verify
from budgetplan.workbook.rules.survey import Finding
from budgetplan.workbook.save import save

NAME = "operating_budget.xlsx"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / NAME


def put(target: Path, content: bytes = b"one") -> tuple[Path, str]:
    """Saves a file with this content; gives its place and the remark."""
    saved = save(target, target.parent.parent / "records", lambda path: path.write_bytes(content) and None)
    return saved.path, saved.remark


def left_behind(folder: Path) -> list[str]:
    """All files in a folder but the workbooks."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".xlsx" or path.name.startswith((".", "~")))


def test_the_first_workbook_is_put_in_its_place_and_the_folder_is_made(target: Path) -> None:
    assert put(target) == (target, "")
    assert target.read_bytes() == b"one"
    assert left_behind(target.parent) == []


def test_a_workbook_that_nobody_changed_is_overwritten(target: Path) -> None:
    put(target)
    assert put(target, b"two") == (target, "")
    assert put(target, b"three") == (target, "")
    assert target.read_bytes() == b"three"
    assert [path.name for path in target.parent.iterdir()] == [NAME]


def test_a_workbook_that_somebody_changed_is_left_alone_and_the_new_one_set_beside_it(target: Path) -> None:
    put(target)
    target.write_bytes(b"one, with a figure typed over")
    place, remark = put(target, b"two")
    assert place.name == "operating_budget (new).xlsx"
    assert place.read_bytes() == b"two"
    assert target.read_bytes() == b"one, with a figure typed over"
    assert remark == (
        f"{target} is not as this plan wrote it: somebody has changed it, or it is another plan's. "
        f"It was left alone; the new workbook is operating_budget (new).xlsx beside it."
    )


def test_the_one_beside_is_overwritten_while_nobody_changes_that_either(target: Path) -> None:
    put(target)
    target.write_bytes(b"changed")
    put(target, b"two")
    place, _ = put(target, b"three")
    assert place.name == "operating_budget (new).xlsx"
    place.write_bytes(b"changed, too")
    other, _ = put(target, b"four")
    assert other.name == "operating_budget (new 2).xlsx"
    assert (target.read_bytes(), place.read_bytes(), other.read_bytes()) == (b"changed", b"changed, too", b"four")


def test_a_file_that_we_never_wrote_is_never_overwritten(target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"somebody's own")
    place, remark = put(target)
    assert place != target
    assert target.read_bytes() == b"somebody's own"
    assert "left alone" in remark


def test_when_the_record_is_lost_or_damaged_nothing_is_overwritten(target: Path) -> None:
    put(target)
    records = target.parent.parent / "records"
    for damage in ("", "{", "[]", '{"sha256": 7}', '{"sha256": null}'):
        next(records.glob(f"{NAME}.json")).write_text(damage, encoding="utf-8")
        place, _ = put(target, b"two")
        assert place != target
        assert target.read_bytes() == b"one"
        place.unlink()


@pytest.mark.parametrize("lock", [f"~${NAME}", f".~lock.{NAME}#"], ids=["Excel", "LibreOffice"])
def test_a_workbook_that_is_open_is_left_alone(target: Path, lock: str) -> None:
    put(target)
    (target.parent / lock).write_bytes(b"me")
    with pytest.raises(FileError, match=r"the workbook is open .* Close it and build again; nothing was changed"):
        put(target, b"two")
    assert target.read_bytes() == b"one"
    assert sorted(path.name for path in target.parent.iterdir()) == sorted([lock, NAME])


def test_a_lock_that_is_left_over_from_a_crash_may_be_deleted(target: Path) -> None:
    put(target)
    lock = target.parent / f"~${NAME}"
    lock.write_bytes(b"me")
    with pytest.raises(FileError) as refused:
        put(target, b"two")
    assert f"If no program has it open, {lock.name} is left over from a crash: delete that file." in str(refused.value)
    lock.unlink()
    assert put(target, b"two") == (target, "")


def test_while_it_is_written_a_workbook_has_its_own_name(target: Path) -> None:
    """What the certificate and messages say of the file is then true of its place."""
    names = []
    save(
        target,
        target.parent.parent / "records",
        lambda path: names.append(path.name) or (path.write_bytes(b"one") and None),
    )
    assert names == [NAME]
    assert [path.name for path in target.parent.iterdir()] == [NAME]


def test_a_workbook_beside_that_is_open_is_left_alone_too(target: Path) -> None:
    put(target)
    target.write_bytes(b"changed")
    put(target, b"two")
    (target.parent / "~$operating_budget (new).xlsx").write_bytes(b"me")
    with pytest.raises(FileError, match="is open"):
        put(target, b"three")
    assert (target.parent / "operating_budget (new).xlsx").read_bytes() == b"two"


@pytest.mark.parametrize(
    "fault",
    [
        OSError(28, "No space left on device"),
        PermissionError(13, "Permission denied"),
        KeyboardInterrupt(),
        ValueError(),
    ],
    ids=["disk full", "locked", "interrupted", "a mistake of ours"],
)
def test_a_write_that_fails_half_way_leaves_everything_as_it_was(target: Path, fault: BaseException) -> None:
    put(target)

    def half(path: Path) -> None:
        path.write_bytes(b"ha")
        raise fault

    with pytest.raises(FileError if isinstance(fault, OSError) else type(fault)):
        save(target, target.parent.parent / "records", half)
    assert target.read_bytes() == b"one"
    assert [path.name for path in target.parent.iterdir()] == [NAME]
    assert put(target, b"two") == (target, ""), "the failed attempt was not taken for a change by somebody"


def test_a_place_that_cannot_be_replaced_says_what_to_do(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(target)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileError, match=r"open in another program or write-protected\. Close it and build again"):
        put(target, b"two")
    assert target.read_bytes() == b"one"
    assert [path.name for path in target.parent.iterdir()] == [NAME]


def no_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file stands where the folder should be."""
    folder.write_bytes(b"a file")
    return folder


def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing can be made (said by the system call, since root may write everywhere)."""
    folder.mkdir()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    return folder


@pytest.mark.parametrize("make", [no_folder, read_only])
def test_a_folder_that_cannot_be_written_is_said_with_exit_3(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path, pytest.MonkeyPatch], Path],
) -> None:
    folder = make(tmp_path / "place", monkeypatch)
    assert main(["build", str(copy(tmp_path)), "-o", str(folder)]) == 3
    said = capsys.readouterr()
    assert str(folder) in said.err
    assert "Traceback" not in said.err + said.out


def copy(tmp_path: Path) -> Path:
    """A copy of our small plan."""
    return Path(shutil.copytree(SMALL_PLAN, tmp_path / "plan", ignore=shutil.ignore_patterns(".*")))


def test_build_says_where_the_workbook_is_and_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, out = copy(tmp_path), tmp_path / "out"
    assert main(["build", str(plan), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert str(out / NAME) in said
    assert "all proven" in said
    assert [path.name for path in out.iterdir()] == [NAME]
    assert main(["build", str(plan), "-o", str(out)]) == 0, "again, over an unchanged one"
    assert [path.name for path in out.iterdir()] == [NAME]


def test_the_certificate_of_build_names_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(copy(tmp_path)), "-o", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["certificate"]["workbook"] == NAME


@pytest.mark.parametrize("moment", ["Workbook._store_workbook", "packager.Packager._write_styles_file", "verify"])
def test_a_build_that_is_stopped_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    """Ctrl+C before, inside and after XlsxWriter's work, which has temporary files of its own."""
    scratch, plan, out = tmp_path / "scratch", copy(tmp_path), tmp_path / "out"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        "budgetplan.workbook.certificate.verify" if moment == "verify" else f"xlsxwriter.{moment}", stop
    )
    assert main(["build", str(plan), "-o", str(out)]) == 1
    assert "Stopped. Nothing was half-written." in capsys.readouterr().err
    assert [*out.iterdir(), *scratch.iterdir()] == []


def test_what_the_engine_found_stands_on_checks_where_it_is_not_that_all_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sheet is written with the words of a workbook in which all agrees; here the engine finds otherwise."""
    plan, out = copy(tmp_path), tmp_path / "out"
    main(["build", str(plan), "-o", str(out)])
    green = texts_of_checks(out / NAME)
    found = verify(out / NAME, engines=("formualizer",))
    assert set(found.sheet_lines()) <= green, "what was put down beforehand is what is found"
    bad = replace(found, findings=[Finding("error value", "Budget", "H8", "the cell holds #REF!")])
    monkeypatch.setattr("budgetplan.workbook.certificate.verify", lambda *_, **__: bad)
    assert main(["build", str(plan), "-o", str(out)]) == 1
    assert "  Budget!H8: the cell holds #REF!" in texts_of_checks(out / NAME)
    assert "NOT proven" in capsys.readouterr().out


def texts_of_checks(path: Path) -> set[str]:
    return {str(cell.value) for row in load_workbook(path)["Checks"].iter_rows() for cell in row}


def test_build_over_a_changed_workbook_says_so_and_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, out = copy(tmp_path), tmp_path / "out"
    main(["build", str(plan), "-o", str(out)])
    with (out / NAME).open("ab") as file:
        file.write(b"changed")
    before = (out / NAME).read_bytes()
    capsys.readouterr()
    assert main(["build", str(plan), "-o", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["workbooks"] == [str(out / "operating_budget (new).xlsx")]
    assert "left alone" in said["remark"]
    assert (out / NAME).read_bytes() == before


def test_build_over_an_open_workbook_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, out = copy(tmp_path), tmp_path / "out"
    main(["build", str(plan), "-o", str(out)])
    before = (out / NAME).read_bytes()
    (out / f"~${NAME}").write_bytes(b"me")
    capsys.readouterr()
    assert main(["build", str(plan), "-o", str(out)]) == 3
    assert "is open" in capsys.readouterr().err
    assert (out / NAME).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "{plan}", "-o", "{out}", "--scenario", "storm"], 2),
        (["build", "{plan}", "-o", "{out}", "--only", "everything"], 2),
        (["build"], 3),
        (["build", "{nowhere}"], 3),
        (["build", "{wrong}", "-o", "{out}"], 1),
        (["check", "{wrong}"], 1),
        (["check", "{plan}"], 0),
        (["verify", "{nowhere}"], 3),
        (["verify"], 2),
        (["explain", "{plan}", "total_request"], 0),
        (["explain", "{plan}", "no_such_line"], 2),
        (["nonsense"], 2),
        ([], 2),
        (["--version"], 0),
    ],
    ids=lambda given: (" ".join(given) or "nothing") if isinstance(given, list) else f"exit {given}",
)
def test_the_exit_code_says_what_happened(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
) -> None:
    """0 done, 1 problems in the plan, 2 wrong use, 3 a file that cannot be read or written."""
    monkeypatch.chdir(tmp_path)
    places = {name: str(tmp_path / name) for name in ("out", "nowhere", "wrong", "plan")}
    copy(tmp_path)
    shutil.copytree(SMALL_PLAN, tmp_path / "wrong", ignore=shutil.ignore_patterns(".*"))
    rates = tmp_path / "wrong" / "rates.yaml"
    rates.write_text(rates.read_text(encoding="utf-8").replace("ebill_share", "ebil_share"), encoding="utf-8")
    assert main([argument.format(**places) for argument in arguments]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert code == 0 or said.err or said.out
    assert not (tmp_path / "out").exists(), "nothing was written"


def test_the_api_raises_what_the_command_line_says(tmp_path: Path) -> None:
    result = load(copy(tmp_path)).calculate()
    written = result.write(tmp_path / "out")
    assert written == [tmp_path / "out" / NAME]
    (tmp_path / "out" / f"~${NAME}").write_bytes(b"me")
    with pytest.raises(FileError) as refused:
        result.write(tmp_path / "out")
    assert refused.value.exit_code == 3
