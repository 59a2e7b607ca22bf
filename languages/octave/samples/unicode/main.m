line = fgetl(stdin);
printf("✓ %s has %d characters\n", line, columns(unicode2native(line, "UTF-32LE")) / 4);
