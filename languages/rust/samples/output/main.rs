fn main() {
    loop {
        println!("more");
    }
}
