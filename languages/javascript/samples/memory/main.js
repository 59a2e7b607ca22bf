const kept = [];
for (;;) {
  kept.push({ number: kept.length, text: `item ${kept.length}` });
}
