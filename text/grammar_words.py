"""Closed classes of words of grammar: negations, pronouns, auxiliary verbs."""

NEGATIONS = frozenset(
    """
    no not never none nobody nothing nor neither nowhere without against cannot hardly scarcely barely
    nicht kein keine keinen keinem keiner nie niemals niemand nichts weder ohne
    ne pas jamais aucun aucune rien personne sans
    nunca jamás ningún ninguna nadie nada sin non mai nessun nessuno nessuna niente né senza
    niet geen nooit niemand niets zonder não nenhum nenhuma ninguém sem inte ingen aldrig ikke
    """.split()
)  # words that deny or oppose: English, German, French, Spanish, Italian, Dutch, Portuguese, Nordic
PRONOUNS = frozenset(
    """
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
    who whom whose which that this these those there everybody everyone somebody someone anybody anyone
    """.split()
)
SUBJECTS = frozenset("i we you he she it they who which that what".split())
"""Pronouns that are, or stand in front of, the subject of a clause."""
PREPOSITIONS = frozenset(
    """
    about above across after along alongside amid among around at before behind below beneath beside between beyond by
    despite down during except for from in inside into like near of off on onto outside over past since through
    throughout to toward towards under until up upon with within
    """.split()
)  # without "against", which turns a meaning round like a negation
DETERMINERS = frozenset("a an the this these those my our your his her its their".split())
CONJUNCTIONS = frozenset("and but or so yet because although though while when whenever where if unless as".split())
AUXILIARIES = frozenset(
    """
    am is are was were be been being has have had having do does did done will would shall should can could may might
    must ought said says
    """.split()
)  # with "said" and "says", which make a clause another's words


def is_negation(word: str) -> bool:
    """Return whether a word denies what it stands with."""
    plain = word.lower().replace("’", "'")
    return plain in NEGATIONS or plain.endswith("n't")
