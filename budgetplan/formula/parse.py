"""Text to tree, with Excel's grammar and precedence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from .tree import Call, Constant, FormulaError, Name, Node, Operation, Percent, Sign, levels, nodes

TOKEN = re.compile(
    r"""\s*(?: (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
             | (?P<text>"(?:[^"]|"")*")
             | (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)
             | (?P<sign><>|<=|>=|[-+*/^=<>%(),&])
             | (?P<end>\Z) )""",
    re.X | re.A,
)
# How tightly each operator binds, as in Excel; all of them, ^ included, group from the left.
RANKS = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
PERCENT, SIGN, ATOM = 6, 7, 8
MAX_LENGTH, MAX_DEPTH, MAX_LEVELS = 2000, 60, 120
HABITS = {  # what people bring along from other languages, and what it is here
    "**": "a power is written ^",
    "==": "equality is written with one =",
    "!=": '"not equal" is written <>',
    "&&": '"and" is written AND(..., ...)',
    "||": '"or" is written OR(..., ...)',
    ";": "arguments are separated by a comma",
    "'": "text stands in double quotes",
    "$": "names stand in place of cells: there are no $ locks here",
    "[": "names stand in place of cells: there are no brackets here",
    "!": "names stand in place of cells: write table.name",
    ":": "a column is added up with SUM(table.column)",
    "{": "a list is a table of its own",
}

WORDS = {
    "and": " Here tests are joined by AND(..., ...).",
    "or": " Here tests are joined by OR(..., ...).",
    "if": " Here a choice is written IF(test, yes, no).",
    "x": " Here * multiplies.",
    "else": " Here a choice is written IF(test, yes, no).",
}


def names_in(formula: Any) -> frozenset[str]:
    """The names in a formula; none in what is no formula, or cannot be read (the model will say why)."""
    return _names_in(formula) if isinstance(formula, str) and formula.startswith("=") else frozenset()


@lru_cache(maxsize=4096)
def _names_in(formula: str) -> frozenset[str]:
    try:
        return frozenset(node.text for node in nodes(parse(formula)) if isinstance(node, Name))
    except FormulaError:
        return frozenset()


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of a formula such as `=ROUND(salary / 12, 2)`; raises FormulaError with the offset of the mistake."""
    if not text.startswith("="):
        raise FormulaError("A formula starts with =.", 0)
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"A formula of {len(text):,} characters is too long; split it into named lines.", 0)
    parser = Parser(text)
    node = parser.expression()
    if levels(node) > MAX_LEVELS:
        message = f"A formula of over {MAX_LEVELS} levels is too long; split it into named lines."
        raise FormulaError(message, 0, len(text))
    if parser.kind != "end":
        hint = WORDS.get(parser.token.lower()) or parser.habit(parser.start)
        raise FormulaError(f'Did not expect "{parser.token}" here.{hint}', parser.start)
    return node


class Parser:
    """Precedence climbing: read an operand, then every operator that binds at least as tightly as asked."""

    def __init__(self, text: str):
        self.text, self.at, self.depth = text, 1, 0
        self.token, self.kind, self.start, self.end = "", "", 0, 0
        self.advance()

    def advance(self) -> str:
        """Step to the next token and return the one left behind."""
        left = self.token
        self.end = self.start + len(left)  # where the token left behind ends
        found = TOKEN.match(self.text, self.at)
        if not found or found.lastgroup is None:
            at = self.at + len(self.text[self.at :]) - len(self.text[self.at :].lstrip(" \t\n\r\f\v"))
            if self.text[at] == '"':
                raise FormulaError("This text has no closing quote.", at)
            raise FormulaError(f'A formula has no place for "{self.text[at]}".{self.habit(at)}', at)
        self.kind, self.token = found.lastgroup, found[found.lastgroup]
        self.start, self.at = found.start(found.lastgroup), found.end()
        return left

    def habit(self, at: int) -> str:
        """A hint where the text at (or just before) an offset is a habit from another language."""
        for length in (2, 1):
            for start in (at, at - 1):
                if hint := HABITS.get(self.text[max(start, 0) : max(start, 0) + length]):
                    return f" Here {hint}."
        return ""

    def expect(self, sign: str) -> None:
        """Step over one sign, or say what was found in its place."""
        if self.token != sign:
            found = f', not "{self.token}".{self.habit(self.start)}' if self.token else "; the formula ends too soon."
            raise FormulaError(f'Expected "{sign}" here{found}', self.start)
        self.advance()

    def expression(self, rank: int = 1) -> Node:
        """An operand and all operators of at least this rank that follow it."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("This formula is nested too deeply; split it into named lines.", self.start)
        node = self.operand()
        while self.kind == "sign" and RANKS.get(self.token, 0) >= rank:
            sign = self.advance()
            right = self.expression(RANKS[sign] + 1)
            node = Operation(node.start, right.end, sign, node, right)
        self.depth -= 1
        return node

    def operand(self) -> Node:
        """A number, text, name, call, bracket or signed operand, with its percent signs."""
        start = self.start
        if self.kind == "sign" and self.token in "+-":
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise FormulaError("This formula has too many signs in a row.", start)
            sign = self.advance()
            operand = self.operand()
            self.depth -= 1
            return Sign(start, operand.end, sign, operand)
        node = self.atom(start)
        while self.kind == "sign" and self.token == "%":
            self.advance()
            node = Percent(start, self.end, node)
        return node

    def atom(self, start: int) -> Node:
        """The smallest pieces."""
        if self.token == "(" and self.kind == "sign":
            self.advance()
            node = self.expression()
            self.expect(")")
            return node
        if self.kind not in ("number", "text", "name"):
            raise FormulaError(f"A number or a name is missing here.{self.habit(start)}", start)
        kind, token = self.kind, self.advance()
        if kind == "number":
            return Constant(start, self.end, float(token))
        if kind == "text":
            return Constant(start, self.end, token[1:-1].replace('""', '"'))
        if self.kind == "sign" and self.token == "(":
            return self.call(start, token)
        return Name(start, self.end, token)

    def call(self, start: int, function: str) -> Call:
        """The arguments of a function, up to its closing bracket."""
        self.advance()
        arguments: list[Node] = []
        while not (self.kind == "sign" and self.token == ")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expression())
        self.advance()
        return Call(start, self.end, function.upper(), tuple(arguments))
