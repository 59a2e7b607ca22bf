total = sum(fscanf(stdin, "%d"));
printf("%d\n", total);
