//! Passwords from the terminal, or from a pipe; never from arguments, which every user of a machine can see.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{Context, bail};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// A new password: typed twice at a terminal, or the first line of standard input.
pub(crate) fn new_password() -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return line(&mut stdin.lock());
    }
    let first = hidden("Password: ")?;
    if first != hidden("Again: ")? {
        bail!("the two are not the same");
    }
    Ok(first)
}

fn hidden(prompt: &str) -> anyhow::Result<String> {
    let mut stderr = std::io::stderr();
    stderr.write_all(prompt.as_bytes())?;
    stderr.flush()?;
    let stdin = std::io::stdin();
    let password = {
        let _quiet = Quiet::begin().context("cannot turn the terminal's echo off")?;
        line(&mut stdin.lock())
    };
    stderr.write_all(b"\n")?;
    password
}

fn line(source: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    source
        .read_line(&mut line)
        .context("cannot read the password")?;
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        bail!("no password was given");
    }
    Ok(line.to_owned())
}

/// The terminal without echo, until dropped.
struct Quiet(Termios);

impl Quiet {
    fn begin() -> rustix::io::Result<Self> {
        let before = tcgetattr(std::io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(std::io::stdin(), OptionalActions::Flush, &quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nothing more can be done when the terminal does not take its own settings back.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piped_password_is_the_first_line() {
        assert_eq!(
            line(&mut &b"correct horse\r\nmore"[..]).unwrap(),
            "correct horse"
        );
        assert!(line(&mut &b"\n"[..]).is_err());
        assert!(line(&mut &b""[..]).is_err());
    }
}
