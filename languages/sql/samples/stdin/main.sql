CREATE TABLE numbers (number INTEGER);
.import /dev/stdin numbers
SELECT COALESCE(SUM(number), 0) FROM numbers;
