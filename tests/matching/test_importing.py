"""Vocabularies that an organiser imports: each form that is given out, and what is none."""

from pathlib import Path

import pytest

from bot import vocabularies
from bot.__main__ import main
from bot.domain.matching import Concept, importing, shipped

ESCO = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
    'Occupation,http://data.europa.eu/esco/occupation/1f,2512,Softwareentwickler,"Programmierer\nAnwendungsentwickler",'
    '"Baut Software, die hält."\n'
    "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/2a,,Kubernetes,,\n"
)
ONET = (
    "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
    "29-1141.00\tFloor Nurse\tn/a\t08\n"
    "29-1141.00\tRegistered Nurse\tRN\t08\n"
)


def read(text: str, name: str = "words.txt") -> list[Concept]:
    return list(importing.read(text.splitlines(keepends=True), name))


def test_escos_csv_is_read_with_its_alternative_labels_and_descriptions() -> None:
    occupation, skill = read(ESCO)
    assert occupation.id == "esco:1f"
    assert occupation.labels == ("Softwareentwickler", "Programmierer", "Anwendungsentwickler")
    assert occupation.about.split()[:2] == ["baut", "software"]
    assert skill == Concept("esco-skill:2a", ("Kubernetes",))


def test_escos_csv_may_have_a_byte_order_mark_and_semicolons() -> None:
    [concept] = read("\ufeffconceptUri;preferredLabel;altLabels\nhttp://x/occupation/7;infirmier;infirmière\n")
    assert concept == Concept("esco:7", ("infirmier", "infirmière"))


def test_onets_tables_are_read_by_their_columns() -> None:
    first, second = read(ONET, "Alternate Titles.txt")
    assert first == Concept("onet:29-1141.00", ("Floor Nurse",))
    assert second.labels == ("Registered Nurse", "RN")
    [told] = read("O*NET-SOC Code\tTitle\tDescription\n29-1141.00\tRegistered Nurses\tAssess patients.\n")
    assert told.labels == ("Registered Nurses",) and told.about == "assess patients"


def test_a_list_of_label_and_concept_is_read_and_blank_lines_are_passed() -> None:
    assert read("/Krankenpfleger\tcare\n\n nurse \tcare\n") == [
        Concept("care", ("Krankenpfleger",)),
        Concept("care", ("nurse",)),
    ]


@pytest.mark.parametrize(
    "text", ["just a line\n", "a,b,c\n1,2,3\n", "nurse\t\n", "nurse\tcare\nbroken\n", "\x00\t\x00\n"]
)
def test_another_form_is_refused_with_the_line(text: str) -> None:
    with pytest.raises(importing.UnknownForm):
        read(text)


def test_what_is_written_is_read_again() -> None:
    concepts = [Concept("a", ("one", "two"), "three"), Concept("b", ("four|five",))]
    assert list(shipped.parse(shipped.written(concepts))) == [concepts[0], Concept("b", ("four five",))]


def test_what_ships_holds_four_hundred_roles_in_five_languages_and_names_its_source() -> None:
    folder = Path(shipped.__file__).parent
    lines = [line for line in (folder / "roles.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) >= 400 and all(len(line.split("\t")) == 5 and all(line.split("\t")) for line in lines)
    assert len({line.split("|")[0].split("\t")[0] for line in lines}) == len(lines)
    credit = "This service uses the ESCO classification of the European Commission"
    assert credit in (folder / "esco.tsv").read_text("utf-8")[:200]


# -- at the terminal -------------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_imports_add_up_and_are_used(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "german.csv").write_text(ESCO, "utf-8")
    (here / "own.tsv").write_text("Zorgblatter\tzorg\nFrimmel engineer\tzorg\n", "utf-8")
    assert main(["vocabulary", "import", "german.csv"]) == 0
    assert main(["vocabulary", "import", "own.tsv"]) == 0
    assert "3 concepts with 6 labels" in capsys.readouterr().out
    assert main(["explain-match", "Zorgblatter", "--headline", "Frimmel engineer"]) == 0
    told = capsys.readouterr().out
    assert "Both mean: Zorgblatter" in told and "fits" in told


def test_one_file_that_cannot_be_read_changes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "own.tsv").write_text("nurse\tcare\n", "utf-8")
    (here / "notes.md").write_text("# Notes\n", "utf-8")
    (here / "packed.zip").write_bytes(b"PK\x03\x04\xff\xfe")
    for wrong in ("notes.md", "packed.zip", "missing.csv"):
        assert main(["vocabulary", "import", "own.tsv", wrong]) == 1
        assert wrong in capsys.readouterr().err
    assert not vocabularies.DEFAULT.exists()


def test_the_parts_of_an_explained_score_add_up(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["explain-match", "how do PMs spend their days?", "--headline", "Product Manager", "--topics", "a, b"])
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    numbers = [float(line[vocabularies.WIDTH :].split()[0]) for line in lines[:5]]
    assert sum(numbers[:4]) == pytest.approx(numbers[4], abs=0.003)
    assert "Asked: PMs. In the profile: Product Manager" in lines


def test_nothing_in_common_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain-match", "🙂", "--headline", "Product Manager"]) == 0
    assert "nothing in common" in capsys.readouterr().out
