WITH RECURSIVE lines(line) AS (SELECT 'more' UNION ALL SELECT line FROM lines) SELECT line FROM lines;
