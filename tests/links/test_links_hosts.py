from __future__ import annotations

from pathlib import Path

import pytest

from dlcatalog.errors import UsageProblem
from dlcatalog.links.hosts import HostRules, Waiting, read_resolve

HERE = {("a.example", 80): ("127.0.0.1", 8080)}


@pytest.mark.parametrize(
    ("rules", "host", "waiting"),
    [
        (HostRules(), "a.example", Waiting("a.example", 1, 1)),
        (HostRules(), "export.arxiv.org", Waiting("arxiv.org", 3, 1)),
        (HostRules(), "arxiv.org", Waiting("arxiv.org", 3, 1)),
        (HostRules(pace=0), "a.example", Waiting("a.example", 1, 1)),
        (HostRules(pace=0), "arxiv.org", Waiting("arxiv.org", 3, 1)),
        (HostRules(pace=5), "arxiv.org", Waiting("arxiv.org", 5, 1)),
        (HostRules(slower={"a.example": 9}), "a.example", Waiting("a.example", 9, 1)),
        (HostRules(slower={"arxiv.org": 1}), "arxiv.org", Waiting("arxiv.org", 3, 1)),
        (HostRules(resolved=HERE), "a.example", Waiting("a.example", 1, 1)),
        (HostRules(resolved=HERE, pace=0), "a.example", Waiting("a.example:80", 0, 8)),
        (HostRules(resolved=HERE, pace=2), "a.example", Waiting("a.example", 2, 1)),
        (HostRules(resolved=HERE, pace=0, slower={"a.example": 4}), "a.example", Waiting("a.example", 4, 1)),
    ],
)
def test_settings_slow_hosts_down_and_only_resolve_speeds_them_up(
    rules: HostRules, host: str, waiting: Waiting
) -> None:
    assert rules.waiting(host, 80) == waiting


def test_resolve_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "resolve"
    path.write_text("# here\n\nA.example:80 127.0.0.1:8080  # plain\nb.example.:443 [::1]:8443\n")
    assert read_resolve(path) == {("a.example", 80): ("127.0.0.1", 8080), ("b.example", 443): ("::1", 8443)}


@pytest.mark.parametrize(
    "line",
    [
        "a.example 127.0.0.1:80",
        "a.example:80",
        "a.example:80 localhost:80",
        "a.example:0 127.0.0.1:80",
        "a:80 1.2.3.4:x",
        "a:80 b c",
    ],
)
def test_wrong_line_of_resolve_file_is_wrong_usage(line: str, tmp_path: Path) -> None:
    path = tmp_path / "resolve"
    path.write_text(f"a.example:80 127.0.0.1:80\n{line}\n")
    with pytest.raises(UsageProblem, match=r"line 2 of .* must be 'host:port address:port'"):
        read_resolve(path)


def test_missing_resolve_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot read the file"):
        read_resolve(tmp_path / "none")
