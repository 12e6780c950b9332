-- Who wakes next, and who wakes by now, in one step however many tickets there are.
CREATE INDEX tickets_asleep ON tickets (snoozed_until, id) WHERE snoozed_until IS NOT NULL;
