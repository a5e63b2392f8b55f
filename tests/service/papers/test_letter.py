"""The letter as paper: looked at as a picture, and read as text."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import segno

from service.errors import ActionRefused
from service.papers import LetterPaper, Moved, letters_pdf, overprint_pdf, trial_pdf
from service.papers.letter import age_on
from service.papers.numerals import digit_by_digit, in_tens
from service.papers.overprint import OPTIONS, VALUES
from tests.pictures import dark, modules

PAPER = LetterPaper(
    number="〔2026〕第 0312 号",
    issued_on=date(2026, 11, 18),
    addressee="中共云港市梧桐街道工作委员会",
    receipt_addressee="中共云港市滨江街道工作委员会",
    member_name="䶮𠮷",
    probationary=False,
    origin="滨江街道望潮社区第二党支部",
    destination="梧桐街道青云社区第一党支部",
    valid_days="玖拾",
    sex="male",
    age="61",
    ethnic_group="汉族",
    id_number="329901196501014417",
    dues_year="贰零贰陆",
    dues_month="壹拾壹",
    member_contact="13800000025",
    committee_address="云港市滨江街道一号",
    committee_phone="0599-00000312",
    committee_postcode="353000",
)
MM = 72 / 25.4
PARTS = ((0, 84), (84, 206), (206, 297))


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(io.BytesIO(pdf))


def _text(page, top: float = 0, bottom: float = 297) -> str:
    """What stands between two heights, in millimetres from the top."""
    height = page.get_height()
    return str(page.get_textpage().get_text_bounded(bottom=height - bottom * MM, top=height - top * MM))


def _ink(picture, box) -> int:
    return dark(picture, box, dots=4)


def _picture(page):
    return page.render(scale=4 / MM).to_pil()


def test_a_letter_is_exactly_one_page_of_a4():
    document = _opened(letters_pdf([PAPER]))
    assert len(document) == 1
    assert [round(side / MM) for side in document[0].get_size()] == [210, 297]


def test_every_field_stands_in_its_part_and_can_be_read_as_text():
    page = _opened(letters_pdf([PAPER]))[0]
    stub, letter, receipt = ("".join(_text(page, *part).split()) for part in PARTS)
    number = "".join(PAPER.number.split())
    assert all(number in part and PAPER.member_name in part for part in (stub, letter, receipt))
    assert all(text in stub for text in (PAPER.origin, PAPER.destination, "2026年11月18日", "贴回执联处"))
    for text in (PAPER.addressee, "61岁", "汉族", PAPER.id_number, PAPER.origin, PAPER.destination, "有效期玖拾天"):
        assert text in letter
    assert "党费已交到贰零贰陆年壹拾壹月" in letter
    for text in (PAPER.member_contact, PAPER.committee_address, PAPER.committee_phone, PAPER.committee_postcode):
        assert text in letter
    assert PAPER.receipt_addressee in receipt


def test_the_places_of_the_seals_are_empty():
    picture = _picture(_opened(letters_pdf([PAPER]))[0])
    assert _ink(picture, (95, 60, 123, 80)) == 0
    assert _ink(picture, (130, 158, 190, 174)) == 0
    assert _ink(picture, (28, 12, 190, 60)) > 0


def test_the_code_is_printed_and_its_picture_leads_to_the_page_that_answers_it():
    paper = replace(PAPER, code="7K3MQ9TD0F5X", check_address="https://desk.example/v/7K3M-Q9TD-0F5X")
    page = _opened(letters_pdf([paper]))[0]
    assert "7K3M-Q9TD-0F5X" in _text(page, 84, 206)
    picture = page.render(scale=12 / MM).to_pil().crop((28 * 12, 170 * 12, 51 * 12, 201 * 12))
    assert modules(picture, 29) == [list(row) for row in segno.make_qr(paper.check_address, error="m", mask=0).matrix]
    assert _ink(_picture(page), (130, 158, 190, 174)) == 0


def test_the_option_that_does_not_apply_is_struck_out():
    chosen, other = (_picture(_opened(letters_pdf([replace(PAPER, probationary=value)]))[0]) for value in (False, True))
    assert chosen.tobytes() != other.tobytes()


def _first(page, words):
    """Where a text begins, in millimetres from the left and from the top, as the reader of a PDF finds it."""
    text = page.get_textpage()
    at = text.search(words).get_next()[0]
    left, _bottom, _right, top = text.get_charbox(at)
    return left / MM, (page.get_height() - top) / MM


def test_onto_the_official_form_each_value_falls_into_its_place_and_is_moved_with_it():
    page = _opened(overprint_pdf(PAPER))[0]
    assert [round(side / MM) for side in page.get_size()] == [210, 297]
    for name in ("number", "origin", "destination", "addressee", "id_number", "dues_year", "receipt_addressee"):
        place = VALUES[name][0]
        left, top = _first(page, getattr(PAPER, name))
        assert place.left - 0.5 <= left <= place.left + 1.5, name
        assert place.top <= top <= place.top + place.height, name
    words = _text(page)
    for never in ("同志", "组织关系", "盖章", "有效期", "第一联"):
        assert never not in words
    moved = _opened(overprint_pdf(replace(PAPER, moved=Moved(right=25, down=-30))))[0]
    for before, after, by in zip(_first(page, PAPER.id_number), _first(moved, PAPER.id_number), (2.5, -3), strict=True):
        assert after - before == pytest.approx(by, abs=0.05)


def test_on_the_official_form_the_word_that_does_not_apply_is_struck_and_nothing_else():
    picture = _picture(_opened(overprint_pdf(replace(PAPER, probationary=True, sex="female")))[0])
    struck = {
        name
        for name, places in OPTIONS.items()
        for place in places
        if _ink(picture, (place.left, place.top, place.left + place.width, place.top + place.height))
    }
    assert struck == {"full", "male"}
    unknown = _picture(_opened(overprint_pdf(replace(PAPER, sex=None)))[0])
    assert not any(
        _ink(unknown, (place.left, place.top, place.left + place.width, place.top + 7))
        for place in (*OPTIONS["male"], *OPTIONS["female"])
    )


def test_a_long_name_stays_within_its_place_on_the_official_form():
    long = replace(PAPER, destination="很长的" * 38 + "支部")
    page = _opened(overprint_pdf(long))[0]
    place = VALUES["destination"][1]
    inside = page.get_textpage().get_text_bounded(
        left=(place.left - 1) * MM, right=(place.left + place.width + 1) * MM,
        bottom=page.get_height() - (place.top + place.height + 0.5) * MM,
        top=page.get_height() - (place.top - 0.5) * MM,
    )  # fmt: skip
    assert "".join(inside.split()) == long.destination


def test_a_trial_print_has_rulers_at_the_edges_and_crosses_that_move():
    still, moved = (
        _picture(_opened(trial_pdf(replace(PAPER, moved=by), "试印"))[0]) for by in (Moved(), Moved(50, 50))
    )
    for picture in (still, moved):
        assert all(_ink(picture, (tick - 0.3, 1, tick + 0.3, 4)) for tick in (10, 50, 100, 200))
        assert all(_ink(picture, (1, tick - 0.3, 4, tick + 0.3)) for tick in (10, 50, 100, 290))
    for left, top in ((20, 20), (190, 277)):
        assert _ink(still, (left - 0.3, top - 4.5, left + 0.3, top - 3))
        assert _ink(moved, (left + 4.7, top + 0.5, left + 5.3, top + 2))
    assert not _ink(moved, (15.5, 19.5, 19, 20.5))


def test_a_character_no_font_has_is_refused_with_its_field_and_never_printed_as_a_box():
    with pytest.raises(ActionRefused) as refused:
        letters_pdf([replace(PAPER, member_name="王\U000f0000")])
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.field, refusal.values["character"]) == ("glyph_missing", "member_name", "\U000f0000")


def test_long_names_stay_on_their_page_and_whole():
    long = replace(PAPER, destination="很长的" * 38 + "支部", origin="也很长的" * 28 + "支部")
    document = _opened(letters_pdf([long]))
    letter = "".join(_text(document[0], 84, 206).split())
    assert len(document) == 1
    assert long.destination in letter
    assert long.committee_postcode in letter
    assert _ink(_picture(document[0]), (130, 158, 190, 174)) == 0


def test_a_name_cannot_become_markup():
    text = _text(_opened(letters_pdf([replace(PAPER, member_name="#strike[王]*$x$")]))[0])
    assert "#strike[王]*$x$" in text


def test_many_letters_are_one_document_in_order_and_progress_is_told():
    told = []
    papers = [replace(PAPER, number=f"〔2026〕第 000{number} 号") for number in range(1, 4)]
    document = _opened(letters_pdf(papers, lambda done, of: told.append((done, of))))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [f"000{number}" in _text(page) for number, page in enumerate(document, start=1)] == [True] * 3


@pytest.mark.parametrize(
    ("number", "simplified", "traditional"),
    [(7, "柒", "柒"), (10, "壹拾", "壹拾"), (12, "壹拾贰", "壹拾貳"), (30, "叁拾", "參拾"), (60, "陆拾", "陸拾")],
)
def test_numerals_are_uppercase_in_both_scripts(number, simplified, traditional):
    assert (in_tens(number), in_tens(number, "zh-Hant")) == (simplified, traditional)


def test_a_year_is_written_digit_by_digit():
    assert (digit_by_digit(2026), digit_by_digit(2026, "zh-Hant")) == ("贰零贰陆", "貳零貳陸")


def test_numerals_end_at_two_digits():
    with pytest.raises(ValueError, match="100"):
        in_tens(100)


@pytest.mark.parametrize(
    ("born", "age"), [("1965-11-18", "61"), ("1965-11-19", "60"), ("1965-11", ""), ("1965", ""), (None, "")]
)
def test_age_is_counted_on_the_day_of_issue_and_only_from_a_whole_date(born, age):
    assert age_on(born, date(2026, 11, 18)) == age
