"""Whether people who listen, or do without a mouse, can use the report too."""

import json
import shutil
import subprocess
from html import unescape
from importlib.resources import files

import pytest

from kaiku_analysis.report import write_report
from kaiku_analysis.study import load_study

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=20000", "--dump-dom",
]  # fmt: skip
RUN = """
<script>
axe.run().then(found => {
  const told = found.violations.map(one => [one.id, one.nodes.map(n => n.html)]);
  const page = document.createElement("pre");
  page.textContent = JSON.stringify({passes: found.passes.length, violations: told});
  document.body.replaceChildren(page);
});
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("name", ["te-toimistot", "maakuntien-liitot"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_axe_finds_no_violation(name, language, demo_folders, tmp_path):
    page = write_report(load_study(demo_folders[name]), language).read_text("utf-8")
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    checked = tmp_path / "checked.html"
    script = f"<script>{axe}</script>{RUN}"
    checked.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    found = axe_results(checked, tmp_path / "profile")
    assert found["violations"] == []
    assert found["passes"] > 15


def axe_results(page, profile):
    command = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", page.as_uri()]
    answer = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True
    )
    written = answer.stdout.partition("<pre>")[2].partition("</pre>")[0]
    return json.loads(unescape(written))
