"""Reading 1, Check: is the formula sound? Names, kinds and axes, with refusals that help."""

from __future__ import annotations

from dataclasses import dataclass, field

from .functions import Function, Parameter
from .reading import Reading, parameters_of
from .symbols import UNIVERSAL, Kind, Resolve, Symbol
from .tree import Call, Constant, FormulaError, Name, Node, Operation, Percent, Sign, nodes

HUGE = 1e15  # of longer numbers nobody reads the digits
PATTERNS = "*?~<>="
KIND_WORDS = {"number": "a number", "date": "a date", "text": "text", "key": "a key", "test": "a test"}


@dataclass
class Checked:
    """What a sound formula gives and needs: its kind, the keys it reads, and whether it looks back at itself."""

    kind: Kind
    uses: list[str] = field(default_factory=list)
    looks_back: bool = False


def check(tree: Node, line: Symbol, resolve: Resolve) -> Checked:
    """Checks the formula of a line; raises FormulaError for the first thing that is wrong."""
    _no_numbers(tree)
    reading = Check(line, resolve)
    kind = reading.read(tree)
    if kind == "test":
        raise FormulaError("A line holds numbers, and this is a test; write IF(..., 1, 0).", tree.start, tree.end)
    uses = list(dict.fromkeys(reading.uses))
    return Checked(kind, [key for key in uses if key != line.key], line.key in uses)


def _no_numbers(tree: Node) -> None:
    """Refuses numbers that have no name and no source; a percent sign says that a share is meant."""
    shares = {id(node.operand): node for node in nodes(tree) if isinstance(node, Percent)}
    for node in nodes(tree):
        if isinstance(node, Constant) and isinstance(node.value, float) and node.value not in UNIVERSAL:
            known, share = ", ".join(f"{number:g}" for number in sorted(UNIVERSAL)), shares.get(id(node))
            told = f"{node.value / 100:g} ({node.value:g} %)" if share else f"{node.value:g}"
            told = told if abs(node.value) < HUGE else "this number"
            raise FormulaError(
                f"Give {told} a name and a source (under rates:), and write the name here. "
                f"Only {known} may stand in a formula.",
                node.start,
                (share or node).end,
            )


class Check(Reading[Kind]):
    """The kind of each part, or a refusal that says what would be right."""

    def __init__(self, line: Symbol, resolve: Resolve):
        super().__init__(resolve)
        self.line, self.uses = line, list[str]()
        self.own_name = (
            "this one" if "__" in line.name else line.name
        )  # the program's own cells have no name for people

    def constant(self, node: Constant) -> Kind:
        """Text that starts with a letter can begin a key."""
        return "text" if isinstance(node.value, str) else "number"

    def name(self, symbol: Symbol, node: Name) -> Kind:
        """A name here: mine, or global; of my axis, or of none."""
        if symbol.union or (symbol.table and symbol.table != self.line.table):
            raise self.fail(
                f"{symbol.key} has one value per row; say which rows with SUM({symbol.key}), SUMIFS or FROM.", node
            )
        if symbol.axis and symbol.axis != self.line.axis:
            mine = f"per {self.line.axis}" if self.line.axis else "in all"
            raise self.fail(
                f"{symbol.name} has one value per {symbol.axis}, and {self.own_name} has one {mine}; "
                f"use TOTAL({symbol.name}) or ACROSS.",
                node,
            )
        if symbol.key == self.line.key:
            step = symbol.axis or "month"
            raise self.fail(
                f"{symbol.name} cannot be made of itself; PREV({symbol.name}) is its value of the {step} before.", node
            )
        if symbol.optional:
            raise self.fail(f"{symbol.name} may be blank; say what counts then: IFBLANK({symbol.name}, ...).", node)
        self.uses.append(symbol.key)
        return symbol.kind

    def sign(self, node: Sign) -> Kind:
        """A sign needs a number."""
        return self.number(node.operand, node.sign)

    def percent(self, node: Percent) -> Kind:
        """A percent sign needs a number."""
        return self.number(node.operand, "%")

    def number(self, node: Node, sign: str) -> Kind:
        """Refuses what is not a number."""
        if (kind := self.read(node)) != "number":
            raise self.fail(f'"{sign}" needs a number, and this is {KIND_WORDS[kind]}.', node)
        return "number"

    def operation(self, node: Operation) -> Kind:
        """Arithmetic on numbers (and days on dates), comparison of like with like, & of texts."""
        left, right = self.read(node.left), self.read(node.right)
        for kind, side in ((left, node.left), (right, node.right)):
            if kind == "test":
                raise self.fail(
                    f'"{node.sign}" cannot work on a test; AND(...), OR(...) join tests '
                    "and IF(test, 1, 0) makes a number.",
                    side,
                )
        if node.sign == "&":
            return self.joined(node, left, right)
        texts = {left, right} & {"text", "key"}
        if node.sign in ("=", "<>"):
            if ("number" in (left, right) or "date" in (left, right)) and texts:
                raise self.fail(
                    f'"{node.sign}" compares {KIND_WORDS[left]} with {KIND_WORDS[right]}; they are never equal.', node
                )
            return "test"
        if texts:
            raise self.fail(f'"{node.sign}" needs numbers on both sides.', node.left if left in texts else node.right)
        if node.sign in ("<", ">", "<=", ">="):
            if left != right:
                raise self.fail(f'"{node.sign}" compares {KIND_WORDS[left]} with {KIND_WORDS[right]}.', node)
            return "test"
        return self.arithmetic(node, left, right)

    def arithmetic(self, node: Operation, left: Kind, right: Kind) -> Kind:
        """A date plus days is a date, a date less a date is days; nothing else is done to dates."""
        match (left, node.sign, right):
            case ("number", _, "number") | ("date", "-", "date"):
                return "number"
            case ("date", "+" | "-", "number") | ("number", "+", "date"):
                return "date"
        raise self.fail(f'"{node.sign}" has no meaning between {KIND_WORDS[left]} and {KIND_WORDS[right]}.', node)

    def joined(self, node: Operation, left: Kind, right: Kind) -> Kind:
        """Joined text; a key when it starts with a letter of our own, so that "0100" and "100" stay two things."""
        for kind, side in ((left, node.left), (right, node.right)):
            if kind not in ("text", "key"):
                raise self.fail(f'"&" joins texts, and this is {KIND_WORDS[kind]}.', side)
        first: Node = node
        while isinstance(first, Operation) and first.sign == "&":
            first = first.left
        self.no_patterns(node)
        lettered = isinstance(first, Constant) and isinstance(first.value, str) and first.value[:1].isalpha()
        return "key" if lettered or left == "key" else "text"

    def no_patterns(self, node: Node) -> None:
        """Refuses the signs by which spreadsheets look for patterns in place of the text itself."""
        for part in nodes(node):
            if isinstance(part, Constant) and isinstance(part.value, str) and set(part.value) & set(PATTERNS):
                raise self.fail(f"A key holds none of {' '.join(PATTERNS)}: spreadsheets read them as patterns.", part)

    def call(self, function: type[Function], node: Call) -> Kind:
        """The right number of arguments, each of the right kind and look."""
        parameters = parameters_of(function, node)
        kinds = [self.argument(function, p, a) for p, a in zip(parameters, node.arguments, strict=True)]
        self.belong_together(function, parameters, node)
        for group in function.alike(len(kinds)):
            if not self.like([kinds[at] for at in group], [node.arguments[at] for at in group]):
                found = " and ".join(KIND_WORDS[kinds[at]] for at in group)
                parts = " and ".join(f'"{parameters[at].name}"' for at in group)
                raise self.fail(f"{function.__name__} has {found} for {parts}; they must be alike.", node)
        return function.kind(kinds)

    @staticmethod
    def like(kinds: list[Kind], given: list[Node]) -> bool:
        """Whether arguments are of one kind; beside dates a 0 is a date, too: none."""
        found = {
            "date" if "date" in kinds and isinstance(node, Constant) and node.value == 0 else kind
            for kind, node in zip(kinds, given, strict=True)
        }
        return len({"text" if kind == "key" else kind for kind in found}) == 1

    def belong_together(self, function: type[Function], parameters: list[Parameter], node: Call) -> None:
        """Columns of one call stand in one table, lines of one call run along one axis."""
        for look, what in (("down", "table"), ("along", "axis")):
            named = [
                a for p, a in zip(parameters, node.arguments, strict=True) if p.look == look and isinstance(a, Name)
            ]
            places = {getattr(self.symbol(name), what) for name in named}
            if len(places) > 1:
                told = ", ".join(name.text for name in named)
                raise self.fail(f"{function.__name__} needs {told} to be of one {what}.", node)

    def argument(self, function: type[Function], parameter: Parameter, node: Node) -> Kind:
        """One argument of a function."""
        if parameter.look == "here":
            kind = self.blank(node) if parameter.blank else self.read(node)
        else:
            kind = self.looked(function, parameter, node)
        if parameter.look == "here" and "key" in parameter.kinds:
            self.no_patterns(node)
        if kind not in parameter.kinds:
            if "key" in parameter.kinds and kind == "text":
                raise self.fail(
                    f'{function.__name__} would take "0100" and "100" for equal; '
                    f'join a letter in front, e.g. "k" & {getattr(node, "text", "code")}.',
                    node,
                )
            wanted = " or ".join(KIND_WORDS[k] for k in parameter.kinds)
            raise self.fail(
                f'{function.__name__} needs {wanted} for "{parameter.name}", and this is {KIND_WORDS[kind]}.', node
            )
        return kind

    def blank(self, node: Node) -> Kind:
        """An argument that may be an optional input."""
        if isinstance(node, Name) and (symbol := self.symbol(node)).optional:
            self.uses.append(symbol.key)
            return symbol.kind
        raise self.fail("Only an input that is declared optional can be blank.", node)

    def looked(self, function: type[Function], parameter: Parameter, node: Node) -> Kind:
        """A whole line or column, which must be named, so that each step is visible."""
        if not isinstance(node, Name):
            raise self.fail(
                f"{function.__name__} looks beyond this row and month; "
                "give this part a line and a name of its own first.",
                node,
            )
        symbol = self.symbol(node)
        if parameter.look == "whole":
            if symbol.union:
                raise self.fail(
                    f"{symbol.key} stands in several places; {function.__name__} looks at one of them.", node
                )
            self.uses.append(symbol.key)
            return symbol.kind
        if parameter.look == "down":
            if not (symbol.adjoins or parameter.apart):
                raise self.fail(
                    f"{symbol.key} stands in several places; only SUM, SUMIFS, BETWEEN and UPTO read it.", node
                )
            if not symbol.table:
                raise self.fail(f"{function.__name__} looks down a table; {symbol.name} is not a column of one.", node)
            if symbol.axis and symbol.axis != self.line.axis:
                raise self.fail(f"{symbol.key} has one value per {symbol.axis}, and {self.own_name} has not.", node)
            if symbol.axis and parameter.steady:
                told = f"{symbol.key} has one per {symbol.axis}"
                raise self.fail(f'{function.__name__} needs one value per row for "{parameter.name}"; {told}.', node)
            self.opens(function, parameter, symbol, node)
        else:
            self.along(function, parameter, symbol, node)
        if symbol.optional:
            raise self.fail(f"{symbol.name} may be blank, so {function.__name__} cannot read it.", node)
        self.uses.append(symbol.key)
        return symbol.kind

    def along(self, function: type[Function], parameter: Parameter, symbol: Symbol, node: Name) -> None:
        """A line along an axis, in my row or of no table."""
        if symbol.union or (symbol.table and symbol.table != self.line.table):
            raise self.fail(f"{symbol.key} belongs to another table; add it up with SUMIFS first.", node)
        if not symbol.axis:
            raise self.fail(f"{function.__name__} looks along months or years; {symbol.name} has none.", node)
        if parameter.mine and symbol.axis != self.line.axis:
            raise self.fail(f"{symbol.name} has one value per {symbol.axis}, and {self.own_name} has not.", node)
        self.opens(function, parameter, symbol, node)
        if symbol.key == self.line.key and not parameter.before:
            raise self.fail(f"{symbol.name} may look back at itself with PREV only.", node)

    def opens(self, function: type[Function], parameter: Parameter, symbol: Symbol, node: Name) -> None:
        """Refuses to read the step before the first of a line that has none."""
        if parameter.before and not symbol.opens:
            reads = f"{function.__name__} in the first {symbol.axis} reads the opening value of {symbol.name}"
            raise self.fail(f"{reads}; give that line an opening.", node)

    def fail(self, message: str, node: Node) -> FormulaError:
        """A refusal that points at a part of the formula."""
        return FormulaError(message, node.start, node.end)
