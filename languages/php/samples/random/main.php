<?php
$numbers = range(1, 40);
shuffle($numbers);
echo mt_rand(), ' ', mt_rand(), "\n", lcg_value(), "\n", random_int(0, PHP_INT_MAX), "\n", bin2hex(random_bytes(16)), "\n";
echo implode(' ', $numbers), "\n", (new Random\Randomizer())->nextInt(), "\n", uniqid('', true), "\n";
