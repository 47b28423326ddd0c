"""The chapter of findings: what `check` notices beside wrong words, why, and how it looks right and wrong."""

from __future__ import annotations

from engine.definition.examples import problems_with
from engine.definition.findings import FINDINGS, LASTING, Finding

_SAID = {
    "en": {"right": "Right", "wrong": "Wrong", "error": "error", "warning": "warning", "lasting": "cannot be accepted"},
    "zh": {"right": "正确", "wrong": "错误", "error": "错误", "warning": "警告", "lasting": "不能接受"},
}


def entries(language: str) -> list[str]:
    """One entry a finding, its examples as blocks."""
    lines: list[str] = []
    for code, finding in FINDINGS.items():
        said = _SAID[language]
        kind = said[finding.severity] + (f"; {said['lasting']}" if code in LASTING else "")
        lines += [f'<a id="finding.{code}"></a>', "", f"#### {code}", "", f"{finding.said[language]} *({kind})*", ""]
        lines += _examples(finding, language) if finding.where else []
    return lines


def _examples(finding: Finding, language: str) -> list[str]:
    said = _SAID[language]
    told = problems_with(finding.where, finding.wrong)[0]
    stop = "。" if language == "zh" else "."
    return [
        f"{said['right']} (`{finding.where}`):", "", "```yml", *finding.right.splitlines(), "```", "",
        f"{said['wrong']}: {told.text(language).rstrip(stop)}{stop}", "",
        "```yml", *finding.wrong.splitlines(), "```", "",
    ]  # fmt: skip
