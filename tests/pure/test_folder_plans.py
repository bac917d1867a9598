"""A plan moves every folder to where it leads, whatever is there already."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.library.folder_plans import Route, emptied, plan
from app.library.paths import ancestors, join, split
from app.library.rows import FolderRow

Contents = dict[str, Counter[str]]
"""What is in the folder at each path; at first every folder holds one thing named after it."""

names = st.sampled_from("ab")
paths = st.lists(names, min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts))
trees = st.sets(paths, min_size=1, max_size=12).map(
    lambda leaves: sorted({path for leaf in leaves for path in ancestors(leaf)} - {"/"})
)


def is_in(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def expected(tree: list[str], route: Route) -> Contents:
    """Everything at once: what leads to a path, on top of what stays there."""
    found = {path: Counter([path]) for path in tree if not is_in(path, route.source)}
    for path in (path for path in tree if is_in(path, route.source)):
        goal = route.leads(path)
        found[goal] = found.get(goal, Counter()) + Counter([path])
    return found


def carried_out(tree: list[str], route: Route) -> Contents:
    """Level by level, as a database does it."""
    source = [FolderRow(p, p, split(p)[1], None, 0, 0) for p in tree if is_in(p, route.source)]
    there = {path: path for path in ["/", *tree] if not is_in(path, route.source)}
    there |= {path: path for path in tree if is_in(path, route.target)}
    levels = plan(route, source, there)
    place, holds = {path: path for path in tree}, {path: Counter([path]) for path in tree}
    for level in levels:
        for folder in level.moved:
            goal = route.leads(folder)
            assert goal not in place.values()
            place[folder] = goal
        for folder, into in level.merged:
            holds[into] += holds[folder]
            holds[folder] = Counter()
        for folder, parent in level.parents.items():
            assert split(place[folder])[0] == place.get(parent, "/")
    for folder in (folder for ids in emptied(levels) for folder in ids):
        assert not holds[folder]
        assert not [path for path in place.values() if split(path)[0] == place[folder]]
        del place[folder], holds[folder]
    assert len(set(place.values())) == len(place)
    return {place[folder]: content for folder, content in holds.items()}


@settings(max_examples=500)
@given(trees, st.data())
def test_every_folder_gets_where_it_leads(tree: list[str], data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(tree))
    anywhere, above = st.sampled_from(["/", *tree]), st.sampled_from(ancestors(source)[:-1])
    parent = data.draw(anywhere | above)
    route = Route(source, join(parent, split(source)[1]))
    assume(not is_in(parent, source))
    assume(route.target != source)

    assert carried_out(tree, route) == expected(tree, route)


def test_a_folder_that_is_free_there_goes_as_it_is() -> None:
    rows = [FolderRow(p, p, split(p)[1], None, 0, 0) for p in ("/a", "/a/b", "/a/b/c")]

    levels = plan(Route("/a", "/x/a"), rows, {"/x": "/x"})

    assert [level.moved for level in levels] == [["/a"], ["/a/b"], ["/a/b/c"]]
    assert [level.parents for level in levels] == [{"/a": "/x"}, {}, {}]
    assert emptied(levels) == [[], [], []]
