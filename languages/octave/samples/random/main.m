printf("%.17g\n", rand, randn, rande, randi(2^50));
printf("%d ", randperm(40)), printf("\n");
printf("%d ", rand("twister")(1:5)), printf("\n");
disp(tempname())
