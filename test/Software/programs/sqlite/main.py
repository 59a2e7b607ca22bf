import sqlite3
import subprocess
import threading

database = sqlite3.connect("data.db", check_same_thread=False)
print(database.execute("pragma journal_mode = wal").fetchone())
database.execute("create table numbers (value integer)")
database.commit()


def insert(first):
    own = sqlite3.connect("data.db", timeout=60)
    for value in range(first, first + 50):
        with own:
            own.execute("insert into numbers values (?)", (value,))
    own.close()


threads = [threading.Thread(target=insert, args=(i * 50,)) for i in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(database.execute("select count(*), sum(value) from numbers").fetchone())
database.close()

query = "select avg(value) from numbers; vacuum; pragma integrity_check;"
print(subprocess.run(["sqlite3", "data.db", query], capture_output=True, text=True).stdout.split())
print(sqlite3.connect(":memory:").execute("select json_extract('{\"a\": [1, 2]}', '$.a[1]')").fetchone())
