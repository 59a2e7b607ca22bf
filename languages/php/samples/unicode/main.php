<?php
$line = rtrim(fgets(STDIN), "\n");
echo "✓ $line has ", mb_strlen($line), " characters\n";
