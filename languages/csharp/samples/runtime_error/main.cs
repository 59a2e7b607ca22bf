static int Half(int[] numbers)
{
    return numbers[3] / 2;
}

Half([1, 2]);
