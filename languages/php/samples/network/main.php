<?php
echo @fsockopen('192.0.2.1', 80, $code, $message, 1) ? 'connected' : 'no network', "\n";
