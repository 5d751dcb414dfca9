-- invariants.sql: queries that must return nothing, always, on either engine. `otagai audit` runs them.

-- name: supporter_in_two_live_bookings_of_different_households
SELECT a.id AS a, b.id AS b FROM booking a JOIN booking b
    ON b.supporter_id = a.supporter_id AND b.id > a.id AND b.household_id <> a.household_id
    AND b.start_at < a.end_at AND b.end_at > a.start_at
WHERE a.state IN ('agreed', 'confirmed', 'in_care') AND b.state IN ('agreed', 'confirmed', 'in_care');

-- name: child_in_two_live_bookings
SELECT a.booking_id AS a, b.booking_id AS b, a.child_id FROM booking_child a JOIN booking_child b
    ON b.child_id = a.child_id AND b.booking_id > a.booking_id
    AND b.start_at < a.end_at AND b.end_at > a.start_at
WHERE a.live = 1 AND b.live = 1;

-- name: booking_child_repeats_its_booking
SELECT c.booking_id FROM booking_child c JOIN booking b ON b.id = c.booking_id
WHERE c.start_at <> b.start_at OR c.end_at <> b.end_at
   OR c.live <> CASE WHEN b.state IN ('agreed', 'confirmed', 'in_care') AND c.dropped_at IS NULL THEN 1 ELSE 0 END;

-- name: too_many_children_with_one_supporter
SELECT b.id FROM booking b JOIN booking_child c ON c.booking_id = b.id
WHERE c.dropped_at IS NULL GROUP BY b.id HAVING COUNT(*) > 3;

-- name: booking_agreed_after_its_start
SELECT id FROM booking WHERE created_at >= start_at;

-- name: confirmed_without_coverage
SELECT b.id FROM booking b LEFT JOIN coverage c ON c.booking_id = b.id
WHERE b.state IN ('confirmed', 'in_care', 'returned', 'completed', 'settled', 'closed', 'no_show') AND c.id IS NULL;

-- name: job_began_without_coverage
SELECT b.id FROM booking b LEFT JOIN coverage c ON c.booking_id = b.id
WHERE b.began_at IS NOT NULL AND (c.id IS NULL OR c.issued_at > b.began_at);

-- name: completed_without_actual_times_on_the_coverage
SELECT b.id FROM booking b JOIN coverage c ON c.booking_id = b.id
    LEFT JOIN coverage_fact f ON f.coverage_id = c.id AND f.kind = 'actual'
WHERE b.state IN ('completed', 'settled', 'closed') AND f.id IS NULL;

-- name: coverage_numbers_have_a_gap
SELECT policy_id FROM coverage_seal GROUP BY policy_id HAVING MAX(number) <> COUNT(*) OR MIN(number) <> 1;

-- name: coverage_chain_broken
SELECT s.coverage_id FROM coverage_seal s LEFT JOIN coverage_seal p
    ON p.policy_id = s.policy_id AND p.number = s.number - 1
WHERE s.previous_sha256 <> COALESCE(p.sha256, '');

-- name: receipt_numbers_have_a_gap
SELECT community_id FROM receipt GROUP BY community_id HAVING MAX(number) <> COUNT(*) OR MIN(number) <> 1;

-- name: audit_seals_have_a_gap
SELECT MAX(seq) AS seq FROM audit_seal HAVING COUNT(*) > 0 AND (MAX(seq) <> COUNT(*) OR MIN(seq) <> 1);

-- name: state_without_its_event
SELECT b.id FROM booking b WHERE NOT EXISTS (
    SELECT 1 FROM booking_event e WHERE e.booking_id = b.id AND e.to_state = b.state AND e.at = b.state_at);

-- name: in_care_or_later_without_a_hand_over
SELECT b.id FROM booking b WHERE b.state IN ('in_care', 'returned', 'completed', 'settled', 'closed')
    AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.booking_id = b.id AND h.way = 'in');

-- name: returned_with_a_child_still_out
SELECT c.booking_id, c.child_id FROM booking_child c JOIN booking b ON b.id = c.booking_id
WHERE b.state IN ('returned', 'completed', 'settled', 'closed') AND c.in_at IS NOT NULL AND c.out_at IS NULL;

-- name: hand_over_at_a_stop_that_is_not_the_childs
SELECT h.id FROM handover h LEFT JOIN stop s ON s.id = h.stop_id
    LEFT JOIN stop_child c ON c.stop_id = h.stop_id AND c.child_id = h.child_id
WHERE s.id IS NULL OR c.child_id IS NULL OR s.booking_id <> h.booking_id
   OR s.act <> CASE h.way WHEN 'in' THEN 'collect' ELSE 'bring' END;

-- name: child_whose_times_are_not_its_hand_overs
SELECT c.booking_id, c.child_id FROM booking_child c
WHERE COALESCE(c.in_at, 0) <> COALESCE((SELECT MIN(h.at) FROM handover h
    WHERE h.booking_id = c.booking_id AND h.child_id = c.child_id AND h.way = 'in'), 0)
   OR (c.out_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM handover h
    WHERE h.booking_id = c.booking_id AND h.child_id = c.child_id AND h.way = 'out' AND h.at = c.out_at));

-- name: hand_over_to_the_supporter_of_a_booking_that_never_began
SELECT h.id FROM handover h JOIN booking b ON b.id = h.booking_id WHERE b.began_at IS NULL;

-- name: request_matched_without_a_chosen_offer
SELECT r.id FROM request r WHERE r.state = 'matched'
    AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.request_id = r.id AND o.state = 'chosen');

-- name: two_chosen_offers
SELECT request_id FROM offer WHERE state = 'chosen' GROUP BY request_id HAVING COUNT(*) > 1;

-- name: open_offer_on_a_request_that_is_not_open
SELECT o.id FROM offer o JOIN request r ON r.id = o.request_id
WHERE (o.state IN ('asked', 'offered') AND r.state <> 'open')
   OR (o.state = 'reserve' AND r.state IN ('withdrawn', 'unfilled'));

-- name: open_request_without_its_closing_time
SELECT r.id FROM request r WHERE r.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.subject_id = r.id AND t.kind = 'request.close');

-- name: contested_no_show_that_nobody_decided
SELECT b.id FROM booking b JOIN no_show_claim c ON c.booking_id = b.id
WHERE b.state = 'no_show' AND c.contested_at IS NOT NULL AND c.decided_at IS NULL;

-- name: settled_with_money_outstanding
SELECT b.id, p.id AS payment FROM booking b JOIN payment p ON p.booking_id = b.id
WHERE b.state IN ('settled', 'closed') AND p.state NOT IN
    ('captured', 'cash_paid', 'nothing_due', 'voided');

-- name: captured_more_than_the_amount
SELECT id FROM payment WHERE captured_minor > amount_minor OR captured_minor < 0 OR held_minor < 0;

-- name: payment_waits_for_a_call_that_nobody_owes
SELECT p.id, p.state FROM payment p WHERE p.state IN ('authorizing', 'capturing', 'voiding')
    AND NOT EXISTS (SELECT 1 FROM pay_op o WHERE o.subject_id = p.id AND o.kind <> 'hold_look'
        AND o.state IN ('pending', 'inflight', 'unknown', 'manual'));

-- name: scheduled_hold_without_its_timer
SELECT p.id FROM payment p WHERE p.state = 'scheduled' AND NOT EXISTS (SELECT 1 FROM timer t
    WHERE t.subject_id = p.id AND t.kind = 'payment.authorize' AND t.state IN ('due', 'failed'));

-- name: card_taken_without_the_provider_knowing
SELECT id FROM payment WHERE method = 'card' AND state IN ('authorized', 'captured')
    AND (intent_ref IS NULL OR held_minor = 0);

-- name: captured_and_nothing_taken
SELECT id FROM payment WHERE state = 'captured' AND captured_minor = 0;

-- name: cash_paid_without_both_saying_so
SELECT id FROM payment WHERE state = 'cash_paid' AND (payer_confirmed_at IS NULL OR payee_confirmed_at IS NULL);

-- name: live_booking_without_a_timer
SELECT b.id FROM booking b WHERE b.state IN ('confirmed', 'in_care', 'returned')
    AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.subject_id = b.id AND t.state IN ('due', 'failed'))
    AND NOT EXISTS (SELECT 1 FROM no_show_claim n WHERE n.booking_id = b.id)
    AND NOT EXISTS (SELECT 1 FROM staff_task k WHERE k.subject_id = b.id);

-- name: tariff_bands_do_not_fill_the_day
SELECT t.id FROM tariff t LEFT JOIN tariff_band b ON b.tariff_id = t.id
GROUP BY t.id HAVING COALESCE(SUM(b.until_min - b.from_min), 0) <> 4 * 1440;

-- name: ladder_does_not_end_with_its_rest
SELECT tariff_id FROM ladder_step
GROUP BY tariff_id HAVING MAX(seq) <> MAX(CASE WHEN until_kind = 'rest' THEN seq ELSE 0 END);

-- name: child_in_more_than_two_homes_or_in_none
SELECT c.id FROM child c LEFT JOIN child_home h ON h.child_id = c.id AND h.ended_at IS NULL
GROUP BY c.id HAVING COUNT(h.household_id) NOT BETWEEN 1 AND 2;

-- name: somebody_acted_for_himself_or_when_it_was_over
SELECT a.id FROM acting_act a JOIN acting s ON s.id = a.acting_id
WHERE s.staff_id = s.member_id OR a.member_id <> s.member_id OR a.at < s.created_at OR a.at >= s.expires_at
   OR a.at > s.ended_at;

-- name: acted_for_somebody_without_a_note_of_it
SELECT e.id FROM booking_event e WHERE e.on_behalf_of IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM acting_act a JOIN acting s ON s.id = a.acting_id
    WHERE a.at = e.at AND a.member_id = e.on_behalf_of AND s.staff_id = e.actor_id);

-- name: thread_with_a_gap
SELECT t.id FROM thread t WHERE t.messages_n <> (SELECT COUNT(*) FROM message m WHERE m.thread_id = t.id)
    OR t.messages_n <> (SELECT MAX(m.seq) FROM message m WHERE m.thread_id = t.id);

-- name: bookings_thread_under_another_tie
SELECT t.id FROM thread t JOIN booking b ON b.id = t.booking_id WHERE b.tie_id <> t.tie_id;

-- name: message_that_got_lost_in_a_job
SELECT m.id FROM message m JOIN thread t ON t.id = m.thread_id WHERE t.booking_id IS NOT NULL AND m.arrives = 0;

-- name: message_of_somebody_outside_its_tie
SELECT m.id FROM message m JOIN thread t ON t.id = m.thread_id JOIN tie i ON i.id = t.tie_id
    WHERE t.booking_id IS NULL AND m.by_id NOT IN (i.low_id, i.high_id);

-- name: read_what_was_never_said
SELECT r.thread_id FROM thread_reader r JOIN thread t ON t.id = r.thread_id WHERE r.read_seq > t.messages_n;

-- name: report_without_its_task
SELECT r.id FROM message_report r WHERE NOT EXISTS (SELECT 1 FROM staff_task k
    WHERE k.subject_id = r.id AND k.kind = 'message.reported');

-- name: report_of_ones_own_words
SELECT id FROM message_report WHERE by_id = author_id;
-- name: ledger_journal_without_its_seal
SELECT j.id, j.effect FROM journal j LEFT JOIN journal_seal s ON s.journal_id = j.id WHERE s.journal_id IS NULL;

-- name: ledger_journal_that_does_not_balance
SELECT j.effect, SUM(e.amount_minor) AS minor FROM journal j LEFT JOIN entry e ON e.journal_id = j.id
GROUP BY j.id, j.effect HAVING COALESCE(SUM(e.amount_minor), 0) <> 0 OR COUNT(e.seq) < 2
   OR COUNT(CASE WHEN substr(e.account, 1, 5) = 'memo_' THEN 1 END) NOT IN (0, COUNT(e.seq));

-- name: ledger_supporter_owes_us_on_the_wrong_account
SELECT owner_id, SUM(amount_minor) AS minor FROM entry WHERE account = 'payable_supporter'
GROUP BY owner_id HAVING SUM(amount_minor) > 0;

-- name: captured_without_its_one_journal
SELECT p.id, COUNT(j.id) AS journals FROM payment p
    LEFT JOIN journal j ON j.payment_id = p.id AND j.effect = 'cap:' || p.intent_ref
WHERE p.state = 'captured' GROUP BY p.id HAVING COUNT(j.id) <> 1;

-- name: captured_another_amount_than_the_ledger_says
SELECT p.id, p.captured_minor, SUM(e.amount_minor) AS minor FROM payment p
    JOIN journal j ON j.payment_id = p.id AND j.effect = 'cap:' || p.intent_ref
    JOIN entry e ON e.journal_id = j.id AND e.account IN ('provider_pending', 'expense_processing_fee')
WHERE p.state = 'captured' GROUP BY p.id, p.captured_minor HAVING SUM(e.amount_minor) <> p.captured_minor;

-- name: hold_still_noted_for_a_payment_that_is_over
SELECT p.id, SUM(e.amount_minor) AS minor FROM payment p JOIN journal j ON j.payment_id = p.id
    JOIN entry e ON e.journal_id = j.id AND e.account = 'memo_hold'
WHERE p.state IN ('captured', 'voided', 'nothing_due') AND p.old_ref IS NULL
GROUP BY p.id HAVING SUM(e.amount_minor) <> 0;

-- name: cash_paid_and_not_noted
SELECT p.id FROM payment p WHERE p.state = 'cash_paid' AND NOT EXISTS
    (SELECT 1 FROM journal j WHERE j.effect = 'cash:' || CAST(p.id AS TEXT));
-- name: place_with_half_a_cell
SELECT id FROM place WHERE (cell_x IS NULL AND cell_y IS NOT NULL) OR (cell_x IS NOT NULL AND cell_y IS NULL);

-- name: household_place_without_a_cell
SELECT id FROM place WHERE household_id IS NOT NULL AND cell_x IS NULL;

-- name: published_place_of_a_household
SELECT id FROM place WHERE source_key IS NOT NULL AND household_id IS NOT NULL;

-- name: planned_date_of_a_series_without_its_timer
SELECT d.id FROM series_date d JOIN series s ON s.id = d.series_id AND s.state = 'running'
WHERE d.state = 'planned' AND NOT EXISTS (SELECT 1 FROM timer t
    WHERE t.subject_id = d.id AND t.kind = 'series.date' AND t.state IN ('due', 'failed'));

-- name: asked_date_of_a_series_without_its_ask
SELECT d.id FROM series_date d LEFT JOIN request r ON r.id = d.request_id
WHERE d.state = 'asked' AND (r.id IS NULL OR r.start_at <> d.start_at OR r.end_at <> d.end_at);

-- name: ended_series_with_something_to_come
SELECT s.id FROM series s JOIN series_date d ON d.series_id = s.id
WHERE s.state = 'ended' AND d.state IN ('planned', 'stuck');

-- name: open_ask_of_a_date_that_was_taken_back
SELECT d.id FROM series_date d JOIN request r ON r.id = d.request_id
WHERE d.state = 'ended' AND r.state = 'open';

-- name: held_member_who_is_free
SELECT h.id FROM incident_hold h JOIN member m ON m.id = h.member_id
WHERE h.lifted_at IS NULL AND m.held_at IS NULL;

-- name: next_adult_of_another_home
SELECT n.booking_id FROM next_adult n JOIN booking b ON b.id = n.booking_id
    JOIN pickup_person p ON p.id = n.pickup_person_id WHERE p.household_id <> b.household_id;

-- name: look_at_a_child_who_is_not_in_the_job
SELECT s.id FROM sleep_check s WHERE NOT EXISTS (SELECT 1 FROM booking_child c
    WHERE c.booking_id = s.booking_id AND c.child_id = s.child_id)
UNION ALL SELECT t.id FROM temperature t WHERE NOT EXISTS (SELECT 1 FROM booking_child c
    WHERE c.booking_id = t.booking_id AND c.child_id = t.child_id);

-- name: group_with_members_and_no_moderator
SELECT g.id FROM member_group g WHERE EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = g.id
    AND m.accepted_at IS NOT NULL AND m.left_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = g.id AND m.moderator_at IS NOT NULL);

-- name: closed_group_with_somebody_in_it
SELECT g.id FROM member_group g JOIN group_member m ON m.group_id = g.id
WHERE g.closed_at IS NOT NULL AND m.left_at IS NULL
UNION ALL SELECT g.id FROM member_group g JOIN group_poster p ON p.group_id = g.id
WHERE g.closed_at IS NOT NULL AND p.ended_at IS NULL;

-- name: moderator_or_name_of_somebody_who_is_not_in_the_group
SELECT group_id, member_id FROM group_member WHERE (moderator_at IS NOT NULL OR name_shown = 1)
AND (accepted_at IS NULL OR left_at IS NOT NULL);
