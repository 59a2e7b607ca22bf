-- Prints all that a program can find of how it was started.
.show
.databases
.vfslist
.limit
.parameter list
.timeout
PRAGMA compile_options;
PRAGMA database_list;
PRAGMA encoding;
PRAGMA temp_store;
PRAGMA journal_mode;
SELECT sqlite_version(), changes(), total_changes(), last_insert_rowid(), abs(unixepoch() - strftime('%s', 'now')) < 60, date('now', 'localtime') IS NOT NULL;
SELECT name, type FROM pragma_function_list ORDER BY name, type;
SELECT name FROM pragma_module_list ORDER BY name;
SELECT writefile('written', 'text'), readfile('written'), length(readfile('main.sql'));
SELECT name, mode, data IS NULL FROM fsdir('.') ORDER BY name;
.shell env | sort; pwd; umask; ulimit -a | grep -v ^time
.shell for fd in /proc/$PPID/fd/*; do echo ${fd##*/} $(readlink $fd | sed 's/[0-9]\\+//'); done
.shell grep -e ^Sig[PIC] -e ^Shd -e ^Cap -e ^Threads -e ^NoNew /proc/$PPID/status
CREATE TABLE line (text);
.import /dev/stdin line
SELECT rowid, text FROM line;
SELECT 1,
       not_there(2);
SELECT 'never printed';
