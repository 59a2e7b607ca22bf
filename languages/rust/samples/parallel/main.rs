use std::thread;

fn main() {
    let threads: Vec<_> = (0..4).map(|part| thread::spawn(move || (part..=1000).step_by(4).sum::<u32>())).collect();
    let total: u32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    println!("{total}");
}
