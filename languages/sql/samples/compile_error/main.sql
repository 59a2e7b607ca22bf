CREATE TABLE people (name TEXT);
SELEC name FROM people;
SELECT 'never printed';
