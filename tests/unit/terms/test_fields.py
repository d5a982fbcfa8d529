"""What forms call the fields of kinds, and what they say of them: there for every field, and nothing said twice."""

from bilan.acts.figures import KINDS_FILED
from bilan.ledger.kinds import KINDS
from bilan.terms.words import catalogue
from bilan.web.desk.figures.inputs import HINTS, LABELS
from bilan.web.desk.figures.stages import stages_of

# What the plan editor asks for; its hints are those of the class where there are any.
EDITED = ("node", "indicator")
FORMS = {kind: [name for stage in stages_of(kind) for name in stage.all] for kind in (*KINDS_FILED, "withdrawal")}


def test_every_field_of_every_kind_has_a_name_in_every_language() -> None:
    named = catalogue(LABELS)
    assert [
        (kind, name) for kind, its in KINDS.items() for name in its.model_fields if f"field.{name}" not in named
    ] == []


def test_every_hint_says_what_the_class_says() -> None:
    hints = catalogue(HINTS)
    for kind, names in FORMS.items():
        for name in names:
            hint = hints.get(f"{kind}.{name}") or hints[name]
            assert hint["en"] == KINDS[kind].model_fields[name].description, (kind, name)
    for kind in EDITED:
        for name, field in KINDS[kind].model_fields.items():
            if told := hints.get(f"{kind}.{name}"):
                assert told["en"] == field.description, (kind, name)


def test_no_hint_is_left_over() -> None:
    forms = {**FORMS, **{kind: list(KINDS[kind].model_fields) for kind in EDITED}}
    asked = {code for kind, names in forms.items() for name in names for code in (name, f"{kind}.{name}")}
    assert set(catalogue(HINTS)) - asked == {"entry"}


def test_a_form_asks_for_every_field_but_digests() -> None:
    for kind, names in FORMS.items():
        assert set(KINDS[kind].model_fields) - set(names) <= {"digest", "entry"}, kind
        assert len(names) == len(set(names)), kind
