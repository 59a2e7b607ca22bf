rustc -O -o main main.rs && ./main 2>/dev/null
