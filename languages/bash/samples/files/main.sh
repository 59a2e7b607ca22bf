source greetings/polite.sh

while read -r name; do
  greet "$name"
done < names.txt
