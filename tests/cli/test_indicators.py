"""`indicators`, measurements by `import`, and the indicators a form proposes."""

from __future__ import annotations

from tests.cli.shell import UNIT_GOALS, Shell

LINES = """\
measurement,subject,period,value
sales_actual,E3,2026-07,90
sales_planned,E3,2026-07,120
"""


def test_the_library_and_one_of_it_are_told_in_both_languages(shell: Shell) -> None:
    assert "Completion of the sales target" in shell.ok("indicators")
    said = shell.speaking("zh").ok("indicators", "sales_completion")
    assert "销售目标完成率 (sales_completion)" in said
    assert "按达成率（%）计分：60 → 0, 80 → 60, 100 → 100, 120 → 120" in said
    answer = shell.json("indicators", "sales_completion")
    assert (answer["formula"], answer["target"]) == ("sales_actual / sales_planned", "100")
    assert answer["measurements"] == ["sales_actual", "sales_planned"]
    refused = shell.run("indicators", "sales_completed")
    assert refused.exit_code == 4
    assert "sales_completion" in refused.output


def test_measurements_come_in_and_are_told_with_the_way_a_value_came_about(shell: Shell) -> None:
    file = shell.write("figures.csv", LINES)
    assert "new: 2" in shell.ok("import", file, "--dry-run")
    assert shell.json("import", file)["added"] == 2
    said = shell.ok("indicators", "sales_completion", "--for", "E3", "--period", "2026-07")
    assert "sales_actual / sales_planned = 90 / 120" in said
    assert "value: 75 %" in said
    answer = shell.json("indicators", "sales_completion", "--for", "E3", "--period", "2026-07")
    assert (answer["reading"]["value"], answer["reading"]["score"]) == ("75.00", "45.00")
    assert shell.run("import", shell.write("wrong.csv", LINES.replace("E3", "E99"))).exit_code == 1
    assert "not measured yet" in shell.ok("indicators", "sales_growth", "--level", "company")


def test_a_form_proposes_the_indicators_meant_for_the_person(shell: Shell) -> None:
    review = "goal_setting/2026-h2/E3"
    shell.ok("trigger", review, "brief", "--as", "E2", "--form", shell.write("brief.yaml", UNIT_GOALS))
    line = next(
        each for each in shell.ok("form", review, "propose", "--as", "E3").splitlines() if "measured_by" in each
    )
    assert "suggestions_taken_up" in line
    assert "Indicator of the library" in line
