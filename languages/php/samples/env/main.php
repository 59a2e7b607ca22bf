<?php
foreach (['GREETING', 'HOME', 'LANG'] as $name) {
    echo getenv($name), "\n";
}
