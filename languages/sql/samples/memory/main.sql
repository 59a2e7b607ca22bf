CREATE TABLE kept (block BLOB);
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) INSERT INTO kept SELECT randomblob(100000) FROM numbers;
