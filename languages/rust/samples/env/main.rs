fn main() {
    for name in ["GREETING", "HOME", "LANG"] {
        println!("{}", std::env::var(name).unwrap());
    }
}
