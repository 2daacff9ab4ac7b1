"""`python -m bot match`: two spreadsheets in; pairs, who could not be served, and a picture of the load out."""

import csv
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.dry_run.command import Files, run
from bot.dry_run.judging import Judge, by_pairs, by_words

MEMBERS = """\
id,name,topic,want
jo,Jo,how product managers spend their days,1
ana,Ana,nursing and data,2
lee,Lee,astrophysics,1
"""
MENTORS = """\
id,name,headline,topics,room
maya,Maya,Product Manager at a seed-stage startup,hiring,2
su,Su,Nurse,"nursing, data",1
rui,Rui,Data analyst,data,1
"""


@dataclass
class Desk:
    """A folder with an organiser's files."""

    folder: Path
    told: str = ""
    complaints: str = ""
    files: Files = field(init=False)

    def __post_init__(self) -> None:
        out = self.folder / "july"
        self.files = Files(self.folder / "members.csv", self.folder / "mentors.csv", out=out)

    def puts(self, name: str, words: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
        return path

    def matches(
        self, members: str | bytes = MEMBERS, mentors: str | bytes = MENTORS, *, judge: Judge = by_words, past: str = ""
    ) -> int:
        self.puts("members.csv", members)
        self.puts("mentors.csv", mentors)
        files = replace(self.files, past=[self.puts("past.csv", past)]) if past else self.files
        target, complaints = io.StringIO(), io.StringIO()
        code = run(files, target, complaints, judge=judge)
        self.told, self.complaints = target.getvalue(), complaints.getvalue()
        return code

    def rows(self, name: str, delimiter: str = ",") -> list[list[str]]:
        with (self.files.out / name).open(encoding="utf-8-sig", newline="") as source:
            return list(csv.reader(source, delimiter=delimiter, strict=True))[1:]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        return {(row[0], row[2]) for row in self.rows("pairs.csv")}

    def wrote_nothing(self) -> bool:
        return not self.files.out.exists()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def anybody(*_: object) -> float:
    return 0.5


# -- what comes out ----------------------------------------------------------------------------------------------------


def test_everybody_who_can_be_is_matched_with_a_reason(desk: Desk) -> None:
    assert desk.matches() == 0 and desk.complaints == ""
    assert desk.pairs == {("jo", "maya"), ("ana", "su"), ("ana", "rui")}
    [jo] = [row for row in desk.rows("pairs.csv") if row[0] == "jo"]
    assert jo[1:4] == ["Jo", "maya", "Maya"] and 0 < int(jo[4]) <= 100
    assert jo[5].startswith("asked about: product, managers; the profile says: Product")


def test_who_could_not_be_served_is_listed_with_the_reason(desk: Desk) -> None:
    more = "kim,Kim,,1\nbo,Bo,product management,1\nmi,Mi,product management,1\nnone,None,data,0\n"
    assert desk.matches(MEMBERS + more) == 0
    why = {row[0]: row[3] for row in desk.rows("unserved.csv")}
    assert why["lee"] == "no open mentor's profile fits what they asked about"
    assert why["kim"] == "said nothing about what they want to learn"
    full = [key for key, words in why.items() if words.startswith("those who fit are full")]
    assert len(full) == 1 and full[0] in {"jo", "bo", "mi"} and "none" not in why


def test_the_load_is_drawn_in_letters_and_as_a_picture(desk: Desk) -> None:
    desk.matches()
    assert "3 pairs, with 3 open mentors" in desk.told and "1 each" in desk.told and "█" in desk.told
    drawn = ET.fromstring((desk.files.out / "load.svg").read_text())
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert words[:3] == ["How many members the mentors meet", "0 each", "0"]
    assert "no room left" in words and "room for more" in words


def test_scores_may_come_from_elsewhere(desk: Desk) -> None:
    judge = by_pairs(lambda member, offer: float(member.key == "lee" and offer.key == "rui"))
    assert desk.matches(judge=judge) == 0
    assert desk.rows("pairs.csv") == [["lee", "Lee", "rui", "Rui", "100", ""]]


def test_the_order_of_the_rows_does_not_matter(desk: Desk) -> None:
    def turned(words: str) -> str:
        head, *rows = words.splitlines()
        return "\n".join([head, *rows[::-1]])

    desk.matches(judge=by_pairs(anybody))
    before = desk.rows("pairs.csv")
    desk.matches(turned(MEMBERS), turned(MENTORS), judge=by_pairs(anybody))
    assert desk.rows("pairs.csv") == before


def test_what_an_earlier_round_wrote_is_not_made_again(desk: Desk) -> None:
    desk.matches()
    past = (desk.files.out / "pairs.csv").read_text(encoding="utf-8")
    assert desk.matches(past=past) == 0
    assert desk.pairs == set()
    assert {row[3] for row in desk.rows("unserved.csv") if row[0] in ("jo", "ana")} == {
        "those who fit have met them already, or are themselves"
    }


def test_nobody_meets_themselves_but_the_first_of_both_lists_are_two_people(desk: Desk) -> None:
    members = "id,name,email,topic\n1,Jo,jo@x.org,data\n2,Su,su@x.org,data\n"
    mentors = "id,name,email,topics\n1,Maya,,data\n7,Su N.,SU@x.org,data\n"
    assert desk.matches(members, mentors) == 0
    assert desk.pairs == {("1", "7"), ("2", "1")}


@pytest.mark.parametrize("status", ["paused", "No", "FULL", "stopped", "en pausa", "0"])
def test_whoever_is_not_open_is_not_matched(desk: Desk, status: str) -> None:
    assert desk.matches("id,topic\njo,data\n", f"id,topics,status\nsu,data,{status}\n") == 0
    assert desk.pairs == set()
    assert desk.rows("unserved.csv") == [["jo", "", "data", "no mentor is open and has room"]]


# -- how files are saved -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_way_of_saving_is_read(desk: Desk, encoding: str, delimiter: str, ending: str) -> None:
    head = ["Identificación", "ID", "¿Qué quieres aprender?"]
    rows = [head, ["x", "José", '"datos; números, tablas | y más"']]
    words = ending.join(delimiter.join(row) for row in rows) + ending
    mentors = "ID;Cargo;Plazas;Disponible\nÑusta;Analista de datos;2;sí\n"
    assert desk.matches(words.encode(encoding), mentors) == 0, desk.complaints
    [pair] = desk.rows("pairs.csv", delimiter)
    assert (pair[0], pair[2]) == ("José", "Ñusta")
    assert "nothing was read from these columns: Identificación" in desk.told
    assert ("Western European" in desk.told) == (encoding == "cp1252")


def test_a_line_that_names_the_delimiter_and_empty_lines_are_no_people(desk: Desk) -> None:
    assert desk.matches("sep=;\n\nid;topic\n;\njo;data\n\n", MENTORS) == 0
    assert {row[0] for row in desk.rows("pairs.csv", ";")} == {"jo"}


def test_rows_that_say_the_same_twice_count_once(desk: Desk) -> None:
    assert desk.matches(MEMBERS + "jo,Jo,how product managers spend their days,1\n") == 0
    assert "1 rows say again" in desk.told
    assert len([row for row in desk.rows("pairs.csv") if row[0] == "jo"]) == 1


FORMULAS = ['=HYPERLINK("http://evil.example","free")', "+1+1", "-2+3", "@SUM(A1)", " =1", "＝1", "\t=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_written_as_text_and_read_back_as_it_was(desk: Desk, formula: str) -> None:
    quoted = '"' + formula.replace('"', '""') + '"'
    members = f"id,name,topic\n{quoted},{quoted},data\n"
    assert desk.matches(members, MENTORS) == 0
    written = (desk.files.out / "pairs.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝＋－＠")]
    desk.matches(members, "id,topics\nsu,data\nrui,data\n", past=written)
    assert len(desk.pairs) == 1, "who met in the first round is known again"


def test_a_cell_that_hides_a_formula_behind_a_semicolon_stays_one_cell(desk: Desk) -> None:
    assert desk.matches('id,name,topic\njo,"Jo;=1+1",data\n', MENTORS) == 0
    assert '"Jo;=1+1"' in (desk.files.out / "pairs.csv").read_text(encoding="utf-8")


# -- a clear message, and nothing written ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n\n", "is empty"),
        (b"PK\x03\x04rest of a workbook", "is a workbook"),
        (b"id,topic\n\x00\x01,data\n", "is no text"),
        ("id,name\njo,Jo\n", "There is no column topic. The columns are: id, name."),
        ("shoe,topic\n40,data\n", "There is no column id"),
        ("id,topic,goals\njo,data,data\n", "the columns topic and goals mean the same"),
        ('id,topic\njo,"data\nlee,data\n', "the row that begins in line 2"),
        ('id,topic\njo,"data" science\n', "the row that begins in line 2"),
        ("id,topic\njo,data,science\n", "Line 2 has 3 cells, but there are 2 columns"),
        ("id,topic\n,data\n", "Line 2 has nothing in the column id"),
        ("id,topic\njo,data\nkim,law\nJo,law\n", "Lines 2 and 4 are both Jo"),
        ("id,topic,want\njo,data,many\n", "Line 2: want is 'many'; it should be a whole number from 0 to 1000."),
        ("id,topic,want\njo,data,-1\n", "want is '-1'"),
        ("id,topic,want\njo,data,99999\n", "want is '99999'"),
        ("id,topic,want\njo,data,²\n", "want is '²'"),
        ("id,topic\njo," + "x" * 200_000 + "\n", "the row that begins in line 2"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(desk: Desk, members: str | bytes, says: str) -> None:
    assert desk.matches(members) == 2
    assert says in desk.complaints and "members.csv" in desk.complaints
    assert desk.wrote_nothing() and desk.told == ""


def test_everything_that_is_wrong_is_said_at_once_up_to_a_point(desk: Desk) -> None:
    rows = "".join(f"jo{at},data,many\n" for at in range(25))
    assert desk.matches("id,topic,want\n" + rows) == 2
    lines = desk.complaints.splitlines()
    assert len(lines) == 12 and lines[-1] == "and 15 more"


@pytest.mark.parametrize(
    ("mentors", "says"),
    [
        ("id,room\nsu,2\n", "There is no column topics"),
        ("id,topics,status\nsu,data,perhaps\n", "status is 'perhaps'; it should be open, paused, full or stopped"),
        ("id,topics,room\nsu,data,2.5\n", "room is '2.5'"),
    ],
)
def test_the_same_holds_for_mentors(desk: Desk, mentors: str, says: str) -> None:
    assert desk.matches(mentors=mentors) == 2
    assert says in desk.complaints and desk.wrote_nothing()


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    complaints = io.StringIO()
    assert run(desk.files, io.StringIO(), complaints) == 2
    assert "members.csv cannot be read (No such file or directory)" in complaints.getvalue()


def test_what_cannot_be_written_leaves_what_was_there(desk: Desk) -> None:
    desk.matches()
    before = (desk.files.out / "pairs.csv").read_bytes()
    (desk.files.out / "load.svg").unlink()
    (desk.files.out / ".load.svg.new").mkdir()
    assert desk.matches("id,topic\njo,data\n") == 2
    assert "Nothing was written" in desk.complaints
    assert (desk.files.out / "pairs.csv").read_bytes() == before
    assert sorted(os.listdir(desk.files.out)) == [".load.svg.new", "pairs.csv", "unserved.csv"]


def test_nobody_at_all_is_a_round_with_empty_lists(desk: Desk) -> None:
    assert desk.matches("id,topic\n", "id,topics\n") == 0
    assert desk.rows("pairs.csv") == [] == desk.rows("unserved.csv")
    assert "0 of 0 members" in desk.told


# -- many --------------------------------------------------------------------------------------------------------------


def test_two_hundred_thousand_rows_are_matched(desk: Desk) -> None:
    many = "id,topic\n" + "".join(f"m{at},data\n" for at in range(200_000))
    mentors = "id,topics,room\n" + "".join(f"t{at},data,1000\n" for at in range(4))
    assert desk.matches(many, mentors) == 0
    assert len(desk.rows("pairs.csv")) == 4000 and len(desk.rows("unserved.csv")) == 196_000


def test_more_than_can_be_compared_is_said_at_once(desk: Desk) -> None:
    members = "id,topic\n" + "".join(f"m{at},data\n" for at in range(200_000))
    mentors = "id,topics\n" + "".join(f"t{at},data\n" for at in range(200_000))
    assert desk.matches(members, mentors) == 2
    assert "200000 members and 200000 mentors are too many" in desk.complaints and desk.wrote_nothing()


def test_the_program_itself(desk: Desk) -> None:
    desk.puts("members.csv", MEMBERS)
    desk.puts("mentors.csv", MENTORS)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "match", "--members", "members.csv", "--mentors", "mentors.csv", "--out", "july"],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "2 of 3 members meet somebody" in done.stdout
    assert desk.pairs == {("jo", "maya"), ("ana", "su"), ("ana", "rui")}
