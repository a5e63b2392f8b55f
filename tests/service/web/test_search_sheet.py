"""The sheet by which relatives, a former unit or the street are asked about somebody who cannot be reached."""


def test_a_member_who_is_not_reached_can_be_asked_about_on_paper(desks):
    driver = desks.driver
    member = driver.member(dues_paid_through="2026-05", last_activity_on="2026-04-10")
    number = driver.open("branch", workflow="follow_up", category="relocated", member_id=member).number
    assert "/sheets/search" not in desks("branch").get(f"/cases/{number}")
    desks("branch").get(f"/cases/{number}/sheets/search", 404)

    driver.act(number, "branch", "log_contact", result="not_reached", way="phone", comment="号码已停用")
    assert f"/cases/{number}/sheets/search" in desks("branch").get(f"/cases/{number}")
    page = desks("branch").get(f"/cases/{number}/sheets/search")
    for words in (
        "党员联系单",
        "号码已停用",
        "电话",
        "没联系上",
        "2026-05",
        "2026-04-10",
        "回执",
        "望潮社区第一党支部",
    ):
        assert words in page
    assert "3299" not in page
    desks("village").get(f"/cases/{number}/sheets/search", 404)
