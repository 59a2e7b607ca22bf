int half(int[] numbers)
{
    return numbers[3] / 2;
}

void main()
{
    half([1, 2]);
}
