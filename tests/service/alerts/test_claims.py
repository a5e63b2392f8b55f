"""What a delivery goes through when workers are slow, stopped or dead: a lease, a token, and no second sending."""

import threading

from service import clock
from service.alerts import claims
from service.alerts.mail import deliver
from service.alerts.outbox import make_deliveries


def test_the_pauses_grow_from_a_minute_to_a_day():
    minutes = [claims.pause_after(attempts).total_seconds() / 60 for attempts in range(1, 9)]
    assert minutes == [1, 4, 16, 64, 256, 1024, 1440, 1440]


def test_what_a_dead_worker_had_claimed_is_free_again_after_its_lease(
    due, database, mail_config, look, smtp_server, set_now
):
    make_deliveries(database, clock.now())
    database.transact(lambda tx: claims.claim(tx, clock.now(), 4))
    deliver(database, mail_config, clock.now())
    assert look.states() == ["claimed"] * 4 + ["sent"] * 2
    set_now("2027-01-31T08:05:01+08:00")
    deliver(database, mail_config, clock.now())
    assert look.states() == ["sent"] * 6


def test_what_a_dead_worker_was_submitting_is_unknown_after_its_lease_and_stays_so(
    due, database, mail_config, look, smtp_server, set_now
):
    make_deliveries(database, clock.now())
    taken = database.transact(lambda tx: claims.claim(tx, clock.now(), 1))
    (key,) = taken.attempts
    assert database.transact(lambda tx: claims.begin_submission(tx, key, taken.token))
    set_now("2027-01-31T08:05:01+08:00")
    deliver(database, mail_config, clock.now())
    assert look.states() == ["sent"] * 5 + ["unknown"]
    assert len(smtp_server.messages) == 5


def test_a_worker_that_lost_its_lease_sends_nothing_and_changes_nothing(
    due, database, mail_config, look, smtp_server, set_now
):
    make_deliveries(database, clock.now())
    slow = database.transact(lambda tx: claims.claim(tx, clock.now(), 6))
    set_now("2027-01-31T08:05:01+08:00")
    database.transact(claims.take_back_leases)
    database.transact(lambda tx: claims.claim(tx, clock.now(), 6))
    key = next(iter(slow.attempts))
    assert not database.transact(lambda tx: claims.begin_submission(tx, key, slow.token))
    assert not database.transact(lambda tx: claims.settle(tx, key, slow, claims.Outcome.SENT))
    database.transact(lambda tx: claims.release(tx, slow.token))
    assert look.states() == ["claimed"] * 6


def test_claims_never_overlap(due, database):
    make_deliveries(database, clock.now())
    taken = [database.transact(lambda tx: claims.claim(tx, clock.now(), 4)).attempts for _ in range(3)]
    assert [len(attempts) for attempts in taken] == [4, 2, 0]
    assert not taken[0].keys() & taken[1].keys()


def test_told_to_stop_a_worker_gives_back_what_it_has_not_begun(due, database, mail_config, look, smtp_server):
    make_deliveries(database, clock.now())
    stop = threading.Event()
    stop.set()
    deliver(database, mail_config, clock.now(), stop)
    assert look.states() == ["pending"] * 6
