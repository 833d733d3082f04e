from datetime import date

from oversight.queries.walls import Facts, in_pages, tile_of


def test_pages_are_filled_evenly():
    assert [len(page) for page in in_pages(list(range(13)))] == [7, 6]
    assert [len(page) for page in in_pages(list(range(24)))] == [12, 12]
    assert [len(page) for page in in_pages(list(range(12)))] == [12]
    assert in_pages([]) == []


def test_a_measure_that_has_not_changed_is_not_drawn_again():
    facts = Facts(
        *(1, "Falls", "falls", 0, None, "decrease", "weekly", None, "Ward 7", 7, 3.0, date(2030, 3, 4), "[2, null, 3]"),
        *(2.5, 0.0, 5.0, "common", "none", None),
    )
    first = tile_of(facts, 7, date(2030, 3, 14))
    assert tile_of(facts._replace(), 7, date(2030, 3, 14)) is first
    assert "4 days ago" in first
    assert "5 days ago" in tile_of(facts, 7, date(2030, 3, 15))


def test_a_tile_says_whose_the_measure_is_unless_it_is_the_walls_own():
    facts = Facts(
        *(1, "Falls", "falls", 0, None, "decrease", "weekly", None, "Ward 7", 7, 3.0, date(2030, 3, 4), "[2, 3]"),
        *(2.5, 0.0, 5.0, "common", "none", None),
    )
    assert "Ward 7" not in tile_of(facts, 7, date(2030, 3, 14))
    assert "Ward 7" in tile_of(facts, 1, date(2030, 3, 14))
    assert "Home before noon" in tile_of(facts._replace(team="Home before noon"), 7, date(2030, 3, 14))
