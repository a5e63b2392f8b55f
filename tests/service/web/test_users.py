"""Sign-ins on pages, for administrators only."""

import html
import re

import pytest

from tests.service.web.test_organizations import person_sends


def secret(page):
    return html.unescape(re.findall(r'class="secret">([^<]+)<', page)[0])


def test_a_sign_in_is_made_with_a_password_shown_once(desks):
    person = desks("province")
    person.get("/users/new")
    form = person.form("/users/new")
    typed = {"name": "wu", "display_name": "吴桂芳", "role": "branch_secretary", "organization_code": "D-branch"}
    page = person.send(form, 200, **typed)
    password = secret(page)
    again = person.send(form, **typed)
    assert password not in again
    assert "已新增 吴桂芳" in again
    newcomer = desks.stranger().sign_in("wu", password)
    newcomer.get("/todo", 303)
    assert newcomer.last.headers["Location"] == "/account"


def test_a_taken_name_comes_back_with_what_was_typed(desks):
    person = desks("province")
    person.get("/users/new")
    page = person.send(
        "/users/new", 422, name="street", display_name="另一个", role="auditor", organization_code_query="梧桐街道"
    )
    assert "登录名“street”已有人用" in page
    assert person.form("/users/new").fields["display_name"] == "另一个"
    page = person.send("/users/new", 422, name="other", role="")
    assert "这一项要填" in page


def test_posts_are_given_and_taken(desks):
    person = desks("province")
    person.get("/users/branch")
    page = person.send("/users/branch/posts", 422, role="auditor")
    assert "这一项要填" in page
    page = person.send("/users/branch/posts", 200, find="organization_code", organization_code_query="柳湾村第一")
    assert "中共柳湾村第一党支部委员会" in page
    page = person.send("/users/branch/posts", role="branch_secretary", organization_code="D-village_branch")
    assert "已增加身份" in page
    page = person.send("/posts/branch_secretary/D-village_branch/revoke")
    assert "已取消身份" in page
    assert "中共柳湾村第一党支部委员会 支部书记" not in page


def test_administrator_and_auditor_exclude_each_other(desks):
    person = desks("province")
    person.get("/users/province")
    page = person.send("/users/province/posts", 422, role="auditor", organization_code="D-province")
    assert "不能既是管理员又是审计员" in page


def test_a_sign_in_is_stopped_and_opened_again(desks):
    person, other = desks("province"), desks("branch")
    other.get("/todo")
    person.get("/users/branch")
    assert "已停用" in person.send("/users/branch/disable")
    other.get("/todo", 303)
    assert "已重新启用" in person.send("/users/branch/enable")
    desks.stranger().sign_in("branch").get("/todo")


def test_a_reset_password_is_shown_once_and_ends_sessions(desks):
    person, other = desks("province"), desks("branch")
    person.get("/users/branch")
    form = person.form("/users/branch/reset")
    password = secret(person.send(form, 200))
    assert password not in person.send(form)
    other.get("/todo", 303)
    desks.stranger().sign_in("branch", password)


def test_sign_ins_are_found_by_name(desks):
    person = desks("province")
    page = person.get("/users?q=second")
    assert "second_street" in page
    assert ">branch<" not in page
    assert "没有找到“nobody”" in person.get("/users?q=nobody")
    person.get("/users/nobody", 404)


@pytest.mark.parametrize("url", ["/users", "/users/new", "/users/branch"])
def test_only_administrators_see_sign_ins(desks, url):
    for who in ("branch", "street", "department", "city"):
        desks(who).get(url, 403)
    desks.stranger().get(url, 303)


@pytest.mark.parametrize("url", ["/users/new", "/users/street/disable", "/users/street/reset", "/users/street/posts"])
def test_nobody_else_changes_sign_ins(desks, url):
    typed = {"name": "x", "role": "auditor", "organization_code": "D-street"}
    assert person_sends(desks("department"), url, **typed).status_code == 403
    desks.stranger().sign_in("street")
