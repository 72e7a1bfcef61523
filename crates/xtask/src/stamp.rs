//! Knowing that nothing changed since the last build.
//!
//! cargo is incremental by itself, but cargo-leptos runs wasm-opt and brotli over everything each time.
//! Inputs are compared by content, since a fresh clone has new times; outputs by size and time, so that
//! a site or a binary that something else has overwritten is noticed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One build: its inputs and outputs (files or folders), and the file that remembers both.
pub struct Stamp {
    pub file: PathBuf,
    pub inputs: Vec<PathBuf>,
    pub outputs: Vec<PathBuf>,
}

impl Stamp {
    /// Whether the outputs are what the last build made of inputs equal to today's.
    pub fn is_fresh(&self) -> Result<bool> {
        let Ok(last) = fs::read_to_string(&self.file) else {
            return Ok(false);
        };
        if self.outputs.iter().any(|output| !output.exists()) {
            return Ok(false);
        }
        Ok(last == self.text(self.inputs_hash()?)?)
    }

    /// Builds with `build` and remembers it. The inputs are read first: an edit during the build makes the next one due.
    pub fn rebuild(&self, build: impl FnOnce() -> Result<()>) -> Result<()> {
        let inputs = self.inputs_hash()?;
        build()?;
        fs::write(&self.file, self.text(inputs)?).with_context(|| format!("write {}", self.file.display()))
    }

    fn text(&self, inputs: u64) -> Result<String> {
        let mut outputs = DefaultHasher::new();
        for file in files(&self.outputs)? {
            let about = fs::metadata(&file)?;
            (&file, about.len(), about.modified()?).hash(&mut outputs);
        }
        Ok(format!("inputs {inputs:016x}\noutputs {:016x}\n", outputs.finish()))
    }

    /// The standard hasher may differ between toolchains, which must rebuild anyway.
    /// Paths count from their input, so that another clone of the same tree has the same hash.
    fn inputs_hash(&self) -> Result<u64> {
        let mut hasher = DefaultHasher::new();
        for input in &self.inputs {
            for file in files(std::slice::from_ref(input))? {
                let content = fs::read(&file).with_context(|| format!("read {}", file.display()))?;
                (input.file_name(), file.strip_prefix(input)?, content).hash(&mut hasher);
            }
        }
        Ok(hasher.finish())
    }
}

/// All files under `roots` in a fixed order. A root may be a file, or missing.
pub fn files(roots: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for root in roots {
        collect(root, &mut found)?;
    }
    Ok(found)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("list {}", path.display()))?;
        let mut children = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        children.sort();
        for child in children {
            collect(&child, found)?;
        }
    } else if path.is_file() {
        found.push(path.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for one test, removed at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Result<Self> {
            let path = std::env::temp_dir().join(format!("zaigang-stamp-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("src"))?;
            fs::write(path.join("src/a.rs"), "a")?;
            Ok(Self(path))
        }

        fn stamp(&self) -> Stamp {
            Stamp {
                file: self.0.join("stamp"),
                inputs: vec![self.0.join("src"), self.0.join("missing")],
                outputs: vec![self.0.join("out")],
            }
        }

        fn build(&self) -> Result<()> {
            self.stamp().rebuild(|| Ok(fs::write(self.0.join("out"), "built")?))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn a_build_is_fresh_until_an_input_changes() -> Result<()> {
        let folder = Folder::new("input")?;
        assert!(!folder.stamp().is_fresh()?, "nothing was built yet");
        folder.build()?;
        assert!(folder.stamp().is_fresh()?);

        fs::write(folder.0.join("src/a.rs"), "a")?;
        assert!(folder.stamp().is_fresh()?, "the same content at a new time is no change");
        fs::write(folder.0.join("src/a.rs"), "b")?;
        assert!(!folder.stamp().is_fresh()?);

        folder.build()?;
        fs::write(folder.0.join("src/new.rs"), "")?;
        assert!(!folder.stamp().is_fresh()?, "a new file is a change");
        fs::rename(folder.0.join("src/new.rs"), folder.0.join("src/z.rs"))?;
        folder.build()?;
        fs::rename(folder.0.join("src/z.rs"), folder.0.join("src/y.rs"))?;
        assert!(!folder.stamp().is_fresh()?, "a new name is a change");
        Ok(())
    }

    #[test]
    fn an_output_overwritten_or_removed_is_not_fresh() -> Result<()> {
        let folder = Folder::new("output")?;
        folder.build()?;
        fs::write(folder.0.join("out"), "someone else's")?;
        assert!(!folder.stamp().is_fresh()?);
        folder.build()?;
        fs::remove_file(folder.0.join("out"))?;
        assert!(!folder.stamp().is_fresh()?);
        Ok(())
    }

    #[test]
    fn an_edit_during_the_build_makes_the_next_one_due() -> Result<()> {
        let folder = Folder::new("during")?;
        folder.stamp().rebuild(|| {
            fs::write(folder.0.join("src/a.rs"), "edited meanwhile")?;
            Ok(fs::write(folder.0.join("out"), "built")?)
        })?;
        assert!(!folder.stamp().is_fresh()?);
        Ok(())
    }

    #[test]
    fn a_failed_build_is_not_remembered() -> Result<()> {
        let folder = Folder::new("failed")?;
        let result = folder.stamp().rebuild(|| anyhow::bail!("no"));
        assert!(result.is_err());
        assert!(!folder.stamp().is_fresh()?);
        Ok(())
    }
}
