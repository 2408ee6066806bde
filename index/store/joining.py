"""English words that join others or ask, and say nothing of what a text is about."""

JOINING = frozenset(
    """about above after again against almost along already also although always among another any
    anybody anyone anything are around asked away because been before being below between both
    came can cannot come comes could did does doing done down during each either else even ever
    every everyone everything few find first for from gave get gets give given gives goes going
    gone good got had happen happens has have having help helps her here hers him his how however
    into its itself just keep kind know known last least less let like likely little long made
    make makes making many matter may mean means meant might more most much must need needs never
    next nobody none nor not nothing now often once one only other others our ours out over own
    people perhaps person please put quite rather really said same saw say says see seem seems
    seen several shall she should show shows since some somebody someone something sometimes soon
    still such sure take taken takes tell tells than that the their them then there these they
    thing things think this those though three through thus too took toward towards two under
    until upon use used uses using usually very want wanted wants was way ways well went were what
    whatever when whenever where wherever whether which while who whoever whole whom whose why will
    with within without would yes yet you your yours""".split()
)
