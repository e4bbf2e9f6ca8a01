-- Nothing to do: an exclusion constraint finds what overlaps by its own index.
SELECT 1;
