"""The specification says what the door does: generated requests meet documented answers, and never a 5xx."""

import itertools

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from sqlalchemy import select

from service.jobs import run_waiting
from service.models import Organization
from tests.service.api.client import PREFIX, Api, new_key
from tests.service.intake.photographs import pdf
from tests.service.intake.sheets import workbook
from tests.service.web.uploads import multipart

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance, unsupported_method,
]  # fmt: skip
PEOPLE = ("branch", "street", "second_street", "department", "second_community", "province")
OWNED = {"import_id": "street", "batch_id": "street", "job_id": "street", "organization_file_id": "department"}
"""What only the one who asked for it finds."""
EXAMPLES = 10
BOUNDED = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def answered(response):
    """The body, an object."""
    return dict(response.json or {})


class Visitors:
    """The people of a small district, who ask for generated things, and every second time for what is there."""

    def __init__(self, driver):
        self.api = Api(driver)
        self.api.token("village")  # the first token, which a generated request may take back
        states = ("draft", "outflow_review", "in_transit", "street_review", "placement", "receipt_due", "closed")
        numbers = [driver.drive_to(state) for state in states]
        self.known = {
            "number": numbers,
            "file_id": [self.file_of(number) for number in numbers],
            "action": ["submit", "issue_letter", "report_in", "accept", "place", "withdraw", "undo", "reassign"],
            "member_id": [driver.case(numbers[0]).member_id, driver.member()],
            "workflows": ["transfer"],
            "codes": ["refusal"],
            "registers": ["transfer_out"],
            "token_id": [1],
            "change_id": [1],
            "absence_id": [1],
            "workflow": ["transfer"],
            "limit": ["draft"],
        }
        self.known["job_id"] = [self.job_asked_for(numbers[2])]
        self.known["import_id"] = [self.import_handed_in()]
        self.known["batch_id"] = [self.batch_handed_in()]
        self.known["organization_file_id"] = [self.organizations_handed_in()]
        self.known["row"] = [2]
        self.turns = itertools.count()
        self.met = set()

    def job_asked_for(self, number):
        """A letter that is printed like those of many cases."""
        asked = {"action": "print_letter", "cases": [number]}
        return answered(self.api.post("street", "/bulk-actions", asked, Idempotency_Key=new_key()))["job"]

    def import_handed_in(self):
        """A roster of the street."""
        roster = workbook({1: ["姓名", "身份证号"], 2: ["周国栋", "1"]})
        found = answered(self.api.ask("street", "POST", "/imports", **multipart({}, roster, "名册.xlsx")))["id"]
        run_waiting(self.api.database)
        return found

    def batch_handed_in(self):
        """A roster of the street that opens cases."""
        roster = workbook({1: ["姓名", "身份证号"], 2: ["周国栋", "1"]})
        asked = multipart({"kind": "graduates", "name": "毕业生"}, roster, "名册.xlsx")
        found = answered(self.api.ask("street", "POST", "/batches", **asked))["id"]
        run_waiting(self.api.database)
        return found

    def organizations_handed_in(self):
        """A file of the department."""
        units = workbook({1: ["code", "parent_code", "kind", "name"], 2: ["NEW", "D-street", "community", "新社区"]})
        asked = multipart({}, units, "组织.xlsx")
        found = answered(self.api.ask("department", "POST", "/organization-files", **asked))["id"]
        run_waiting(self.api.database)
        return found

    def file_of(self, number):
        """A file of this case; a finished one takes none."""
        response = self.api.ask("street", "POST", f"/cases/{number}/attachments", **multipart({}, pdf(), "一.pdf"))
        return answered(response).get("id", "none")

    def codes_of_today(self):
        """Of two organizations, which a generated request may have given another code."""
        district = self.api.driver.district
        wanted = Organization.id.in_([district.branch.id, district.street.id])
        with self.api.database.read() as tx:
            return tx.session.scalars(select(Organization.code).where(wanted).order_by(Organization.id)).all()

    def ask(self, case):
        """One request, checked against the specification."""
        turn = next(self.turns)
        if turn % 2:
            self.point_at_what_is_there(case, turn)
        case.headers = dict(case.headers or {})
        who = PEOPLE[turn % len(PEOPLE)]
        owners = [OWNED[name] for name in case.path_parameters or {} if name in OWNED]
        who = owners[0] if turn % 2 and owners else who
        case.headers["Authorization"] = f"Bearer {self.api.token(who)}"
        response = case.call(base_url="http://localhost")
        case.validate_response(response, checks=CHECKS)
        self.met.add((case.operation.label, response.status_code))

    def point_at_what_is_there(self, case, turn):
        """Real names in the path, nobody's post but one's own, and the version that a case has now."""
        (case.query or {}).pop("as", None)
        resource = case.operation.path.split("/")[3]
        for name in case.path_parameters or {}:
            known = self.codes_of_today() if name == "code" else self.known[resource if name == "name" else name]
            case.path_parameters[name] = known[turn // 2 % len(known)]
        number = (case.path_parameters or {}).get("number")
        if number is not None:
            headers = {"If-Match": f'"{self.api.driver.case(number).version}"', "Idempotency-Key": f"turn-{turn}"}
            case.headers = {**(case.headers or {}), **headers}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_generated_requests_meet_documented_answers(driver):
    visitors = Visitors(driver)
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", visitors.api.app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        for mode in GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @BOUNDED
            def ask(case):
                visitors.ask(case)

            ask()
    done = {label for label, status in visitors.met if status < 300}
    assert {operation.label for operation in operations if operation.method.upper() == "GET"} <= done


def test_the_specification_is_one_of_openapi_3_1(sqlite_api):
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", sqlite_api.app)
    schema.validate()
    assert schema.raw_schema["openapi"].startswith("3.1")
    assert schema.raw_schema["components"]["securitySchemes"] == {"bearer": {"type": "http", "scheme": "bearer"}}


def test_the_specification_names_every_route(sqlite_api):
    written = sqlite_api.app.test_client().get(f"{PREFIX}/openapi.json").json["paths"]
    rules = {
        (rule.rule.replace("<int(max=2147483647):", "<").replace("<", "{").replace(">", "}"), method)
        for rule in sqlite_api.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith("api.")
    }
    documented = {(path, method.upper()) for path, item in written.items() for method in item}
    assert rules == {(path, method) for path, method in documented if method != "PARAMETERS"}


def test_problems_are_documented_as_problems(sqlite_api):
    written = sqlite_api.app.test_client().get(f"{PREFIX}/openapi.json").json["components"]["responses"]
    assert all(set(response["content"]) == {"application/problem+json"} for response in written.values())


def test_every_view_that_takes_a_key_says_how_it_refuses_one(sqlite_api):
    written = sqlite_api.app.test_client().get(f"{PREFIX}/openapi.json").json["paths"]
    taking = [
        item[method]["responses"]
        for item in written.values()
        for method in item
        if method != "parameters"
        and any(parameter.get("name") == "Idempotency-Key" for parameter in item[method].get("parameters", []))
    ]
    assert taking
    assert all({"400", "409"} <= set(responses) for responses in taking)
