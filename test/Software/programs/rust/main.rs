use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{mpsc, Arc, Mutex};
use std::thread;

fn main() {
    let total = Arc::new(Mutex::new(0u64));
    let threads: Vec<_> = (0..16u64)
        .map(|i| {
            let total = Arc::clone(&total);
            thread::spawn(move || *total.lock().unwrap() += i)
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    println!("{}", total.lock().unwrap());

    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for i in 0..4 {
            let sender = sender.clone();
            scope.spawn(move || sender.send(i * i).unwrap());
        }
    });
    drop(sender);
    println!("{}", receiver.iter().sum::<i32>());

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let mut text = String::new();
        listener.accept().unwrap().0.read_to_string(&mut text).unwrap();
        text
    });
    TcpStream::connect(address).unwrap().write_all(b"over tcp").unwrap();
    println!("{}", server.join().unwrap());

    let child = Command::new("echo").arg("from a child").output().unwrap();
    print!("{}", String::from_utf8(child.stdout).unwrap());
    println!("{}", std::panic::catch_unwind(|| panic!("caught")).is_err());
}
