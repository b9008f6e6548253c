"""`build --report`, `schema`, `explain`, `init`, and what every command says of itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from dlcatalog.cli.main import COMMANDS, run

if TYPE_CHECKING:
    from conftest import Workshop

KINDS = ("paper", "collection", "site", "topics", "venues", "people", "search-tests")
KEYS = ["papers", "pages", "rendered", "reused", "removed", "seconds", "peak_rss_mb"]


def report(workshop: Workshop, *options: str) -> Any:
    path = workshop.top / "report.json"
    workshop.build("--report", str(path), *options)
    return json.loads(path.read_text())


def test_report_of_a_first_build(small: Workshop) -> None:
    found = report(small)
    assert list(found) == KEYS
    assert {name: found[name] for name in KEYS[:5]} == {
        "papers": 7,
        "pages": 48,
        "rendered": 48,
        "reused": 0,
        "removed": 0,
    }
    assert 0 < found["seconds"] < 60
    assert 10 < found["peak_rss_mb"] < 2000


def test_report_adds_up_after_an_edit(built: Workshop) -> None:
    built.edit("papers/2021/hazel2021seven.yaml", "Lone", "Lonely")
    found = report(built)
    assert found["pages"] == found["rendered"] + found["reused"] == 48
    assert 0 < found["rendered"] < 48


def test_report_of_a_build_that_published_nothing(small: Workshop) -> None:
    small.edit("papers/2021/hazel2021seven.yaml", "title:", "titel:")
    found = report(small)
    assert list(found) == KEYS
    assert (found["rendered"], found["removed"]) == (0, 0)


def test_build_names_the_front_page(small: Workshop) -> None:
    said = small.build()
    assert re.fullmatch(
        rf"{re.escape(str(small.out))}/index\.html: 7 papers, 48 pages \(48 rendered, 0 reused, 0 removed\) in \d+\.\d\d s\n",
        said.out,
    )


def test_quiet_build_says_nothing(small: Workshop) -> None:
    said = small.build("--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_quiet_build_says_what_is_wrong(small: Workshop) -> None:
    small.edit("papers/2021/hazel2021seven.yaml", "title:", "titel:")
    said = small.build("--quiet")
    assert (said.code, said.out) == (1, "")
    assert "error[unknown-field]" in said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_command_has_a_help_with_a_sentence(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Usage: dlcatalog {command} ")
    assert re.search(r"^  [A-Z][a-z]+ ", said, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_a_json_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", kind]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_schema_is_that_of_a_paper_unless_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == run(["schema", "paper"]) == 0
    first, second = re.split(r"(?<=\n}\n)(?={)", capsys.readouterr().out)
    assert first == second


def test_schemas_are_written_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--out", str(tmp_path / "schemas")]) == 0
    names = sorted(path.name for path in (tmp_path / "schemas").iterdir())
    assert {f"{kind}.json" for kind in KINDS} <= set(names)
    assert sorted(Path(line).name for line in capsys.readouterr().out.splitlines()) == names


def test_schema_of_a_paper_takes_the_toy(toy: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "paper"]) == 0
    validator = jsonschema.Draft202012Validator(json.loads(capsys.readouterr().out))
    records = [yaml.load(path.read_text(), Loader=yaml.BaseLoader) for path in toy.catalog.glob("papers/*/*.yaml")]
    assert len(records) == 26
    titles = {record["title"] for record in records if list(validator.iter_errors(as_typed(record)))}
    assert titles == set()


def as_typed(record: dict[str, Any]) -> dict[str, Any]:
    """Numbers and truths as an editor reads them: everything else in a record is text."""
    numbers: dict[str, Any] = {name: int(record[name]) for name in ("year", "venue_year") if name in record}
    if "citations" in record:
        numbers["citations"] = {**record["citations"], "count": int(record["citations"]["count"])}
    links = record.get("links", {})
    return {**record, **numbers, "links": {kind: as_links(link) for kind, link in links.items()}}


def as_links(link: Any) -> Any:
    if isinstance(link, list):
        return [as_links(item) for item in link]
    return {**link, "official": link["official"] == "true"} if "official" in link else link


def test_explain_prints_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "unknown-venue"]) == 0
    assert capsys.readouterr().out == "unknown-venue (error)\n\nA paper's `venue` must be an id of venues.yaml.\n"


def test_explain_says_what_may_be_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "duplicate-title"]) == 0
    assert "site.yaml may change it: severity: {duplicate-title: error|warning|note|off}" in capsys.readouterr().out


def test_init_then_build(tmp_path: Path, small: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "new" / "catalog")]) == 0
    assert f"dlcatalog build --catalog {tmp_path}/new/catalog --out site" in capsys.readouterr().out
    new = type(small)(tmp_path / "new")
    said = new.build("--strict")
    assert (said.code, "error" in said.err, "warning" in said.err) == (0, False, False)
    assert "1 paper, " in said.out


def test_init_makes_what_check_finds_clean(tmp_path: Path, small: Workshop) -> None:
    new = type(small)(tmp_path / "new")
    assert new.run("init", str(new.catalog)).code == 0
    found = json.loads(new.check("--strict", "--format", "json").out)
    assert (found["papers"], found["errors"], found["warnings"]) == (1, 0, 0)


def test_init_with_the_base_url_of_its_comment(tmp_path: Path, small: Workshop) -> None:
    new = type(small)(tmp_path / "new")
    assert new.run("init", str(new.catalog)).code == 0
    new.edit("site.yaml", "# base_url", "base_url")
    new.edit("site.yaml", "# edit_url", "edit_url")
    assert new.build("--strict").code == 0
    assert "https://example.org/my-catalogue/" in new.tree()["robots.txt"].decode()


def test_init_changes_no_folder_that_holds_something(small: Workshop) -> None:
    before = small.read("site.yaml")
    said = small.run("init", str(small.catalog))
    assert said.code == 2
    assert said.err == f"dlcatalog: the folder '{small.catalog}' exists and is not empty; name a new one\n"
    assert small.read("site.yaml") == before


def test_init_into_an_empty_folder(tmp_path: Path, small: Workshop) -> None:
    (tmp_path / "empty").mkdir()
    assert small.run("init", str(tmp_path / "empty")).code == 0
    assert (tmp_path / "empty" / "papers" / "2020" / "example2020first.yaml").is_file()


def test_init_without_a_folder_is_wrong_usage(small: Workshop) -> None:
    said = small.run("init")
    assert said.code == 2
    assert said.err.startswith("dlcatalog: Missing argument 'FOLDER'")
