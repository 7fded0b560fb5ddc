"""The parts of a workbook file: a zip that is opened with care, and small XML parts as flat lists of elements."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from budgetplan.errors import FileError

PART_LIMIT = 512 * 2**20  # bytes of one unpacked part: a workbook of 1.2 million formulas needs about 120 MB
TOTAL_LIMIT = 2**30  # bytes of all unpacked parts together
ENTRY_LIMIT = 20_000
CHUNK = 2**18
_OLD_OR_ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1")  # a compound file: an .xls of before 2007, or an encrypted .xlsx


class Element(NamedTuple):
    """An XML element without namespaces: its local name, its attributes by local name, the text directly inside."""

    name: str
    attributes: dict[str, str]
    text: str


class Relationship(NamedTuple):
    """Where a part points: the last word of the type's URI (`worksheet`), the full part name, inside or outside."""

    kind: str
    target: str
    external: bool


class Package:
    """An open workbook file. A context manager; every fault of the file is a FileError that names the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                start = file.read(8)
            if start == _OLD_OR_ENCRYPTED:
                self.fail("is encrypted or in the old .xls format; save it as .xlsx without a password")
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            self.fail("is not an .xlsx workbook (not a zip file)")
        except FileNotFoundError:
            raise FileError(f"There is no file {path}.") from None
        except OSError as error:
            self.fail(f"cannot be read ({error.strerror or error})")
        entries = self._zip.infolist()
        if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
            self._zip.close()
            self.fail(f"unpacks to more than {TOTAL_LIMIT // 2**20} MB or {ENTRY_LIMIT} parts, and is not opened")
        self._names = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    def fail(self, sentence: str) -> NoReturn:
        """Raise the FileError "<file> <sentence>"."""
        raise FileError(f"{self.path.name} {sentence}.")

    def has(self, part: str) -> bool:
        """Whether the part exists; part names ignore case, as the standard says."""
        return part.lower() in self._names

    def parse(self, part: str, parser: expat.XMLParserType) -> None:
        """Feed a part to an expat parser. Refuses missing or oversized parts, document types and broken XML."""
        entry = self._names.get(part.lower())
        if entry is None:
            self.fail(f"is damaged: it has no part {part}")
        if entry.file_size > PART_LIMIT:
            self.fail(f"has a part ({part}) of more than {PART_LIMIT // 2**20} MB, and is not read")
        if entry.flag_bits & 1:
            self.fail("is encrypted; save it without a password")

        def refuse(*_: object) -> None:
            self.fail(f"declares a document type in {part}, which no workbook needs; it is not read")

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.fail(f"is damaged: {part} is not well-formed XML ({error})")
        except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, OSError, RuntimeError, ValueError) as error:
            self.fail(f"is damaged: {part} cannot be read ({error})")

    def elements(self, part: str) -> list[Element]:
        """All elements of a small part, in the order in which they end."""
        found: list[Element] = []
        open_ones: list[tuple[str, dict[str, str], list[str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            open_ones.append((name.rpartition(":")[2], plain, []))

        def end(_: str) -> None:
            name, attributes, texts = open_ones.pop()
            found.append(Element(name, attributes, "".join(texts)))

        parser = new_parser()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = lambda text: open_ones[-1][2].append(text)
        self.parse(part, parser)
        return found

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for those of the package) by id; targets may be absolute or relative."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return {}
        found = {}
        for element in self.elements(rels):
            if element.name == "Relationship":
                kind = element.attributes.get("Type", "").rpartition("/")[2]
                target = element.attributes.get("Target", "")
                external = element.attributes.get("TargetMode") == "External"
                if not external:
                    target = posixpath.normpath(posixpath.join("/" + folder, target.replace("\\", "/"))).lstrip("/")
                found[element.attributes.get("Id", "")] = Relationship(kind, target, external)
        return found


def new_parser() -> expat.XMLParserType:
    """An expat parser that joins a text before handing it over."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 2**15
    return parser
