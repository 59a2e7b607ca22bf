CREATE TABLE names (name TEXT);
CREATE VIEW greetings AS SELECT 'Hello, ' || name || '!' AS greeting FROM names;
