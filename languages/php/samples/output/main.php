<?php
while (true) {
    echo "more\n";
}
