//! The layers of docs/ARCHITECTURE.md, checked: what may depend on what, and what may not stand where.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Result, bail};
use cargo_metadata::{DependencyKind, Package};

use crate::project::Project;
use crate::stamp;

/// A workspace package and the workspace packages it may depend on. Whatever is not here is refused.
struct Layer {
    name: &'static str,
    may: &'static [&'static str],
    /// For its tests only.
    may_dev: &'static [&'static str],
}

const LAYERS: [Layer; 10] = [
    Layer { name: "domain", may: &[], may_dev: &[] },
    Layer { name: "store", may: &["domain"], may_dev: &[] },
    Layer { name: "services", may: &["store", "domain"], may_dev: &[] },
    Layer { name: "app", may: &["domain", "services"], may_dev: &[] },
    Layer { name: "frontend", may: &["app"], may_dev: &[] },
    Layer { name: "server", may: &["app", "services", "store", "domain"], may_dev: &["testkit"] },
    Layer { name: "testkit", may: &["services", "store", "domain", "testkit-macros"], may_dev: &[] },
    Layer { name: "testkit-macros", may: &[], may_dev: &[] },
    Layer { name: "bench", may: &["services", "store", "domain", "testkit"], may_dev: &[] },
    Layer { name: "xtask", may: &[], may_dev: &[] },
];

/// Who builds `app` with which of its two features; together they would put the server's half into the phone's.
const APP_FEATURE: [(&str, &str); 2] = [("frontend", "hydrate"), ("server", "ssr")];

/// What must not be in the graph of a package: a crate of that name, or of a name that begins with it and a dash.
const NOT_IN_WASM: [&str; 4] = ["sea-orm", "sqlx", "tokio", "axum"];
const NOT_IN_DOMAIN: [&str; 2] = ["leptos", "tokio"];

/// Text that must not stand under a folder, but in the files whose path begins with one of `except`.
struct Ban {
    under: &'static [&'static str],
    except: &'static [&'static str],
    texts: &'static [&'static str],
    why: &'static str,
}

const BANS: [Ban; 2] = [
    Ban {
        under: &["app/src", "server/src", "crates/services/src", "crates/store/src"],
        except: &["crates/store/src/db"],
        texts: &[".begin(", ".begin_with_config(", ".transaction(", ".transaction_with_config("],
        why: "transactions are opened by `Db::write` and `Db::read` alone",
    },
    Ban {
        under: &["crates/domain/src", "crates/store/src", "crates/services/src"],
        except: &["crates/services/src/clock"],
        texts: &["Utc::now", "Local::now", "SystemTime::now"],
        why: "time is passed in; only the services' Clock reads it",
    },
];

/// Fails with every breach found.
pub fn check(project: &Project) -> Result<()> {
    let packages: Vec<&Package> = project.metadata.packages.iter().collect();
    let mut breaches: Vec<String> = packages.iter().flat_map(|package| check_package(package)).collect();

    let wasm = ["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"];
    breaches.extend(in_graph("the wasm", &project.tree("frontend", &wasm)?, &NOT_IN_WASM));
    breaches.extend(in_graph("domain", &project.tree("domain", &["--edges", "normal"])?, &NOT_IN_DOMAIN));
    for ban in &BANS {
        breaches.extend(ban.breaches(project)?);
    }
    if !breaches.is_empty() {
        bail!("the layers are broken:\n  {}", breaches.join("\n  "));
    }
    Ok(())
}

fn check_package(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == name) else {
        return vec![format!("{name} has no row in the table of layers")];
    };
    let ours = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
    let mut breaches = Vec::new();
    for dependency in ours {
        let on = dependency.name.as_str();
        let allowed = match dependency.kind {
            DependencyKind::Development => layer.may.contains(&on) || layer.may_dev.contains(&on),
            _ => layer.may.contains(&on),
        };
        if !allowed {
            breaches.push(format!("{name} may not depend on {on}"));
        }
        let wanted = APP_FEATURE.iter().find(|(user, _)| on == "app" && *user == name);
        if let Some((_, feature)) = wanted
            && dependency.features != [*feature]
        {
            breaches.push(format!("{name} must use app with the feature {feature} alone"));
        }
        if (name, on) == ("app", "services") && !dependency.optional {
            breaches.push("app may depend on services with its feature ssr only".to_owned());
        }
    }
    if name == "app" {
        breaches.extend(check_app_features(&package.features));
    }
    breaches
}

/// `ssr` brings `services`, nothing else does, and nothing is on by default.
fn check_app_features(features: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let brings_services = |parts: &[String]| parts.iter().any(|part| part == "dep:services");
    let mut breaches = Vec::new();
    for (feature, parts) in features {
        if feature == "default" && !parts.is_empty() {
            breaches.push("app must have no default features".to_owned());
        }
        if feature != "ssr" && brings_services(parts) {
            breaches.push(format!("app's feature {feature} must not bring services"));
        }
    }
    breaches
}

/// `tree` is what `cargo tree --prefix none --format {p}` prints: a package and its version a line.
fn in_graph(what: &str, tree: &str, forbidden: &[&str]) -> Vec<String> {
    let mut found: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    found.sort_unstable();
    found.dedup();
    let is_forbidden = |name: &&str| {
        let rest = |root: &&str| name.strip_prefix(*root);
        forbidden.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    found.into_iter().filter(is_forbidden).map(|name| format!("{what} graph holds {name}")).collect()
}

impl Ban {
    fn breaches(&self, project: &Project) -> Result<Vec<String>> {
        let roots: Vec<_> = self.under.iter().map(|folder| project.root.join(folder)).collect();
        let mut breaches = Vec::new();
        for file in stamp::files(&roots)? {
            let name = file.strip_prefix(&project.root)?.to_string_lossy().into_owned();
            if file.extension().is_some_and(|kind| kind == "rs")
                && !self.except.iter().any(|except| name.starts_with(except))
            {
                breaches.extend(self.lines(&name, &fs::read_to_string(&file)?));
            }
        }
        Ok(breaches)
    }

    fn lines(&self, name: &str, source: &str) -> Vec<String> {
        let code = source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        let found = code.filter_map(|(at, line)| {
            let text = self.texts.iter().find(|text| line.contains(**text))?;
            Some(format!("{name}:{}: `{text}`: {}", at + 1, self.why))
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests;
