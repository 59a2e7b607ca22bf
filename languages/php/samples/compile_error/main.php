<?php
echo "never printed\n"
echo "nor this\n";
