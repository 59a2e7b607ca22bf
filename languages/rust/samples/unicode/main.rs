use std::io;

fn main() -> io::Result<()> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let line = line.trim_end();
    println!("✓ {line} has {} characters", line.chars().count());
    Ok(())
}
