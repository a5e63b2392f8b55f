"""The letters of many cases as one PDF: looked at before, each counted once, and opened by whoever asked."""

import io

import pypdfium2
import pytest

from service.jobs import letters_work, run_waiting
from service.models import Organization
from tests.driving import counted_statements


def pages_of(person):
    assert person.last.content_type == "application/pdf"
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(person.last.data))]


def look_ahead(person, numbers, status=200):
    return person.get("/bulk/letters?" + "&".join(f"cases={number}" for number in numbers), status)


def printed(desks, person, numbers, **typed):
    """The address of the job, which is done."""
    look_ahead(person, numbers)
    boxes = person.form("/letters").fields.getlist("cases") or [f"{number}@3" for number in numbers]
    page = person.send("/letters", cases=boxes, **typed)
    assert "正在逐件办理" in page
    place = person.last.request.path
    assert run_waiting(desks.database) == 1
    return place


@pytest.fixture
def letters(both_desks):
    return [both_desks.driver.drive_to("in_transit") for _ in range(3)]


def test_a_list_leads_to_the_letters_and_one_pdf_has_them_all_each_counted_once(both_desks, letters):
    driver, person = both_desks.driver, both_desks("street")
    assert "打印介绍信（本页 3 件）" in person.get("/todo")
    query = "&".join(f"cases={number}" for number in letters)
    person.get(f"/bulk?action=print_letter&{query}", 303)
    assert "可以打印 3 封。" in person.get(person.last.headers["Location"])
    ticked = [f"{number}@3" for number in letters[:2]]
    person.send("/letters", cases=ticked)
    place = person.last.request.path
    assert run_waiting(both_desks.database) == 1
    assert "已办理 2 件" in person.get(place)
    person.get(f"{place}/letters.pdf")
    texts = pages_of(person)
    for number, text in zip(letters, texts, strict=False):
        assert driver.case(number).letter.number in text
        assert driver.case(number).member.name in text
    assert len(texts) == 2
    assert [driver.case(number).letter.print_count for number in letters] == [1, 1, 0]
    assert "打印介绍信" in person.get(f"/cases/{letters[0]}")


def test_each_letter_bears_the_address_at_which_it_is_checked(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    place = printed(desks, person, [number])
    person.get(f"{place}/letters.pdf")
    assert "扫码" in pages_of(person)[0]


def test_what_may_not_be_printed_is_left_out_with_its_reasons(desks):
    driver, person = desks.driver, desks("street")
    ready, waits = driver.drive_to("in_transit"), driver.drive_to("outflow_review")
    page = look_ahead(person, [ready, waits, "ZJ-2026-9999"])
    assert "可以打印 1 封，跳过 2 件" in page
    assert "不能办理“打印介绍信”" in page
    assert "没有这个编号，或你所在组织不是办理方。（1 件）" in page
    hidden, unknown = (look_ahead(desks("village"), [number]) for number in (ready, "ZJ-2026-9999"))
    assert hidden.replace(ready, "ZJ-2026-9999") == unknown
    page = look_ahead(desks("branch"), [ready])
    assert "你的身份不能办这件事" in page
    assert 'name="cases"' not in page


def test_names_that_wait_to_be_confirmed_hold_their_letters_back(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    key = desks.driver.district.second_street.id
    look_ahead(person, [number])
    desks.database.transact(lambda tx: setattr(tx.session.get(Organization, key), "party_name_confirmed", False))
    person.send("/letters", cases=[f"{number}@3"])
    place = person.last.request.path
    run_waiting(desks.database)
    page = person.get(place)
    assert "已办理 0 件，跳过 1 件" in page
    assert "不能打印介绍信" in page
    person.get(f"{place}/letters.pdf", 404)
    assert "不能打印介绍信" in look_ahead(person, [number])


def test_a_reprint_asks_its_reason_once_and_it_stands_in_each_history(desks):
    driver, person = desks.driver, desks("street")
    numbers = [driver.drive_to("in_transit") for _ in range(2)]
    printed(desks, person, numbers)
    assert "已打印 1 次" in look_ahead(person, numbers)
    boxes = [f"{number}@3" for number in numbers]
    page = person.send("/letters", 422, cases=boxes[:1])
    assert "写明理由" in page
    assert page.count(" checked") == 1
    printed(desks, person, numbers, reason="整批盖错章")
    assert [driver.case(number).letter.print_count for number in numbers] == [2, 2]
    assert "整批盖错章" in person.get(f"/cases/{numbers[1]}")


def test_the_pdf_belongs_to_whoever_asked(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    place = printed(desks, person, [number])
    for url in (place, f"{place}/letters.pdf"):
        desks("department").get(url, 404)
    assert "还没有选办件" in look_ahead(person, [], 422)


def test_work_that_was_begun_twice_counts_each_print_once(desks, monkeypatch, set_now):
    driver, person = desks.driver, desks("street")
    numbers = [driver.drive_to("in_transit") for _ in range(2)]
    look_ahead(person, numbers)
    person.send("/letters", cases=[f"{number}@3" for number in numbers])
    place = person.last.request.path

    def killed(_papers):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(letters_work, "letters_pdf", killed)
        with pytest.raises(SystemExit):
            run_waiting(desks.database)
    set_now("2026-11-24T09:05:00+08:00")
    assert run_waiting(desks.database) == 1
    person.get(f"{place}/letters.pdf")
    assert len(pages_of(person)) == 2
    assert [driver.case(number).letter.print_count for number in numbers] == [1, 1]


def test_looking_ahead_takes_as_many_statements_for_ten_letters_as_for_one(desks):
    driver, person = desks.driver, desks("street")
    numbers = [driver.drive_to("in_transit") for _ in range(10)]
    key = driver.district.second_community.id
    desks.database.transact(lambda tx: setattr(tx.session.get(Organization, key), "party_name_confirmed", False))
    counts = []
    for some in (numbers[:1], numbers[:1], numbers):
        with counted_statements(desks.database) as sent:
            look_ahead(person, some)
        counts.append(len(sent))
    assert counts[1] == counts[2] <= 12
