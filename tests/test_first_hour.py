"""README's first hour, step by step as a manager would do it: what it says is printed is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from needs import ROOT

from budgetplan.cli import main

README = (ROOT / "README.md").read_text(encoding="utf-8")
HOUR = README[README.index("## Your first hour") : README.index("## Your own plan")]


@pytest.mark.slow
def test_the_first_hour_goes_as_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "my-plan"]) == 0
    capsys.readouterr()
    mine, staffing, checked = Path("my-plan/mine.yaml"), Path("my-plan/staffing.yaml"), 0
    for kind, block in re.findall(r"```(console|yaml)\n(.*?)```", HOUR, re.S):
        if kind == "yaml":
            mine.write_text((mine.read_text(encoding="utf-8") if mine.exists() else "") + block, encoding="utf-8")
            continue
        if checked == 1:  # the step between the first two checks is said in words
            text = staffing.read_text(encoding="utf-8")
            assert text.count("95620") == 1
            assert "AD-803" in next(line for line in text.splitlines() if "95620" in line)
            staffing.write_text(text.replace("95620", "99000"), encoding="utf-8")
        expected = [line for line in block.splitlines() if not line.startswith("$")]
        assert main(["check", "my-plan"]) == 0
        assert capsys.readouterr().out.splitlines()[: len(expected)] == expected
        checked += 1
    assert checked == 5


def test_the_steps_cost_what_a_pencil_says() -> None:
    """3,380 with 3 % from October, 2 % more from January, 0.98 % in insurance, 7.65 % and 13.9125 %, less 4.5 %."""
    requests = [int(one.replace(",", "")) for one in re.findall(r"request ([\d,]+), 14", HOUR)]
    pay = 3380 * 1.03 * (3 + 9 * 1.02) / 12
    pension = 0.1385 * 9 / 12 + 0.1410 * 3 / 12
    salary = pay * (1 + 0.0098 + (0.0765 + pension)) - 0.045 * pay * (1 + 0.0765 + pension)
    assert abs(requests[1] - requests[0] - salary) < 3  # rounded to the dollar in four rows of the budget
    assert requests[3] - requests[2] == 38000 * 0.15
