"""Excel's grammar: what a formula means, and where exactly it is wrong."""

from __future__ import annotations

import pytest
from formula.small import given as entered
from formula.small import result
from hypothesis import given
from hypothesis import strategies as st

from budgetplan.formula.check import check
from budgetplan.formula.parse import parse
from budgetplan.formula.symbols import Symbol
from budgetplan.formula.tree import Call, Constant, FormulaError, Name, Node, Operation, Percent, Sign, nodes


def told(node: Node) -> str:
    """A tree with every grouping in brackets."""
    match node:
        case Constant(value=str(value)):
            return repr(value)
        case Constant(value=value):
            return f"{value:g}"
        case Name(text=text):
            return text
        case Sign(sign=sign, operand=operand):
            return f"({sign}{told(operand)})"
        case Percent(operand=operand):
            return f"({told(operand)}%)"
        case Operation(sign=sign, left=left, right=right):
            return f"({told(left)} {sign} {told(right)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(told, arguments))})"
    raise AssertionError(node)


@pytest.mark.parametrize(
    ("formula", "grouped"),
    [
        ("=a + b * c", "(a + (b * c))"),
        ("=a - b - c", "((a - b) - c)"),
        ("=a / b / c", "((a / b) / c)"),
        ("=a / b * c", "((a / b) * c)"),
        ("=a * b ^ c", "(a * (b ^ c))"),
        ("=a ^ b ^ c", "((a ^ b) ^ c)"),  # from the left, unlike in mathematics
        ("=-a ^ b", "((-a) ^ b)"),  # the sign first, unlike in mathematics
        ("=a ^ -b", "(a ^ (-b))"),
        ("=a - -b", "(a - (-b))"),
        ("=+-+a", "(+(-(+a)))"),
        ("=-a%", "(-(a%))"),
        ("=a%^b", "((a%) ^ b)"),
        ("=a%%", "((a%)%)"),
        ("=a*b%", "(a * (b%))"),
        ("=(a + b)%", "((a + b)%)"),
        ("=a < b + c", "(a < (b + c))"),
        ("=a < b = c", "((a < b) = c)"),  # a chain compares the answer, TRUE or FALSE, as in Excel; Check refuses it
        ("=a <> b >= c", "((a <> b) >= c)"),
        ("=a & b + c", "(a & (b + c))"),
        ("=a & b = c", "((a & b) = c)"),
        ("=a <= -b", "(a <= (-b))"),
        ("=(((a)))", "a"),
        ("=max(a, b)", "MAX(a, b)"),
        ("=Max( a ,MIN( b, c ) )", "MAX(a, MIN(b, c))"),
        ("=PI()", "PI()"),
        ("=MAX (a, b)", "MAX(a, b)"),
        ("=positions.wages", "positions.wages"),
        ('="a""b"', "'a\"b'"),
        ('=""', "''"),
        ('="=1+(" & "%"', "('=1+(' & '%')"),
        ("=1e3 + .5 + 2. + 1.5E-2", "(((1000 + 0.5) + 2) + 0.015)"),
        ("=\n  a\n  + b", "(a + b)"),
    ],
)
def test_grouping(formula: str, grouped: str) -> None:
    assert told(parse(formula)) == grouped


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=-two ^ 2", 4),
        ("=two ^ three ^ 2", 64),
        ("=five%", 0.05),
        ("=five%%", 0.0005),
        ("=100 * five%", 5),
        ("=-five%", -0.05),
        ("=two ^ -1", 0.5),
        ("=0 - two ^ 2", -4),
        ("=2 - three - 1", -2),
        ("=12 / three / two", 2),
        ("=1 + 2 * three", 7),
        ("=(1 + 2) * three", 9),
        ("=--two", 2),
        ('=IF("a""b" = "A""B", 1, 0)', 1),
        ("=IF(two <> 2, 1, 0)", 0),
        ("=IF(two + 1 >= three, 12, 24)", 12),
    ],
)
def test_what_it_is_worth(formula: str, value: float) -> None:
    assert result(formula, entered("two", 2), entered("three", 3), entered("five", 5)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("formula", "start", "end"),
    [("=a + bb * 12", 5, 12), ("=  MAX(a, bb)", 3, 13), ("=(a + b)%", 1, 9), ("=-  abc", 1, 7), ('="a""b" & c', 1, 11)],
)
def test_a_part_knows_its_columns(formula: str, start: int, end: int) -> None:
    widest = {(node.start, node.end) for node in nodes(parse(formula))}
    assert (start, end) in widest


def test_every_name_stands_where_its_node_says() -> None:
    formula = "=ROUND(salary / 12 *  cola, 2) + IF(-fte% > positions.fte, merit, (active))"
    found = [node for node in nodes(parse(formula)) if isinstance(node, Name)]
    assert [formula[node.start : node.end] for node in found] == [node.text for node in found]
    assert len(found) == 6


@pytest.mark.parametrize(
    ("formula", "start", "message"),
    [
        ("salary", 0, "A formula starts with =."),
        ("", 0, "A formula starts with =."),
        (" =salary", 0, "A formula starts with =."),
        ("=", 1, "A number or a name is missing here."),
        ("=1 +", 4, "A number or a name is missing here."),
        ("=a + * b", 5, "A number or a name is missing here."),
        ("=MAX(a,, b)", 7, "A number or a name is missing here."),
        ("=(a + b", 7, 'Expected ")" here; the formula ends too soon.'),
        ("=MAX(a", 6, 'Expected "," here; the formula ends too soon.'),
        ("=MAX(a b)", 7, 'Expected "," here, not "b".'),
        ("=a + b)", 6, 'Did not expect ")" here.'),
        ("=12 24", 4, 'Did not expect "24" here.'),
        ("=10,000", 3, 'Did not expect "," here.'),
        ("=a × b", 3, 'A formula has no place for "×".'),
        ("=a.b.c", 4, 'A formula has no place for ".".'),
        ("=a ** b", 4, "A number or a name is missing here. Here a power is written ^."),
        ("=a == b", 4, "A number or a name is missing here. Here equality is written with one =."),
        ("=a != b", 3, 'A formula has no place for "!". Here "not equal" is written <>.'),
        ("=a && b", 4, 'A number or a name is missing here. Here "and" is written AND(..., ...).'),
        ("=a || b", 3, 'A formula has no place for "|". Here "or" is written OR(..., ...).'),
        ("=MAX(a; b)", 6, 'A formula has no place for ";". Here arguments are separated by a comma.'),
        ("='a' & b", 1, 'A formula has no place for "\'". Here text stands in double quotes.'),
        ('="abc', 1, "This text has no closing quote."),
        ('=a & "b""', 8, "This text has no closing quote."),
        ("=a and b", 3, 'Did not expect "and" here. Here tests are joined by AND(..., ...).'),
        (
            "=$A$1",
            1,
            'A formula has no place for "$". Here names stand in place of cells: there are no $ locks here.',
        ),
        ("=Rates!A1", 6, 'A formula has no place for "!". Here names stand in place of cells: write table.name.'),
    ],
)
def test_where_it_is_wrong_and_what_would_be_right(formula: str, start: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert (caught.value.message, caught.value.start) == (message, start)
    assert caught.value.end == start + 1


@pytest.mark.parametrize(
    ("formula", "hint"),
    [("=a and b", "AND(..., ...)"), ("=a or b", "OR(..., ...)"), ("=a if b else c", "IF(")],
)
def test_words_of_other_languages_get_a_hint(formula: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert hint in caught.value.message


def test_a_bracket_too_deep_is_refused() -> None:
    assert told(parse(f"={'(' * 50}a{')' * 50}")) == "a"
    with pytest.raises(FormulaError, match="nested too deeply"):
        parse(f"={'(' * 100}a{')' * 100}")


def test_too_many_signs_are_refused() -> None:
    with pytest.raises(FormulaError, match="too many signs"):
        parse(f"={'-' * 100}a")


def test_length_is_limited_to_2000_characters() -> None:
    longest = "=" + "a" * 1999
    assert parse(longest) == Name(1, 2000, "a" * 1999)
    with pytest.raises(FormulaError, match="A formula of 2,001 characters is too long; split it into named lines"):
        parse(longest + "a")


@pytest.mark.parametrize("depth", [10, 50, 119])
def test_a_sum_of_a_hundred_parts_is_no_deep_nesting(depth: int) -> None:
    assert result("=" + "+".join(["1"] * depth)) == depth


@pytest.mark.parametrize("formula", ["=" + "+".join(["1"] * 999), "=1" + "%" * 1500], ids=["plus", "percent"])
def test_too_many_levels_are_refused(formula: str) -> None:
    with pytest.raises(FormulaError, match="A formula of over 120 levels is too long; split it into named lines"):
        parse(formula)


def read(text: str) -> None:
    """Parses and checks, where every name is a number."""
    try:
        tree = parse(text)
        check(tree, Symbol("wanted", "wanted", None, "month", "number"), anything)
    except FormulaError as error:
        assert 0 <= error.start <= len(text)
        assert error.message.endswith((".", "?"))


def anything(text: str) -> Symbol:
    return Symbol(text, text, None, "month", "date" if text == "d" else "number")


@pytest.mark.parametrize("formula", ["=salary\u00a0", "=salary\x1f", "=\u2003"])
def test_strange_white_space_is_refused(formula: str) -> None:
    """Such as a no-break space that comes along when a formula is copied from a page."""
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert caught.value.start == len(formula) - 1


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)
    read("=" + text)


@given(st.text(alphabet=' \n"().,%^*/+-<>=&;!:$e0129aT_é|\x00', max_size=60))
def test_any_signs_are_read_or_refused(text: str) -> None:
    read("=" + text)


PIECES = (
    "a",
    "d",
    "12",
    "0",
    '"x"',
    "+",
    "-",
    "*",
    "/",
    "^",
    "%",
    "=",
    "<>",
    "<",
    "&",
    "(",
    ")",
    ",",
    " ",
    ".5",
    "a.b",
)
FUNCTIONS = ("IF(", "AND(", "SUM(", "SUMIFS(", "PREV(", "IFBLANK(", "FROM(", "ROUND(", "YTD(", "EDATE(", "nothing(")


@given(st.lists(st.sampled_from(PIECES + FUNCTIONS), max_size=20))
def test_any_pieces_are_read_or_refused(pieces: list[str]) -> None:
    read("=" + "".join(pieces))


@given(st.text(max_size=3), st.integers(0, 3000), st.sampled_from(["(", "-", "1+", "2^", "IF(", "5%", '"']))
def test_no_length_hangs_or_breaks(end: str, count: int, piece: str) -> None:
    read("=" + (piece * count) + end)
