int main(void) {
    int answer = 42;
    return anwser;
}
