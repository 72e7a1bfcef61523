use super::*;

/// A package as `cargo metadata` describes it, with path dependencies given as their JSON.
fn package(name: &str, dependencies: &[serde_json::Value], features: serde_json::Value) -> Result<Package> {
    Ok(serde_json::from_value(serde_json::json!({
        "name": name, "version": "0.1.0", "id": name, "dependencies": dependencies, "targets": [],
        "features": features, "manifest_path": "/x/Cargo.toml", "edition": "2024", "license": null,
        "license_file": null, "description": null, "source": null, "readme": null, "repository": null,
        "homepage": null, "documentation": null, "links": null, "publish": null, "default_run": null,
        "rust_version": null, "metadata": null, "authors": [], "categories": [], "keywords": []
    }))?)
}

fn on(name: &str, kind: Option<&str>, optional: bool, features: &[&str]) -> serde_json::Value {
    serde_json::json!({
        "name": name, "source": null, "req": "*", "kind": kind, "rename": null, "optional": optional,
        "uses_default_features": true, "features": features, "target": null, "registry": null, "path": "/x"
    })
}

fn breaches(name: &str, dependencies: &[serde_json::Value]) -> Result<Vec<String>> {
    Ok(check_package(&package(name, dependencies, serde_json::json!({}))?))
}

#[test]
fn a_layer_may_use_what_its_row_says_and_nothing_else() -> Result<()> {
    assert!(breaches("services", &[on("store", None, false, &[]), on("domain", None, false, &[])])?.is_empty());
    assert_eq!(breaches("store", &[on("services", None, false, &[])])?, ["store may not depend on services"]);
    assert_eq!(breaches("domain", &[on("store", Some("build"), false, &[])])?, ["domain may not depend on store"]);
    assert_eq!(breaches("stranger", &[])?, ["stranger has no row in the table of layers"]);
    Ok(())
}

#[test]
fn testkit_is_for_tests_only() -> Result<()> {
    assert!(breaches("server", &[on("testkit", Some("dev"), false, &[])])?.is_empty());
    assert_eq!(breaches("server", &[on("testkit", None, false, &[])])?, ["server may not depend on testkit"]);
    Ok(())
}

#[test]
fn each_side_uses_its_half_of_app() -> Result<()> {
    assert!(breaches("frontend", &[on("app", None, false, &["hydrate"])])?.is_empty());
    assert!(breaches("server", &[on("app", None, false, &["ssr"])])?.is_empty());
    assert_eq!(
        breaches("server", &[on("app", None, false, &["ssr", "hydrate"])])?,
        ["server must use app with the feature ssr alone"]
    );
    Ok(())
}

#[test]
fn app_has_services_with_ssr_alone() -> Result<()> {
    let services = |optional| on("services", None, optional, &[]);
    let app =
        |optional, features| Ok::<_, anyhow::Error>(check_package(&package("app", &[services(optional)], features)?));

    let ssr = serde_json::json!({ "ssr": ["dep:services"], "hydrate": [] });
    assert!(app(true, ssr.clone())?.is_empty());
    assert_eq!(app(false, ssr)?, ["app may depend on services with its feature ssr only"]);
    let both = serde_json::json!({ "ssr": ["dep:services"], "hydrate": ["dep:services"] });
    assert_eq!(app(true, both)?, ["app's feature hydrate must not bring services"]);
    let default = serde_json::json!({ "default": ["ssr"], "ssr": ["dep:services"] });
    assert_eq!(app(true, default)?, ["app must have no default features"]);
    Ok(())
}

#[test]
fn a_forbidden_crate_is_found_with_its_family_but_not_its_namesakes() {
    let tree = "frontend v0.1.0 (/x)\ntokio-util v0.7.0\nsea-orm v2.0.4 (*)\nsea-orm v2.0.4\ntokionot v1.0.0";
    assert_eq!(
        in_graph("the wasm", tree, &NOT_IN_WASM),
        ["the wasm graph holds sea-orm", "the wasm graph holds tokio-util"]
    );
}

#[test]
fn banned_text_is_found_by_line_but_not_in_comments() {
    let ban = &BANS[1];
    let source = "// Utc::now() would be wrong\nlet now = Utc::now();\nlet later = clock.now();";
    let found = ban.lines("crates/domain/src/x.rs", source);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("crates/domain/src/x.rs:2: `Utc::now`"), "{found:?}");
}

#[test]
fn transactions_are_found_however_they_are_opened() {
    let ban = &BANS[0];
    for line in ["db.begin().await?", "self.db.transaction(|t| x)", "db.begin_with_config(None, None)"] {
        assert_eq!(ban.lines("server/src/x.rs", line).len(), 1, "{line}");
    }
    assert!(ban.lines("server/src/x.rs", "passkeys.begin_registration(actor)").is_empty());
}
