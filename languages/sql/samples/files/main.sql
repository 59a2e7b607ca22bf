.read greetings/polite.sql
.import names.txt names
SELECT greeting FROM greetings;
