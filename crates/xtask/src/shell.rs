//! Running other programs: what was run is said when it fails.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// The command line as a person would type it, for messages.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Runs `command` with its output on the terminal; an error unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs `command` and returns what it printed; its complaints stay on the terminal.
pub fn stdout(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start `{}`", line(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", line(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What `program args` prints, or nothing if it is not there or fails: for asking whether a tool is installed.
pub fn probe(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs `command`, showing its standard output line by line and handing each line to `seen`.
pub fn tee(command: &mut Command, mut seen: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start `{}`", line(command)))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            println!("{line}");
            seen(&line);
        }
    }
    Ok(child.wait()?)
}

/// `0:07`, `12:30`.
pub fn minutes(took: Duration) -> String {
    let seconds = took.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tee_hands_on_every_line_and_the_exit_code() -> Result<()> {
        let mut lines = Vec::new();
        let status = tee(Command::new("sh").args(["-c", "echo one; echo two; exit 3"]), |line| {
            lines.push(line.to_owned());
        })?;
        assert_eq!(lines, ["one", "two"]);
        assert_eq!(status.code(), Some(3));
        Ok(())
    }

    #[test]
    fn a_failing_command_is_named() {
        let error = run(Command::new("sh").args(["-c", "exit 1"])).err().map(|e| e.to_string());
        assert!(error.is_some_and(|text| text.contains("`sh -c exit 1` failed")));
    }

    #[test]
    fn a_probe_of_a_missing_program_is_none() {
        assert_eq!(probe("zaigang-no-such-program", &[]), None);
    }

    #[test]
    fn minutes_pad_the_seconds() {
        assert_eq!(minutes(Duration::from_secs(7)), "0:07");
        assert_eq!(minutes(Duration::from_secs(750)), "12:30");
    }
}
