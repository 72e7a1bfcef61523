//! Turns `locales/` into code. A key that one language has and the other lacks stops the build.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs,
    path::PathBuf,
};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

const NAMESPACES: &[&str] = &[
    "common",
    "accounts",
    "approvals",
    "approvals_more",
    "attendance",
    "audit",
    "board",
    "calendar",
    "corrections",
    "day_log",
    "hints",
    "hub",
    "inday",
    "laws",
    "leave",
    "leave_after",
    "leave_balance",
    "leave_child",
    "leave_cover",
    "leave_hours",
    "leave_more",
    "leave_team",
    "leave_types",
    "leave_year_end",
    "limits",
    "notices",
    "offline_acts",
    "org",
    "outbox",
    "overtime",
    "people",
    "photos",
    "presence",
    "robots",
    "roster",
    "roster_edit",
    "routes",
    "shifts",
    "swap",
    "timesheet",
    "told",
    "training",
    "weeks",
    "worktime",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    refuse_gaps()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("i18n");
    let config = Config::new("zh-CN")?
        .add_locale("en")?
        .add_namespaces(NAMESPACES.iter().copied())?
        .locales_path("locales")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_errors();
    translations.rerun_if_locales_changed();
    translations.generate_i18n_module(out)?;
    Ok(())
}

/// `leptos_i18n` falls back to Chinese and warns; here a gap is an error, in either direction.
fn refuse_gaps() -> Result<(), Box<dyn Error>> {
    for &namespace in NAMESPACES {
        let [zh, en] = ["zh-CN", "en"].map(|locale| keys(&format!("locales/{locale}/{namespace}.json")));
        let (zh, en) = (zh?, en?);
        let gaps: Vec<_> = zh.symmetric_difference(&en).cloned().collect();
        if !gaps.is_empty() {
            return Err(format!("{namespace}: only one language has {}", gaps.join(", ")).into());
        }
    }
    Ok(())
}

fn keys(file: &str) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let texts: BTreeMap<String, String> =
        serde_json::from_str(&fs::read_to_string(file)?).map_err(|error| format!("{file}: {error}"))?;
    Ok(texts.into_keys().collect())
}
