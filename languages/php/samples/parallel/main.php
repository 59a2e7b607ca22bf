<?php
$children = [];
foreach (range(0, 3) as $part) {
    $child = proc_open(
        [PHP_BINARY, '-r', 'echo array_sum(range((int) $argv[1], 1000, 4));', '--', (string) $part],
        [1 => ['pipe', 'w']], $pipes);
    $children[] = [$child, $pipes[1]];
}

$total = 0;
foreach ($children as [$child, $output]) {
    $total += (int) stream_get_contents($output);
    proc_close($child);
}
echo $total, "\n";
