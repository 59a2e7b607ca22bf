SELECT random();
SELECT hex(randomblob(16));
