#!/usr/bin/env python3
"""Measure what a reader gets: Lighthouse's marks on a phone, layout shift, and the bytes of one page.

The site is built from `catalog/` and served with gzip from this machine. Each mark is the median of three runs.
Without Node and Chromium the marks are left out, and the output says so.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = ROOT / "node_modules/.bin/lighthouse"
PAGES = ("", "papers/vaswani2017attention/", "collections/decade-of-deep-learning/", "search/", "timeline/")
MARKS = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
SCRIPT = re.compile(r'<script defer src="([^"]+)"')
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as hosts of static sites do: HTTP/1.1, text compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        data = path.read_bytes()
        text = kind.startswith("text/") or "javascript" in kind or "json" in kind or "svg" in kind
        self.send_response(200)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if text else ""))
        if text:
            data = gzip.compress(data, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def lighthouse(address: str, work: Path) -> dict[str, Any]:
    """Run once, as on a phone with a slow line."""
    out = work / "report.json"
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={out}"]
    command.append("--chrome-flags=--headless --no-sandbox")
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report


def mark_pages(origin: str, work: Path) -> None:
    """Print four marks and the layout shift of each page."""
    print(f"{'Lighthouse, mobile, median of three':50} {'perf':>5} {'a11y':>5} {'best':>5} {'seo':>5} {'shift':>6}")
    for page in PAGES:
        reports = [lighthouse(origin + page, work) for _ in range(RUNS)]
        marks = [statistics.median(round(r["categories"][m]["score"] * 100) for r in reports) for m in MARKS]
        shift = max(r["audits"]["cumulative-layout-shift"]["numericValue"] for r in reports)
        print(f"  /{page:48} " + " ".join(f"{m:5.0f}" for m in marks) + f" {shift:6.3f}")


def weigh(site: Path) -> None:
    """Print what a paper page fetches to be read: bounds are 15 KB of script, one stylesheet."""
    page = site / "papers/vaswani2017attention/index.html"
    html = page.read_text(encoding="utf-8")
    for what, pattern in (("script", SCRIPT), ("style", STYLE)):
        files = [(page.parent / href).resolve() for href in pattern.findall(html)]
        packed = sum(len(gzip.compress(f.read_bytes(), 9, mtime=0)) for f in files)
        print(f"  a paper page loads {len(files)} {what} file(s), {packed / 1000:.1f} kB compressed")
    print(f"  its HTML is {len(gzip.compress(html.encode(), 9, mtime=0)) / 1000:.1f} kB compressed")


def main() -> int:
    """Build, serve, measure."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        work = Path(folder)
        site = work / "site"
        command = [
            sys.executable,
            str(ROOT / "build.py"),
            "--quiet",
            "--out",
            str(site),
            "--store",
            str(work / "store"),
        ]
        subprocess.run(command, check=True, cwd=ROOT)
        weigh(site)
        if not LIGHTHOUSE.exists() or not shutil.which("node"):
            print("  Lighthouse is not installed: 'npm ci --ignore-scripts' installs it")
            return 0
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressing, directory=site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or shutil.which("google-chrome") or "")
        mark_pages(f"http://127.0.0.1:{server.server_port}/", work)
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
