CREATE TABLE lines (line TEXT);
.import /dev/stdin lines
SELECT '✓ ' || line || ' has ' || LENGTH(line) || ' characters' FROM lines;
