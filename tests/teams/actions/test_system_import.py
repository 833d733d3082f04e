import pytest

from redesign.lib.dates import today
from redesign.lib.reading import Unreadable, read_text
from redesign.lib.refusals import Refusal
from teams.actions.systems import Imported, import_systems
from teams.enums import Level
from teams.models import System
from teams.queries.system_import import read_systems
from tests.factories.systems import SystemFactory

pytestmark = pytest.mark.django_db

TREE = """Name,Level,Part of,Kind,Supporting,Purpose
Ward 7,micro,Medicine,Ward,,Care of older people
Medicine,Mesosystem,St Brigid's,Division,,
St Brigid's,MACRO,,Hospital,no,
Pharmacy,micro,St Brigid's,Department,yes,
"""


def problems(text):
    return [str(problem) for problem in read_systems(read_text(text)).problems]


def outline():
    return [
        (system.name, system.level, system.parent and system.parent.name, system.supporting)
        for system in System.objects.select_related("parent").order_by("name")
    ]


def test_a_tree_is_imported_in_whatever_order_its_rows_come():
    assert import_systems(table=read_text(TREE)) == Imported(made=4, changed=0)
    assert outline() == [
        ("Medicine", "meso", "St Brigid's", False),
        ("Pharmacy", "micro", "St Brigid's", True),
        ("St Brigid's", "macro", None, False),
        ("Ward 7", "micro", "Medicine", False),
    ]
    assert System.objects.get(name="Ward 7").purpose == "Care of older people"


def test_the_same_file_twice_changes_nothing():
    import_systems(table=read_text(TREE))
    before = list(System.objects.order_by("pk").values())
    assert import_systems(table=read_text(TREE)) == Imported(made=0, changed=0)
    assert list(System.objects.order_by("pk").values()) == before


def test_what_is_here_is_described_anew_where_the_file_says_more():
    import_systems(table=read_text(TREE))
    more = "Name,Level,Part of,Kind,Purpose\nWard 7,micro,Medicine,Frailty unit,\n"
    read = read_systems(read_text(more))
    assert [node.does for node in read.nodes] == ["Changes its kind"]
    assert import_systems(table=read_text(more)) == Imported(made=0, changed=1)
    ward = System.objects.get(name="Ward 7")
    assert (ward.kind, ward.purpose, ward.version) == ("Frailty unit", "Care of older people", 2)


def test_systems_come_under_those_that_are_here_already():
    SystemFactory(name="St Brigid's", level=Level.MACRO)
    import_systems(table=read_text("Name,Level,Parent\nSurgery,meso,st brigid's\n"))
    assert System.objects.get(name="Surgery").parent.name == "St Brigid's"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Ward 9,micro,Nowhere", "Row 2, Parent: No system is called “Nowhere”, neither here nor in the file."),
        ("Ward 9,nano,Trust", "Row 2, Level: “nano” is no level. Write macro, meso or micro."),
        ("Ward 9,,Trust", "Row 2, Level: Every system needs a level. Write macro, meso or micro."),
        (",micro,Trust", "Row 2, Name: Every system needs a name."),
        ("Ward 9,micro,", "Row 2, Parent: Only a macrosystem stands at the top of the tree: name its parent."),
        ("Ward 9,meso,Clinic", "Row 2, Level: A mesosystem cannot stand below a microsystem such as Clinic."),
        ("Ward 9,micro,Old", "Row 2, Parent: Old is closed: choose a system that is open."),
        ("Old,micro,Trust", "Row 2, Name: Old is here and closed: open it again on its page first."),
        ("Clinic,meso,Trust", "Row 2, Level: Clinic is here as a microsystem: change its level on its page."),
        ("A,micro,B\nB,micro,A", "Row 3, Parent: This system would stand below itself."),
        ("A,micro,A", "Row 2, Parent: This system would stand below itself."),
        ("A,micro,Trust\na,micro,Trust", "Row 3, Name: Row 2 names the same system already."),
        ("X" * 121 + ",micro,Trust", "Row 2, Name: At most 120 characters fit."),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_by_number_column_and_reason(rows, told):
    trust = SystemFactory(name="Trust", level=Level.MACRO)
    SystemFactory(name="Clinic", parent=trust)
    SystemFactory(name="Old", parent=trust, closed_on=today())
    assert told in problems(f"Name,Level,Parent\n{rows}\n")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Ward,micro,Trust,perhaps", "Row 2, Supporting: “perhaps” is neither yes nor no."),
        ("Division,meso,Trust,yes", "Row 2, Supporting: Only a microsystem can be a supporting one."),
    ],
)
def test_supporting_is_yes_or_no_and_of_a_microsystem(row, told):
    SystemFactory(name="Trust", level=Level.MACRO)
    assert problems(f"Name,Level,Parent,Supporting\n{row}\n") == [told]


def test_two_systems_of_one_name_are_told_apart_by_the_way_to_them():
    trust = SystemFactory(name="Trust", level=Level.MACRO)
    for division in ("Medicine", "Surgery"):
        SystemFactory(name="Wards", level=Level.MESO, parent=SystemFactory(name=division, level="meso", parent=trust))
    assert problems("Name,Level,Parent\nWard 9,micro,Wards\n") == [
        "Row 2, Parent: Several systems are called that. Write the way to it: "
        "“Trust / Medicine / Wards”; “Trust / Surgery / Wards”."
    ]
    import_systems(table=read_text("Name,Level,Parent\nWard 9,micro,Surgery / Wards\n"))
    assert System.objects.get(name="Ward 9").parent.parent.name == "Surgery"


def test_a_system_may_carry_the_name_of_its_parent():
    trust = SystemFactory(name="Trust", level=Level.MACRO)
    SystemFactory(name="Pharmacy", level=Level.MESO, parent=trust)
    import_systems(table=read_text("Name,Level,Parent\nPharmacy,micro,Pharmacy\n"))
    assert System.objects.get(level=Level.MICRO).parent.name == "Pharmacy"


def test_one_bad_row_keeps_all_others_out():
    SystemFactory(name="Trust", level=Level.MACRO)
    with pytest.raises(Refusal, match=r"^Nothing was taken. Row 3, Parent: No system is called “Nowhere”"):
        import_systems(table=read_text("Name,Level,Parent\nWard 8,micro,Trust\nWard 9,micro,Nowhere\n"))
    assert System.objects.count() == 1


def test_rows_below_one_that_cannot_be_taken_are_counted_and_its_own_sentence_stands_once():
    SystemFactory(name="Trust", level=Level.MACRO)
    read = read_systems(
        read_text("Name,Level,Parent\nBay A,micro,Ward 9\nBay B,micro,Ward 9\nWard 9,nano,Trust\nBed,micro,Bay A\n")
    )
    assert [str(problem) for problem in read.problems] == [
        "Row 4, Level: “nano” is no level. Write macro, meso or micro."
    ]
    assert read.below == 3
    with pytest.raises(Refusal, match=r"^Nothing was taken. Row 2"):
        import_systems(table=read_text("Name,Level,Parent\nWard 9,nano,Trust\nBay A,micro,Ward 9\n"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ward,Parent\nWard 9,Trust\n", "There is no column “Level”. The columns found are “Ward”, “Parent”."),
        ("Name,Level\n\n", "headings"),
    ],
)
def test_a_file_without_its_columns_or_rows_is_refused_as_a_whole(text, told):
    with pytest.raises(Unreadable, match=told):
        read_systems(read_text(text))


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_one_query_for_any_number_of_rows(count, django_assert_num_queries):
    SystemFactory(name="Trust", level=Level.MACRO)
    rows = "\n".join(f"Ward {number},micro,Trust" for number in range(count))
    with django_assert_num_queries(1):
        assert len(read_systems(read_text(f"Name,Level,Parent\n{rows}\n")).new) == count


def test_a_chain_without_end_is_told_and_not_followed():
    SystemFactory(name="S0", level=Level.MACRO)
    chain = "\n".join(f"S{number},micro,S{number - 1}" for number in range(2000, 0, -1))
    assert problems(f"Name,Level,Parent\n{chain}\n")[0].endswith(
        "More than 40 systems of the file stand one below the other."
    )
