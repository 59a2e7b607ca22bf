<?php
require 'greetings/polite.php';

foreach (file('names.txt', FILE_IGNORE_NEW_LINES) as $name) {
    echo greet($name), "\n";
}
