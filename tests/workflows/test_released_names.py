"""Names that rows, history lines and clients hold. A name may be added here, with the code; none is ever taken away."""

import ast
from pathlib import Path

import pytest

import workflows
from workflows import WORKFLOWS
from workflows.codes import CODE_LISTS
from workflows.everywhere import EVERYWHERE
from workflows.fields import FIELDS
from workflows.roles import Role
from workflows.vocabulary import NEW, Party, Rung

RELEASED = {
    "workflow": "transfer dual_management mobile_registration follow_up flow_report",
    "transfer state": """
        new requested draft outflow_review returned in_transit lapsed street_review file_check refused placement
        receipt_due receipt_check closed withdrawn void revoked
    """,
    "transfer action": """
        open request register_arrival take_up decline edit submit send_back release issue_letter record_seals report_in
        lapse report_lost reissue check_file finish_file_check accept refuse order_acceptance order_release
        uphold_refusal redirect place send_receipt confirm_receipt reject_receipt withdraw void revoke
    """,
    "transfer clock": """
        requested draft outflow_review returned in_transit lapsed street_review file_check refused placement
        receipt_due receipt_check
    """,
    "dual_management state": "new proposed counterpart_consent street_filing active paused ended declined",
    "dual_management action": """
        propose submit agree decline answer file send_back log_contact log_service give_feedback review
        move_affiliation pause resume end
    """,
    "dual_management clock": "proposed counterpart_consent street_filing feedback review paused",
    "follow_up state": "new watch contacting located unreachable reported_up settled closed",
    "follow_up action": """
        open_follow_up log_contact ask_unit answer found give_up_search report_up record_decision settle reopen
    """,
    "follow_up clock": "watch contacting located unreachable reported_up",
    "flow_report state": "new due street_check returned filed",
    "flow_report action": "open_report hand_in send_back file",
    "flow_report clock": "due street_check returned",
    "mobile_registration state": """
        new leave_reported short_absence certificate_issued found_inflow attached leaving closed converted cancelled
    """,
    "mobile_registration action": """
        report_leave register_inflow allow_absence issue_certificate attach_member decline_attach log_contact
        log_activity inspect report_loss leave move_on check_return convert cancel
    """,
    "mobile_registration clock": """
        leave_reported short_absence certificate_issued found_inflow contact inspection leaving
    """,
    "action of every case": """
        comment attach detach nudge hand_over print_letter make_receipt_link revoke_receipt_link reassign link
        undo
    """,
    "party": """
        outflow outflow_committee street receiving home host department outflow_department keeper asked community clock
    """,
    "rung": "reminder overdue escalated conference",
    "role": "branch_secretary committee_officer department_officer tracking_staff auditor administrator",
    "field": """
        comment reason reason_code letter_number issuer_code issued_on valid_days received_on seal_applied
        riding_seal_applied applied_by enquired_on finding receiving_code destination_reason dues_plan placed_in_code
        handled_by handled_phone sent_via decision decided_on decided_by document_number conversion_opinion consent_on
        quarter way result next_on happened_on party to_code letter_returned kind outflow_code member_withdraws
        service_post category asked_code question closes unit_code
        left_on back_on place contact fixed_place proof_wanted certificate_number photo_applied dues_paid_through
    """,
    "refusal code": """
        missing_contact dues_behind reason_required unknown_reason destination_not_exact validity_over_max
        letter_expired letter_void letter_mismatch receipt_mismatch conversion_unsettled may_not_issue_letters
        reissue_window_over revoke_window_over revoke_impossible already_decided decision_required consent_required
        too_early not_external wrong_state belongs_to_neither not_yet date_has_passed asks_itself unknown_organization
        too_few_tries no_place_yet place_stands certificate_mismatch certificate_void certificate_expired
        returns_before_leaving absence_over_max derived_category
    """,
    "code list": """
        refusal reason dual_reason void sent_via answer dual_kind sex member_status destination_rule route party
        setup_mode follow_up_category contact_way contact_result not_moving unit_answer credential
    """,
    "refusal": """
        not_our_area identity_doubtful file_incomplete no_household_registration no_house too_many_members other
    """,
    "reason": """
        job_change graduation retirement discharge moved_home resettlement unit_dissolved study work_away other
    """,
    "dual_reason": "resettlement economic_interest moved_home in_service other",
    "void": "opened_in_error deceased membership_ended",
    "sent_via": "in_person sent_by_organization confidential_post post fax online",
    "answer": "agreed objected",
    "dual_kind": "dual_management two_way_registration",
    "follow_up_category": """
        letter_not_presented accepted_unplaced no_receiving_unit graduate_waiting veteran reemployed_retiree laid_off
        relocated floating_talent migrant_worker affiliation_unknown study_abroad inactive_signals
    """,
    "contact_way": "phone message visit letter relatives unit other",
    "contact_result": "reached not_reached decided needs_coordination",
    "not_moving": "economic_interest attachment trouble attends_old_unit other",
    "unit_answer": "attends_here moved_on left not_a_member",
    "sex": "male female",
    "member_status": "full probationary",
    "setup_mode": "territorial nearby_joint stand_alone",
    "destination_rule": "employer residence other",
    "credential": "nothing proof_letter certificate transfer",
    "route": "same_street same_district same_city same_province other_province graduate_batch",
}


def refusal_codes() -> set[str]:
    """Every code that the rules can answer with, read from their source."""
    found = {field.missing for field in FIELDS.values() if field.missing}
    for source in Path(workflows.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Refusal"), args=[ast.Constant(value=str(code)), *_]):
                    found.add(code)
    return found


def names() -> dict[str, set[str]]:
    found = {
        "workflow": {name for name, _ in WORKFLOWS},
        "action of every case": set(EVERYWHERE),
        "party": {party.value for party in Party},
        "rung": {rung.value for rung in Rung},
        "role": {role.value for role in Role},
        "field": set(FIELDS),
        "refusal code": refusal_codes(),
        "code list": set(CODE_LISTS),
        **{name: set(codes) for name, codes in CODE_LISTS.items() if name != "party"},
    }
    for (name, _), workflow in WORKFLOWS.items():
        clocks = {clock.name for state in workflow.definition.states for clock in state.clocks}
        found.setdefault(f"{name} state", {NEW}).update(workflow.states)
        found.setdefault(f"{name} action", set()).update(workflow.actions)
        found.setdefault(f"{name} clock", set()).update(clocks)
    return found


@pytest.mark.parametrize("kind", RELEASED)
def test_no_released_name_is_taken_away(kind):
    assert set(RELEASED[kind].split()) - names()[kind] == set()


@pytest.mark.parametrize("kind", names())
def test_a_new_name_is_entered_in_the_list(kind):
    assert names()[kind] - set(RELEASED.get(kind, "").split()) == set()


def test_every_field_chooses_from_a_published_list():
    assert {field.options for field in FIELDS.values() if field.options} <= set(CODE_LISTS)


def test_no_label_is_empty_and_no_two_states_of_a_workflow_share_one():
    for workflow in WORKFLOWS.values():
        labels = [state.label for state in workflow.definition.states]
        assert all(labels)
        assert len(set(labels)) == len(labels)
        assert all(action.label for action in workflow.definition.actions)
    assert all(field.label for field in FIELDS.values())
    assert all(label for codes in CODE_LISTS.values() for label in codes.values())
