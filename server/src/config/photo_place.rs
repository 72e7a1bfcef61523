use std::{fmt, path::PathBuf};

use anyhow::{Context, Result, ensure};
use services::Bucket;
use url::Url;

use super::Config;

/// Where sealed photos are kept.
pub enum PhotoPlace {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket of an S3-compatible service.
    Bucket(Bucket),
}

impl fmt::Display for PhotoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Bucket(bucket) => write!(f, "{bucket}"),
        }
    }
}

impl Config {
    /// Where sealed photos are kept.
    ///
    /// # Errors
    /// When a folder and a bucket are named both, or what belongs to a bucket is missing, wrong or without one: photos
    /// that go where nobody expects them would be missed by the next backup.
    pub fn photo_place(&self) -> Result<PhotoPlace> {
        let Some(name) = self.photo_bucket.clone() else {
            let stray = self.photo_endpoint.is_some() || self.photo_key_id.is_some() || self.photo_secret.is_some();
            ensure!(!stray, "`photo_endpoint`, `photo_key_id` and `photo_secret` are of no use without `photo_bucket`");
            let folder = self.photo_dir.clone().unwrap_or_else(|| self.data_dir.join("photos"));
            return Ok(PhotoPlace::Folder(folder));
        };
        ensure!(self.photo_dir.is_none(), "set either `photo_dir` or `photo_bucket`: photos are in one place");
        ensure!(
            is_bucket_name(&name),
            "`photo_bucket` must be 3 to 63 of a-z, 0-9, `-` and `.`, as S3 has it; it is `{name}`"
        );
        let endpoint = self.photo_endpoint.clone().context("`photo_bucket` needs `photo_endpoint`")?;
        // Not shown: it may hold a password.
        ensure!(
            is_bare(&endpoint),
            "`photo_endpoint` must be such as https://minio.example.cn:9000, without name, password or `?`"
        );
        Ok(PhotoPlace::Bucket(Bucket {
            name,
            endpoint,
            region: self.photo_region.clone(),
            key_id: needed("photo_key_id", &self.photo_key_id)?,
            secret: needed("photo_secret", &self.photo_secret)?,
        }))
    }
}

fn needed(key: &str, value: &Option<String>) -> Result<String> {
    let value = value.clone().filter(|value| !value.is_empty());
    value.with_context(|| format!("`photo_bucket` needs `{key}`"))
}

fn is_bucket_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    (3..=63).contains(&name.len()) && name.bytes().all(plain)
}

fn is_bare(endpoint: &Url) -> bool {
    let anonymous = endpoint.username().is_empty() && endpoint.password().is_none();
    let plain = endpoint.query().is_none() && endpoint.fragment().is_none();
    matches!(endpoint.scheme(), "http" | "https") && anonymous && plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket() -> Config {
        Config {
            photo_bucket: Some("zaigang-photos".to_owned()),
            photo_endpoint: Some("http://minio.example.cn:9000".parse().unwrap()),
            photo_key_id: Some("zaigang".to_owned()),
            photo_secret: Some("s3cret".to_owned()),
            ..Config::default()
        }
    }

    fn refusal(config: Config) -> String {
        config.photo_place().err().unwrap().to_string()
    }

    #[test]
    fn photos_are_in_a_folder_unless_a_bucket_is_named() {
        assert_eq!(Config::default().photo_place().unwrap().to_string(), "data/photos");
        let shown = bucket().photo_place().unwrap().to_string();
        assert_eq!(shown, "zaigang-photos (http://minio.example.cn:9000/)");
    }

    #[test]
    fn a_bucket_is_whole_or_refused_by_the_key_that_is_wrong() {
        assert!(refusal(Config { photo_bucket: None, ..bucket() }).contains("without `photo_bucket`"));
        assert!(refusal(Config { photo_dir: Some("/srv".into()), ..bucket() }).contains("either `photo_dir`"));
        for name in ["", "Zaigang", "a/b/c"] {
            assert!(
                refusal(Config { photo_bucket: Some(name.to_owned()), ..bucket() }).contains("`photo_bucket` must")
            );
        }
        assert!(refusal(Config { photo_endpoint: None, ..bucket() }).contains("needs `photo_endpoint`"));
        assert!(refusal(Config { photo_key_id: None, ..bucket() }).contains("needs `photo_key_id`"));
        assert!(refusal(Config { photo_secret: Some(String::new()), ..bucket() }).contains("needs `photo_secret`"));
        for address in ["ftp://minio.example.cn", "https://u:hidden@minio.example.cn", "https://minio.example.cn/?x"] {
            let words = refusal(Config { photo_endpoint: Some(address.parse().unwrap()), ..bucket() });
            assert!(words.contains("`photo_endpoint` must") && !words.contains("hidden"), "{words}");
        }
    }
}
