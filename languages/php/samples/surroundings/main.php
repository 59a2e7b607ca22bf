<?php
// Prints all that a program can find of how it was started.
function show(string $name, mixed ...$values): void
{
    echo $name, ': ', json_encode($values, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PARTIAL_OUTPUT_ON_ERROR), "\n";
}

function sorted(array $of): array
{
    ksort($of);
    return $of;
}

$changing = ['REQUEST_TIME' => 0, 'REQUEST_TIME_FLOAT' => 0];
show('names', __FILE__, __DIR__, __LINE__, $argc, $argv, $_SERVER['PHP_SELF'], get_included_files(), debug_backtrace());
show('server', sorted(array_diff_key($_SERVER, $changing)), sorted($_ENV), sorted(getenv()), $_GET, $_POST, $_FILES);
show('clocks', abs(time() - $_SERVER['REQUEST_TIME']) < 60, abs(microtime(true) - $_SERVER['REQUEST_TIME_FLOAT']) < 60);
show('globals', array_keys($GLOBALS), array_keys(get_defined_vars()), get_declared_classes(), get_defined_functions()['user']);
show('runtime', PHP_VERSION, PHP_SAPI, PHP_BINARY, php_ini_loaded_file(), php_ini_scanned_files(), get_loaded_extensions(), get_loaded_extensions(true));
show('settings', ini_get_all(null, false), get_include_path(), error_reporting(), set_time_limit(0), setlocale(LC_ALL, 0), mb_internal_encoding());
show('constants', array_filter(get_defined_constants(true)['Core'], is_scalar(...)));
show('resources', array_map(fn ($one) => [get_resource_type($one), @stream_get_meta_data($one)], get_resources('stream')));
show('streams', stream_get_wrappers(), stream_get_transports(), ob_get_status(true), headers_list(), stream_isatty(STDIN), array_keys(realpath_cache_get()));
show('state', memory_get_usage(true), gc_enabled(), gc_status()['runs'], spl_autoload_functions(), error_get_last(), connection_status(), ignore_user_abort());
show('process', getcwd(), scandir('.'), decoct(umask()), get_current_user(), getmyuid(), getmygid());
$source = stat(__FILE__);
show('source', $source['mode'], $source['nlink'], $source['uid'], $source['gid'], $source['size'], time() - getlastmod() < 60);
$descriptors = [];
foreach (scandir('/proc/self/fd') as $descriptor) {
    $descriptors[$descriptor] = preg_replace('/\d+/', '', (string) @readlink("/proc/self/fd/$descriptor"), 1);
}
show('descriptors', $descriptors);
show('status', array_values(preg_grep('/^(Sig[^Q]|Shd|Cap|Threads|NoNew|Groups)/', file('/proc/self/status'))));
show('limits', array_values(preg_grep('/^Max (?!cpu)/', file('/proc/self/limits'))));
show('shell', shell_exec('env | sort'));
show('stdin', fgets(STDIN), ftell(STDIN), stream_get_contents(STDIN), file_get_contents('php://stdin'));
$itself = fopen(__FILE__, 'r');
fseek($itself, __COMPILER_HALT_OFFSET__);
show('data', stream_get_contents($itself));

function outer(array $of): int
{
    return inner($of);
}

function inner(array $of): int
{
    throw new DomainException(implode(' ', $of));
}

try {
    outer(['caught']);
} catch (DomainException $caught) {
    echo $caught, "\n";
}

try {
    eval('$x = ;');
} catch (ParseError $caught) {
    echo $caught, "\n";
}

register_shutdown_function(fn () => show('end', error_get_last() !== null));
echo $missing;
@include 'not_there.php';
(static fn () => outer(['uncaught']))();
__halt_compiler();data of the program
