fn half(numbers: &[i32]) -> i32 {
    numbers[3] / 2
}

fn main() {
    half(&[1, 2]);
}
