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
        ("When did the council meet?", "It may meet."),
        ("When did Rosenzweig die?", "Rosenzweig taught in Saint Louis."),
        ("How long does a session last?", "A session ends on time."),
        ("weiss publication year", "Weiss wrote a manual."),
        ("How many patients took part?", "Patients took part.⁹"),
        ("How many patients took part?", "Many patients took part [12, 14–16]."),
        ("How many patients took part?", "Many patients^12 took part."),
        ("How many criteria are there?", "The criteria of DSM-5 are listed there."),
        ("How many criteria are there?", "The criteria of ICD-10 are those of DSM 5."),
        ("How many people fell ill?", "People fell ill with COVID-19."),
        ("How many lamps are there?", "Lamps are under AX-2071-K."),
        ("What is the price of the book?", "The book is ISBN 978-0-393-70457-0."),
        ("How long does it take?", "It is told at https://a.example/2019/5 in full."),
        ("How long does it take?", "It is told in doi:10.5555/abc.1987.0033."),
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
        ("What is the part number of the lamp?", "The lamp is AX-2071-K."),
        ("What is the ISBN number of the book?", "It is ISBN 978-0-393-70457-0."),
        ("How many cells are there?", "There are 10⁶ cells."),
        ("How many cells are there?", "There are 5⁹ cells [12]."),
        ("What dose is given?", "B-12 is given, 5 mg of it."),
        ("When was it built?", "It was built in the mid-1990s."),
        ("When was it built?", "It was built on 2019-05-04."),
        ("How often is it taken?", "It is taken every 1-24 hours."),
        ("When should exposure be avoided?", "Exposure is avoided in acute mania."),
        ("Who founded schema therapy?", "Jeffrey Young founded it."),
        ("When did the council meet?", "It met in May."),
        ("When was the warden chosen?", "She was chosen on Thursday."),
        ("When was the bell hung?", "It was hung before Easter."),
        ("How many guests are allowed?", "There is no limit."),
        ("How many boats were lost?", "None of the boats were lost."),
        ("How much is the ferry?", "The ferry is free."),
        ("Wie lange dauert eine Sitzung?", "Sie endet zur vollen Stunde."),
    ],
)
def test_a_number_that_is_there_or_not_asked_for_is_not_missed(question: str, text: str) -> None:
    assert not lacks_number(question, text)
