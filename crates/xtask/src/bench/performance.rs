//! docs/PERFORMANCE.md: the last measured figures, a section a bench, with the machine they are of.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::shell;

/// Puts what a bench printed under its heading, in place of what stood there.
pub fn record(project: &Project, bench: &str, disk: &Path, text: &str) -> Result<()> {
    let file = project.root.join("docs/PERFORMANCE.md");
    let document = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
    let body = format!("{}\n\n```text\n{}\n```\n", machine(project, disk)?, text.trim_end());
    fs::write(&file, replaced(&document, bench, &body)?).with_context(|| format!("write {}", file.display()))?;
    println!("\nwritten to {}", file.display());
    Ok(())
}

/// The document with another body between the bench's two marks.
fn replaced(document: &str, bench: &str, body: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {bench} -->\n"), format!("<!-- end of {bench} -->"));
    let missing = |mark: &str| format!("docs/PERFORMANCE.md has no mark {}", mark.trim_end());
    let (head, rest) = document.split_once(&begin).with_context(|| missing(&begin))?;
    let (_, tail) = rest.split_once(&end).with_context(|| missing(&end))?;
    Ok(format!("{head}{begin}{body}{end}{tail}"))
}

/// The machine in a sentence, as far as Linux tells.
fn machine(project: &Project, disk: &Path) -> Result<String> {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo")?;
    let model = field(&cpuinfo, "model name").unwrap_or("an unnamed processor");
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kilobytes: u64 =
        field(&memory, "MemTotal").and_then(|total| total.split(' ').next()?.parse().ok()).unwrap_or(0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let commit = shell::probe("git", &["-C", &project.root.to_string_lossy(), "describe", "--always", "--dirty"]);
    let mut text = format!(
        "{}, commit {}: {model}, {} cores, {} GB of memory, Linux {}, {}",
        shell::probe("date", &["+%F"]).unwrap_or_default(),
        commit.unwrap_or_else(|| "unknown".to_owned()),
        thread::available_parallelism()?,
        kilobytes.div_ceil(1_000_000),
        kernel.trim(),
        disk_kind(disk),
    );
    write!(text, "; {}.", shell::probe("rustc", &["--version"]).unwrap_or_default())?;
    Ok(text)
}

/// The value of the first `name : value` of a file under /proc.
fn field<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = file.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

/// File system and kind of the disk under a folder.
fn disk_kind(folder: &Path) -> String {
    // Of a folder that was removed after the run, where it was.
    let folder = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/")).to_string_lossy();
    let of = |what| shell::probe("findmnt", &["-no", what, "-T", &folder]).unwrap_or_default();
    let (source, system) = (of("SOURCE"), of("FSTYPE"));
    let spins = shell::probe("lsblk", &["-dno", "ROTA", &source]);
    let kind = match spins.as_deref().map(str::trim) {
        Some("0") => "a disk that does not spin",
        Some("1") => "a disk that says it spins",
        _ => "a disk of unknown kind",
    };
    format!("{system} on {source}, {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_others_stay() -> Result<()> {
        let document =
            "head\n<!-- punch -->\nold\n<!-- end of punch -->\n\n<!-- rush -->\n<!-- end of rush -->\ntail\n";
        let once = replaced(document, "rush", "new\n")?;
        assert!(once.ends_with("<!-- rush -->\nnew\n<!-- end of rush -->\ntail\n"));
        assert!(once.starts_with("head\n<!-- punch -->\nold\n"));
        assert_eq!(replaced(&once, "rush", "new\n")?, once);
        assert!(replaced(document, "page", "").is_err());
        Ok(())
    }

    #[test]
    fn a_field_of_proc_is_found_by_its_name() {
        assert_eq!(field("processor\t: 0\nmodel name\t: A CPU\n", "model name"), Some("A CPU"));
        assert_eq!(field("MemTotal:       100 kB\n", "MemTotal"), Some("100 kB"));
        assert_eq!(field("", "MemTotal"), None);
    }
}
