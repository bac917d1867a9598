"""A disk that forgets: what is left of a folder when the power fails at a given moment.

A program runs under strace, which notes every call that changes files, with its bytes. Replayed
up to the moment of the cut, this alone is left: of a file, what it held when it was last synced;
of a folder, the names it had when it was last synced. All else may be lost, and here it is.
"""

from __future__ import annotations

import codecs
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

_CALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir"
)
_LINE = re.compile(r"^(\d+\.\d+) (\w+)\((.*)\) += (\d+)(?:<(.*)>)? <(\d+\.\d+)>$", re.S)
_ARGUMENT = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^,]+)')


def is_possible() -> bool:
    """Whether strace is here and may trace."""
    strace = shutil.which("strace")
    if strace is None:
        return False
    return subprocess.run([strace, "-qq", "true"], check=False).returncode == 0  # noqa: S603 - found on the path


def tracer(traces: Path) -> Sequence[str]:
    """What to put before a command: it runs as before, and its calls are noted in the folder.

    -DD makes the tracer a process apart, so that a kill hits the program alone.
    """
    traces.mkdir()
    options = f"-DD -q -ff -x -y -ttt -T -s 16777216 --seccomp-bpf -e trace={_CALLS}".split()
    return ("strace", *options, "-o", str(traces / "trace"))


@dataclass(frozen=True, slots=True)
class Call:
    """One call that succeeded."""

    start: float
    end: float
    name: str
    arguments: tuple[str, ...]
    result: int
    opened: str
    """Path of the descriptor that it returned, if it did."""


def read(traces: Path) -> list[Call]:
    """Every call of the program, which must have ended."""
    deadline = monotonic() + 30
    while not all(_is_whole(path) for path in traces.iterdir()):
        assert monotonic() < deadline, "strace has not finished"
    lines = (line for path in traces.iterdir() for line in path.read_text().splitlines())
    calls = [call for call in map(_parse, lines) if call]
    return sorted(calls, key=lambda call: call.end)


@dataclass(slots=True, eq=False)
class _File:
    live: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    position: int = 0
    """Where the one that has it open writes next."""


@dataclass(slots=True, eq=False)
class _Folder:
    live: dict[str, _File | _Folder] = field(default_factory=dict)
    synced: dict[str, _File | _Folder] = field(default_factory=dict)


class Disk:
    """What is below `root`, which was empty and safe when the program started."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._top = _Folder()

    def run(self, calls: Sequence[Call], until: float) -> None:
        """Applies what had returned by then. A sync keeps what was there when it began."""
        moments = [(call.end, 1, call) for call in calls]
        moments += [(call.start, 0, call) for call in calls if call.name.endswith("sync")]
        begun: dict[int, bytes | dict[str, _File | _Folder]] = {}
        for at, _, call in sorted(moments, key=lambda moment: moment[:2]):
            if call.end > until:
                continue
            if not call.name.endswith("sync"):
                self._apply(call)
            elif at == call.start and id(call) not in begun:
                begun[id(call)] = self._seen(call)
            else:
                self._keep(call, begun[id(call)])

    def write(self, target: Path) -> None:
        """Lays out what is left below the target."""
        for path, node in _left(self._top, target):
            if isinstance(node, _File):
                path.write_bytes(node.synced)
            else:
                path.mkdir()

    def _apply(self, call: Call) -> None:
        apply = getattr(self, f"_{call.name}", None)
        assert apply, f"{call.name} is not replayed yet"
        apply(call)

    def _openat(self, call: Call) -> None:
        flags = call.arguments[2]
        place = self._place(call.opened)
        if place is None or not place[1]:
            return
        folder, name = place
        if "O_CREAT" in flags:
            folder.live.setdefault(name, _File())
        node = folder.live.get(name)
        if isinstance(node, _File):
            if "O_TRUNC" in flags:
                node.live.clear()
            node.position = len(node.live) if "O_APPEND" in flags else 0

    def _write(self, call: Call) -> None:
        descriptor, data, _ = call.arguments
        node = self._node(descriptor)
        if isinstance(node, _File):
            _put(node, node.position, _bytes(data)[: call.result])
            node.position += call.result

    def _pwrite64(self, call: Call) -> None:
        descriptor, data, _, offset = call.arguments
        node = self._node(descriptor)
        if isinstance(node, _File):
            _put(node, int(offset), _bytes(data)[: call.result])

    def _writev(self, call: Call) -> None:
        node = self._node(call.arguments[0])
        assert node is None, "writev to a file is not replayed yet"

    def _ftruncate(self, call: Call) -> None:
        node = self._node(call.arguments[0])
        size = int(call.arguments[1])
        if isinstance(node, _File):
            node.live[size:] = bytes(max(0, size - len(node.live)))

    def _fallocate(self, call: Call) -> None:
        node = self._node(call.arguments[0])
        size = int(call.arguments[2]) + int(call.arguments[3])
        if isinstance(node, _File) and size > len(node.live):
            node.live.extend(bytes(size - len(node.live)))

    def _rename(self, call: Call) -> None:
        source, target = (self._place(_text(path)) for path in call.arguments[:2])
        if source and target:
            target[0].live[target[1]] = source[0].live.pop(source[1])

    def _link(self, call: Call) -> None:
        source, target = (self._place(_text(path)) for path in call.arguments[:2])
        if source and target:
            target[0].live[target[1]] = source[0].live[source[1]]

    def _unlink(self, call: Call) -> None:
        if place := self._place(_text(call.arguments[0])):
            del place[0].live[place[1]]

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> None:
        folder = self._node(call.arguments[0])
        if isinstance(folder, _Folder):
            del folder.live[_text(call.arguments[1])]

    def _mkdir(self, call: Call) -> None:
        if place := self._place(_text(call.arguments[0])):
            place[0].live[place[1]] = _Folder()

    def _seen(self, call: Call) -> bytes | dict[str, _File | _Folder]:
        node = self._node(call.arguments[0])
        if isinstance(node, _Folder):
            return dict(node.live)
        return bytes(node.live) if node else b""

    def _keep(self, call: Call, seen: bytes | dict[str, _File | _Folder]) -> None:
        node = self._node(call.arguments[0])
        if node is not None:
            node.synced = seen

    def _node(self, descriptor: str) -> _File | _Folder | None:
        """What `7</path>` is open on; None outside of the root, and for what was unlinked."""
        place = self._place(descriptor.partition("<")[2].removesuffix(">"))
        if place is None:
            return None
        folder, name = place
        return folder.live.get(name) if name else folder

    def _place(self, path: str) -> tuple[_Folder, str] | None:
        """The folder that holds the path and its name there; no name for the root itself."""
        if path == self._root:
            return self._top, ""
        if not path.startswith(self._root + "/"):
            return None
        *parents, name = path[len(self._root) + 1 :].rstrip("/").split("/")
        folder = self._top
        for parent in parents:
            inner = folder.live.get(parent)
            if not isinstance(inner, _Folder):
                return None
            folder = inner
        return folder, name


def _left(folder: _Folder, path: Path) -> Iterator[tuple[Path, _File | _Folder]]:
    yield path, folder
    for name, node in folder.synced.items():
        if isinstance(node, _File):
            yield path / name, node
        else:
            yield from _left(node, path / name)


def _put(file: _File, offset: int, data: bytes) -> None:
    if offset > len(file.live):
        file.live.extend(bytes(offset - len(file.live)))
    file.live[offset : offset + len(data)] = data


def _is_whole(path: Path) -> bool:
    return path.read_bytes().rstrip().endswith(b"+++")


def _parse(line: str) -> Call | None:
    found = _LINE.match(line)
    if not found:
        return None  # it failed, or was cut off
    start, name, arguments, result, opened, elapsed = found.groups()
    parts = tuple(_ARGUMENT.findall(arguments))
    end = float(start) + float(elapsed)
    return Call(float(start), end, name, parts, int(result), opened or "")


def _bytes(quoted: str) -> bytes:
    assert quoted[0] == quoted[-1] == '"', quoted[:50]
    return codecs.escape_decode(quoted[1:-1].encode("latin-1"))[0]


def _text(quoted: str) -> str:
    return _bytes(quoted).decode()
