use std::{net::TcpStream, time::Duration};

fn main() {
    let address = "192.0.2.1:80".parse().unwrap();
    let connected = TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok();
    println!("{}", if connected { "connected" } else { "no network" });
}
