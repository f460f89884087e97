"""A refusal for people who came with a browser."""

from server.http.problems import CODES, Problem
from server.http.rendering import render


def render_problem(problem: Problem) -> str:
    """Return the page that says it."""
    _, title = CODES[problem.code]
    return render("problem.html", title=title, detail=problem.detail)
