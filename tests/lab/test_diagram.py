"""Pictures: the graph is the process, Mermaid can read it, and what is drawn lies beside, never upon, anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.machine import build
from engine.definition.library import read_library, read_process
from engine.definition.model import Process
from engine.lab.diagram import Graph, Marks, graph_of, links
from engine.lab.layers import Layout, Place, Tie, arrange
from engine.lab.mermaid import escaped, identifiers, mermaid
from engine.lab.nearest import nearest_apart
from engine.lab.page import page
from engine.lab.picture import svg, told
from engine.lab.sketch import sketch
from engine.lab.wrapping import width, wrapped
from engine.words.texts import LANGUAGES
from tests.core.policies import titled
from tests.core.test_nesting import PHASES, SIDES
from tests.definition.folders import shipped

SVG = "{http://www.w3.org/2000/svg}"
FOUND, _ = read_library(shipped())
assert FOUND is not None
PROCESSES: Mapping[str, Process] = FOUND.processes
EVERY = [(name, language) for name in PROCESSES for language in LANGUAGES]
every = pytest.mark.parametrize(("name", "language"), EVERY)
MARKS = Marks(
    place="calibrating",
    notes=("Here since 2026-12-29 10:00", "Open: 于强 – <Calibrate> & grade"),
    visited={"preparing": "Was here: 2026-12-10", "reviewing": "Was here: 2026-12-23"},
    taken={"preparing": {"reviewing": "Taken: 2026-12-23"}, "reviewing": {"calibrating": "Taken: 2026-12-29"}},
    ahead={"calibrating": {"time/past due → calibration_overdue": "Next by time: 2027-01-06"}},
)
STRANGE = """\
process: strange
version: 1
title: {en: 'Odd: "A" <b> & C; #1 %% x', zh: 奇怪}
subject: employee
roles: {employee: subject}
initial: draft
states:
  draft:
    title: {en: 'Draft: "first" --> <i>', zh: 起草}
    on:
      again: {by: employee, to: draft, title: {en: 'Again; and: again', zh: 重来}}
      finish: {by: employee, to: end, title: {en: 'Finish [now] {x}', zh: 完成}}
  end: {final: yes, keep_for: 1 year, title: {en: end, zh: 结束}}
"""


def graph(name: str, language: str = "en") -> Graph:
    return graph_of(PROCESSES[name], language, {})


@every
def test_every_transition_of_the_machine_is_an_edge_exactly_once(name: str, language: str) -> None:
    machine = build(PROCESSES[name]).machine
    transitions = [
        (rule, source, each.dest)
        for rule, event in machine.events.items()
        for source, some in event.transitions.items()
        for each in some
    ]
    drawn = graph(name, language)
    assert sorted(transitions) == sorted((each.rule, each.source, each.target) for each in drawn.edges)
    assert set(drawn.nodes) == set(PROCESSES[name].states)


@every
def test_every_edge_is_in_exactly_one_link(name: str, language: str) -> None:
    drawn = graph(name, language)
    linked = [each for link in links(drawn) for each in link.edges]
    assert len(linked) == len(drawn.edges)
    assert set(linked) == set(drawn.edges)


def test_what_every_running_state_has_in_common_is_one_link() -> None:
    common = [link for link in links(graph("evaluation")) if link.source is None]
    assert {link.target: [text for _, text, _ in link.labels] for link in common} == {
        "closed_early": ["Leaves the company"],
        "not_rated": ["Leave without a rating (Human resources)"],
    }


def test_a_card_says_who_does_what_and_until_when_in_the_readers_language() -> None:
    node = graph("evaluation", "zh").nodes["published"]
    assert (node.title, node.may, node.limit) == (
        "已公布",
        ("员工可：提出申诉",),
        "时限：10个工作日（部分人群不同）",
    )
    labels = {each.label for each in graph("evaluation", "zh").edges if each.source == "approved"}
    assert labels >= {"立即公布（人力资源）", "“绩效结果公布”", "“绩效结果公布”，且 grade == 'A'"}


@every
def test_no_label_is_left_in_another_language(name: str, language: str) -> None:
    """In Chinese nothing but conditions of the file is Latin; in English nothing at all is Chinese."""
    drawn = graph(name, language)
    for node in drawn.nodes.values():
        for line in (node.title, *node.tasks, *node.may, node.limit):
            letters = re.findall(r"[\u4e00-\u9fff]" if language == "en" else r"[A-Za-z]{2,}", line)
            assert not letters, line
    for edge in drawn.edges:
        said = re.split(r"，且 | if ", edge.label)[0]
        assert not re.findall(r"[\u4e00-\u9fff]" if language == "en" else r"[A-Za-z]{2,}", said), edge.label


def strange() -> Process:
    return read_process("strange.yaml", STRANGE)


def texts() -> Iterator[str]:
    for name, language in EVERY:
        yield mermaid(graph(name, language), None)
    yield mermaid(graph("evaluation"), MARKS)
    for language in LANGUAGES:
        yield mermaid(graph_of(strange(), language, {}), None)


# What Mermaid's grammar of states lets through; labels must be free of what it reads as its own.
LABEL = r"(?:[^\x00-\x1f#;:\"<>{}\[\]%\\`]|\#\d+;|<br/>)+"
LINES = (
    r"stateDiagram-v2",
    r"    %% \w+",
    rf"    state \"{LABEL}\" as [a-z]\w*",
    rf"    [a-z]\w* : {LABEL}",
    r"    \[\*\] --> [a-z]\w*",
    r"    [a-z]\w* --> \[\*\]",
    rf"    [a-z]\w* --> [a-z]\w* : {LABEL}",
    r"    classDef \w+ [\w:#,-]+",
    r"    class [a-z]\w* \w+",
)


@pytest.mark.parametrize("text", list(texts()))
def test_mermaid_text_holds_only_lines_mermaid_reads(text: str) -> None:
    for line in text.splitlines():
        assert any(re.fullmatch(each, line, re.ASCII) for each in LINES), line
    declared = re.findall(r'^    state ".*" as (\w+)$', text, re.MULTILINE)
    assert len(declared) == len(set(declared))
    used = {each for pair in re.findall(r"^    (\w+) --> (\w+) :", text, re.MULTILINE) for each in pair}
    assert used <= set(declared)


def test_ids_are_ascii_and_no_words_of_mermaids_own() -> None:
    text = mermaid(graph_of(strange(), "zh", {}), None)
    assert 'state "起草" as s_draft\n' in text
    assert "s_draft --> s_end : 完成（员工）\n" in text
    assert "s_draft --> s_draft : 重来（员工）\n" in text


def test_a_name_in_chinese_would_become_an_ascii_id() -> None:
    drawn = graph("feedback")
    node = replace(drawn.nodes["preparing"], name="准备")
    assert identifiers(replace(drawn, nodes={"准备": node, "end": node})) == {"准备": "s1", "end": "s_end"}


def test_mermaid_marks_where_an_instance_is_and_has_been() -> None:
    text = mermaid(graph("evaluation"), MARKS)
    assert "    class s_calibrating present\n" in text
    assert "    class s_preparing visited\n" in text
    assert "s_calibrating --> s_calibration_overdue : The limit is over<br/>Next by time#58; 2027-01-06\n" in text
    assert "s_reviewing --> s_calibrating" in text
    assert escaped("a:b") == "a#58;b"


@every
def test_nothing_is_drawn_upon_anything_else(name: str, language: str) -> None:
    drawn = sketch(graph(name, language), MARKS if name == "evaluation" else None)
    places = [each.place for each in drawn.cards] + [each.label for each in drawn.wires]
    assert apart(places)
    assert all(each.x - each.width / 2 >= 0 and each.x + each.width / 2 <= drawn.width + 0.01 for each in places)
    cards = {each.name: each.place for each in drawn.cards}
    for wire in drawn.wires:
        for place in [*cards.values(), *(each.label for each in drawn.wires if each is not wire)]:
            assert not crossed(wire.points, place), (wire.lines, place)


@every
def test_every_line_of_text_fits_its_card(name: str, language: str) -> None:
    drawn = sketch(graph(name, language), MARKS if name == "evaluation" else None)
    for card in drawn.cards:
        assert all(width(line.text, 12) < card.place.width - 20 for line in card.lines)
    for wire in drawn.wires:
        assert all(width(line.text, 12) < wire.label.width for line in wire.lines)


def apart(places: list[Place]) -> bool:
    return all(
        abs(a.x - b.x) >= (a.width + b.width) / 2 - 0.01 or abs(a.y - b.y) >= (a.height + b.height) / 2 - 0.01
        for a, b in combinations(places, 2)
    )


def crossed(points: tuple[tuple[float, float], ...], place: Place) -> bool:
    """Whether a line runs through a rectangle. A bend stays within the heights it joins, so its box is enough."""
    for (x, y), (to_x, to_y) in pairwise(points):
        beside = max(x, to_x) <= place.x - place.width / 2 + 0.01 or min(x, to_x) >= place.x + place.width / 2 - 0.01
        low, high = min(y, to_y), max(y, to_y)
        over = high <= place.y - place.height / 2 + 0.01 or low >= place.y + place.height / 2 - 0.01
        if not beside and not over:
            return True
    return False


@every
def test_the_picture_is_sound_xml_that_can_be_read_out_and_needs_nothing_from_elsewhere(
    name: str, language: str
) -> None:
    text = svg(graph(name, language), MARKS if name == "evaluation" else None, 'A "title" <of> & sorts')
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == 'A "title" <of> & sorts'
    assert desc is not None
    assert all(node.title in (desc.text or "") for node in graph(name, language).nodes.values())
    assert not re.search(r"<script|@import|url\(|https?://(?!www\.w3\.org/2000/svg)", text)


def test_where_an_instance_is_stands_out_and_what_cannot_follow_is_pale() -> None:
    root = ElementTree.fromstring(svg(graph("evaluation"), MARKS, "x"))
    cards = {each.get("data-state"): each.get("class") for each in root.iter(f"{SVG}g") if each.get("data-state")}
    assert cards["calibrating"] == "card between present"
    assert cards["preparing"] == "card first visited"
    assert cards["approved"] == "card between plain"
    assert cards["published"] == "card between pale"
    assert cards["*closed_early"] == "card everywhere plain"
    said = [each.text for each in root.iter(f"{SVG}text")]
    assert {"Here since 2026-12-29 10:00", "Taken: 2026-12-23", "Next by time: 2027-01-06"} <= set(said)
    wires = [each.get("class") for each in root.iter(f"{SVG}g") if (each.get("class") or "").startswith("wire")]
    assert sum(each is not None and each.endswith("taken") for each in wires) == 2


def test_a_page_says_in_words_what_the_picture_shows() -> None:
    text = page(graph("evaluation", "zh"), None, "绩效评估", ["第 1 版"])
    assert '<html lang="zh-CN">' in text
    rows = re.findall(r"<tr.*?</tr>", text, re.DOTALL)
    assert len(rows) == 1 + len(graph("evaluation").nodes) + 1  # the head, the states, what is common to all
    published = next(row for row in rows if '<th scope="row">已公布</th>' in row)
    assert "员工可：提出申诉" in published
    assert "期限已过 → 已归档" in published
    assert not re.search(r"<script|<link|@import|src=", text)


def test_strange_titles_do_no_harm_and_a_state_may_lead_to_itself() -> None:
    drawn = graph_of(strange(), "en", {})
    ElementTree.fromstring(svg(drawn, None, drawn.title))
    assert "↺ Again; and: again (Employee)" in [line.text for card in sketch(drawn, None).cards for line in card.lines]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_any_graph_is_laid_out_without_overlap(pairs: list[tuple[int, int]]) -> None:
    sizes = {str(number): (60.0 + 9 * number, 30.0 + 5 * number) for number in range(8)}
    ties = [Tie(source=str(a), target=str(b), width=50.0 + a, height=14.0) for a, b in pairs if a != b]
    found: Layout = arrange(sizes, ties, "0")
    assert apart([*found.boxes.values(), *found.labels])
    for tie, line in zip(ties, found.lines, strict=True):
        touched = (found.boxes[tie.source], found.boxes[tie.target])
        for point, box in zip((line[0], line[-1]), touched, strict=True):
            assert abs(point[0] - box.x) <= box.width / 2
            assert abs(abs(point[1] - box.y) - box.height / 2) < 0.01


def test_things_in_a_row_stand_where_they_wish_or_as_near_as_may_be() -> None:
    assert nearest_apart([0, 10, 20], [1, 1, 1], [5, 5]) == [0, 10, 20]
    assert nearest_apart([10, 10], [1, 1], [4]) == [8, 12]
    assert nearest_apart([10, 10], [3, 1], [4]) == [9, 13]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("审定等级（人力资源）", ["审定等级（人", "力资源）"]),
        ("a" * 30, ["a" * 11, "a" * 11, "a" * 8]),
        ("", [""]),
    ],
)
def test_text_is_broken_at_blanks_between_chinese_characters_else_anywhere(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, 66) == lines


NESTED = [graph_of(read_process("test.yaml", titled(text)), "en", {}) for text in (PHASES, SIDES)]


@pytest.mark.parametrize("drawn", NESTED)
def test_states_within_states_are_boxes_within_boxes(drawn: Graph) -> None:
    made = sketch(drawn, None)
    cards = {each.name: each.place for each in made.cards if each.name in drawn.nodes}
    assert set(cards) == set(drawn.nodes)
    for name, place in cards.items():
        around = drawn.nodes[name].around
        beside = [other for other in cards if drawn.nodes[other].around == around]
        assert apart([cards[other] for other in beside])
        if around:
            outer = cards[around]
            assert abs(place.x - outer.x) + place.width / 2 <= outer.width / 2
            assert abs(place.y - outer.y) + place.height / 2 <= outer.height / 2
    leaves = [place for name, place in cards.items() if name not in drawn.parts]
    assert apart([*leaves, *(each.label for each in made.wires)])
    for wire in made.wires:
        assert not any(crossed(wire.points, place) for place in leaves)


@pytest.mark.parametrize("drawn", NESTED)
def test_mermaid_puts_states_within_states_and_parts_beside_each_other(drawn: Graph) -> None:
    text = mermaid(drawn, None)
    assert text.count(" {\n") == text.count("}\n") == len(drawn.parts)
    assert text.count("    --\n") == sum(len(parts) - 1 for parts in drawn.parts.values())
    assert all(f"as s_{name}" in text for name in drawn.nodes)


def test_a_way_out_of_a_state_within_is_drawn_at_the_rim_and_says_where_it_begins() -> None:
    lines = mermaid(NESTED[1], None).splitlines()
    assert "    s_both --> s_closed : writing#58; give_up (Employee)" in lines
    assert "    s_both --> s_both : again (Human resources) → writing" in lines


def test_all_states_an_instance_is_in_are_marked() -> None:
    marks = Marks(place="both", here=frozenset({"both", "writing", "thinking"}))
    text = mermaid(NESTED[1], marks)
    assert [line.split()[1] for line in text.splitlines() if line.endswith(" present")] == [
        "s_both",
        "s_writing",
        "s_thinking",
    ]
    moods = {each.name: each.mood for each in sketch(NESTED[1], marks).cards}
    assert {name for name, mood in moods.items() if mood == "present"} == {"both", "writing", "thinking"}


def test_words_name_a_state_behind_those_around_it() -> None:
    marks = Marks(place="both", here=frozenset({"both", "writing", "thinking"}))
    both, writing, thinking = (NESTED[1].nodes[each].title for each in ("both", "writing", "thinking"))
    said = told(NESTED[1], marks).splitlines()
    assert said[0] == f"Now: {both} › {writing}; {both} › {thinking}."
    assert any(line.startswith(f"{both} › {writing}: ") for line in said)
    made = page(NESTED[1], marks, "A review", [])
    assert f'<tr class="now"><th scope="row">{both} › {writing} (' in made


def test_rules_of_one_name_in_two_parts_have_each_their_own_date() -> None:
    reminder = r"reminders:\n( +)- {at: 1 business day before due, send: task_due_soon}"
    text, count = re.subn(reminder, r"after:\n\1- {id: on, past: 1 week after entry, to: written}", SIDES)
    assert count == 1
    drawn = graph_of(read_process("test.yaml", titled(text)), "en", {})
    (edge,) = [each for each in drawn.edges if each.rule == "time/on"]
    link = next(each for each in links(drawn) if edge in each.edges)
    here = frozenset({"both", "writing", "thinking"})
    for part, said in (("thinking", []), ("writing", ["4 May"])):
        marks = Marks(place="both", here=here, ahead={part: {"time/on": "4 May"}})
        assert marks.of(link)[0] == said
