"""Formulas as a person would type them in one line."""

import pytest
from lxml import etree

from ingest.readers.normalise import normalised
from ingest.readers.office.formulas import formula
from ingest.readers.office.runs import closed

SPACE = "http://www.w3.org/1998/Math/MathML"


def read(inside: str) -> str:
    math = etree.fromstring(f'<math xmlns="{SPACE}">{inside}</math>')
    return closed(formula(math)).strip()


SUM = "<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<mn>12.5</mn>", "12.5"),
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "2 1/2"),
        (f"<mfrac>{SUM}<mi>c</mi></mfrac>", "(a+b)/c"),
        (f"<mfrac linethickness='0'>{SUM}<mi>c</mi></mfrac>", "a+b over c"),
        ("<msup><mn>10</mn><mn>6</mn></msup>", "10⁶"),
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>6</mn></mrow></msup>", "10⁻⁶"),
        (f"<msup><mrow><mo>(</mo>{SUM}<mo>)</mo></mrow><mn>2</mn></msup>", "(a+b)²"),
        (f"<msup>{SUM}<mn>2</mn></msup>", "(a+b)²"),
        ("<msub><mi>x</mi><mi>max</mi></msub>", "x_max"),
        ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H₂ O"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
        (f"<msqrt>{SUM}</msqrt>", "√(a+b)"),
        ("<msqrt><mi>x</mi></msqrt>", "√x"),
        ("<mroot><mn>27</mn><mn>3</mn></mroot>", "∛27"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi>"
            "</munderover><mi>x</mi>",
            "∑_(i=1)ⁿ x",
        ),
        ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", "lim_(x→0)"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x̄"),
        ("<mover accent='true'><mi>y</mi><mo>^</mo></mover>", "ŷ"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        (
            "<mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
            "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable><mo>)</mo>",
            "(a, b; c, d)",
        ),
        ("<mi>sin</mi><mi>x</mi>", "sin x"),
        ("<mi>a</mi><mo>\u2062</mo><mi>b</mi>", "ab"),
        (
            "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
            "¹⁴₆C",
        ),
        ("<menclose notation='updiagonalstrike'><mi>x</mi></menclose>", "~~x~~"),
        ("<mphantom><mi>no</mi></mphantom><mi>y</mi>", "y"),
        (
            "<semantics><mi>x</mi><annotation encoding='TeX'>x</annotation></semantics>",
            "x",
        ),
        ("<mtext>dose in </mtext><mi>mg</mi>", "dose in mg"),
        ("<munheard><mi>x</mi></munheard>", "x"),
        ("<mfrac><mn>1</mn></mfrac>", "1/()"),
    ],
)
def test_a_formula_is_written_in_a_line(inside: str, expected: str) -> None:
    assert normalised(read(inside)) == normalised(expected)
