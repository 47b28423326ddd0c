"""A picture as a page: one file that opens offline and prints, with the same in words for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from engine.lab.diagram import Edge, Graph, Marks, Node, links
from engine.lab.paint import colours_of_page
from engine.lab.picture import svg
from engine.words.texts import say

_STYLE = (
    'body{margin:0 auto;padding:1.5rem;max-width:75rem;line-height:1.5;font-family:system-ui,"Noto Sans",'
    '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}'
    f"{colours_of_page()}"
    "h1{font-size:1.5rem}h1~p{margin:.2rem 0}h2{font-size:1.2rem}"
    "figure{margin:1rem 0;overflow-x:auto}figure svg{display:block;margin:0 auto;max-width:100%;height:auto}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "th,td{border:1px solid #8793a1;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "thead th:nth-child(1){width:20%}thead th:nth-child(2){width:24%}thead th:nth-child(3){width:14%}"
    "thead th:nth-child(4){width:21%}"
    "td ul,th ul{list-style:none;margin:0;padding:0}li+li{margin-top:.25rem}"
    "th ul{font-weight:400;font-size:.85rem}tr.now>th{border-left:4px solid #0b6b3a}"
    "@media print{@page{margin:12mm}body{padding:0;max-width:none}figure svg{max-height:240mm;width:auto}"
    "h2{break-before:page}tr{break-inside:avoid}}"
)


def page(graph: Graph, marks: Marks | None, title: str, remarks: Iterable[str]) -> str:
    """The page as a whole HTML file. `remarks` are lines under the title: for whom and as of when it was made."""
    say_ = _said(graph.language)
    heads = "".join(f'<th scope="col">{say_[each]}</th>' for each in _HEADS)
    rows = "\n".join([*(_row(graph, node, marks) for node in graph.nodes.values()), _everywhere(graph)])
    language = "zh-CN" if graph.language == "zh" else graph.language
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        + "".join(f"<p>{escape(each)}</p>\n" for each in remarks)
        + f"<figure>\n{svg(graph, marks, title)}</figure>\n<h2>{say_['page-words']}</h2>\n"
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


_HEADS = ("page-state", "page-who", "page-limit", "page-next", "page-silence")


def _said(language: str) -> dict[str, str]:
    return {each: escape(say(each, language, {})) for each in (*_HEADS, "page-words")}


def _row(graph: Graph, node: Node, marks: Marks | None) -> str:
    ways = [each for link in links(graph) if link.source == node.name for each in link.edges]
    by_people = [_leads(graph, each, marks) for each in ways if each.kind != "time"]
    by_time = [_leads(graph, each, marks) for each in ways if each.kind == "time"]
    stays = "page-end" if node.kind == "final" else "page-stays"
    title = graph.whole(node.name)
    noted: tuple[str, ...] = ()
    if marks is not None and marks.at(node.name):
        title = say("edge-by", graph.language, {"what": title, "who": say("page-now", graph.language, {})})
        noted = marks.notes if node.name == marks.place else ()
    elif marks is not None and node.name in marks.visited:
        noted = (marks.visited[node.name],)
    cells = [
        _list([*node.tasks, *node.may]),
        escape(node.time),
        _list(by_people),
        _list(by_time or [say(stays, graph.language, {})]),
    ]
    now = ' class="now"' if marks is not None and marks.at(node.name) else ""
    head = f'<th scope="row">{escape(title)}{_list(noted)}</th>'
    return f"<tr{now}>{head}{''.join(f'<td>{each}</td>' for each in cells)}</tr>"


def _everywhere(graph: Graph) -> str:
    """The row of what every running state has in common, said once."""
    common = [link for link in links(graph) if link.source is None]
    if not common:
        return ""
    head = say("node-everywhere", graph.language, {})
    ways = dict.fromkeys(_leads(graph, each, None) for link in common for each in link.edges)
    return f'<tr><th scope="row">{escape(head)}</th><td></td><td></td><td>{_list(ways)}</td><td></td></tr>'


def _leads(graph: Graph, edge: Edge, marks: Marks | None) -> str:
    target = graph.nodes[edge.target].title if edge.target in graph.nodes else edge.target
    said = say("page-leads", graph.language, {"what": edge.label, "to": target})
    ahead = None if marks is None else marks.next(edge)
    return said if ahead is None else f"{said} · {ahead}"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(each)}</li>" for each in lines)
    return f"<ul>{items}</ul>" if items else ""
