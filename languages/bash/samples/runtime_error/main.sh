set -e
no_such_command
echo "never printed"
