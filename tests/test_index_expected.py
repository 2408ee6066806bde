import pytest

from index.answering.expected import lacks_number


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many groups did Pratt run?", "Pratt held classes in the early twentieth century."),
        ("How many patients took part in 1991?", "The first trial, of 1991, was small."),
        ("What daily dose of venlafaxine is used?", "Venlafaxine is an option."),
        ("What is the impact factor of the journal?", "It appeared in the journal in 1936."),
        ("In which year did the second edition come out?", "It has three authors."),
        ("When did Rosenzweig die?", "Rosenzweig taught in Saint Louis."),
        ("How long does a session last?", "A session ends on time."),
        ("weiss publication year", "Weiss wrote a manual."),
    ],
)
def test_a_number_that_is_asked_for_is_missed(question: str, text: str) -> None:
    assert lacks_number(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many groups did Pratt run?", "Pratt ran two groups."),
        ("How many items has the scale?", "The original has 36 items."),
        ("What daily dose of venlafaxine is used?", "Start with 37.5mg."),
        ("What share of people leave?", "About one patient in five leaves."),
        ("In which year did it come out?", "It came out in 1936."),
        ("When was mesmerism in fashion?", "It was in fashion in the late eighteenth century."),
        ("How long does a session last?", "A session lasts an hour."),
        ("How often does the column come out?", "The column appears bi-monthly."),
        ("How old is group therapy?", "It began in the 1900s."),
        ("When should exposure be avoided?", "Exposure is avoided in acute mania."),
        ("Who founded schema therapy?", "Jeffrey Young founded it."),
        ("Wie lange dauert eine Sitzung?", "Sie endet zur vollen Stunde."),
    ],
)
def test_a_number_that_is_there_or_not_asked_for_is_not_missed(question: str, text: str) -> None:
    assert not lacks_number(question, text)
