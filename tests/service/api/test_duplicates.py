"""The same two decisions over REST."""

from tests.builders import make_id_number
from tests.service.api.client import new_key

ZHOU = {"name": "周国栋", "birth_date": "1970-01-15", "phone": "13900000001"}


def test_a_record_goes_up_in_another_once_and_the_answer_is_the_one_that_stays(api):
    kept = api.driver.member("branch", **(ZHOU | {"id_number": None}))
    other = api.driver.member("branch", **(ZHOU | {"id_number": make_id_number(serial=7)}))
    body, key = {"other_id": other, "reason": "已对照档案"}, new_key()
    answers = [api.post("branch", f"/members/{kept}/merge", body, Idempotency_Key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json["id"] == kept
    assert answers[0].json["id_number"] is not None
    assert api.get("branch", f"/members/{other}").status_code == 404
    assert api.post("branch", f"/members/{kept}/merge", body, Idempotency_Key=new_key()).status_code == 404


def test_two_persons_are_told_apart_and_two_numbers_never_merged(api):
    one, two = (api.driver.member("branch", **(ZHOU | {"id_number": make_id_number(serial=n)})) for n in (8, 9))
    body = {"other_id": two, "reason": "父子同名"}
    refused = api.post("branch", f"/members/{one}/merge", body, Idempotency_Key=new_key())
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "two_id_numbers")
    assert api.post("branch", f"/members/{one}/tell-apart", body, Idempotency_Key=new_key()).status_code == 200
