-- Which statuses and priorities go together. Taken for independent, a pair that hardly any ticket has
-- seems common, and a list in the order of numbers is read whole to find none.
CREATE STATISTICS tickets_mix (mcv) ON status, priority FROM tickets;
