"""What the README promises about the project itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def quick_start() -> list[str]:
    """The ``sh`` blocks of the README's Quick start, each without its last newline."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Quick start\n")[1].split("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)\n```$", section, flags=re.DOTALL | re.MULTILINE)


def test_the_quick_start_is_two_commands_of_one_line() -> None:
    blocks = quick_start()
    assert len(blocks) == 2
    assert not [block for block in blocks if "\n" in block]
    assert blocks[0].endswith("stepwitness demo")
    assert "pytest" in blocks[1]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert quick_start()[1] in ci.splitlines()


def test_the_lock_file_works_for_everybody() -> None:
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^/\"]+", text)) == {
        "https://files.pythonhosted.org",
        "https://pypi.org",
    }
    assert "file:" not in text


def test_the_lock_file_names_what_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (own,) = [package for package in lock["package"] if package["name"] == project["name"]]
    needed = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    assert {package["name"] for package in own["dependencies"]} == needed
    stated = {line["name"]: line["specifier"] for line in own["metadata"]["requires-dist"]}
    for line in project["dependencies"]:
        name = re.split(r"[<>=]", line)[0]
        assert set(stated[name].split(",")) == set(line.removeprefix(name).split(","))


def test_every_grammar_is_package_data() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = wheel["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert {"cli.py", "engine", "grammars"} == set(shipped)
    assert list((ROOT / "grammars").glob("*.lark"))
