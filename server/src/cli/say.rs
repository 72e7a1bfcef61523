use std::{
    fmt::Display,
    io::{ErrorKind, Write},
};

use anyhow::Result;

/// Prints a line. A reader who has seen enough (`| head -1`) is no failure.
pub(super) fn say(line: impl Display) -> Result<()> {
    match writeln!(std::io::stdout().lock(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
