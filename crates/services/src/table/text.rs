use csv::{ReaderBuilder, StringRecord, Trim};

use super::{MAX_ROWS, TableError};

/// The lines of a CSV file, numbered as in the file.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, TableError> {
    let text = decode(bytes)?;
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| TableError::Unreadable(error.to_string()))?;
        lines.push((line_of(&record, &text), record.iter().map(str::to_owned).collect()));
        if lines.len() > MAX_ROWS + 1 {
            return Err(TableError::TooManyRows);
        }
    }
    Ok(lines)
}

/// Where a record stands. The library counts the empty lines before a record as part of it.
fn line_of(record: &StringRecord, text: &str) -> u32 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    u32::try_from(position.line()).unwrap_or(u32::MAX).saturating_add(u32::try_from(empty).unwrap_or(u32::MAX))
}

/// UTF-8 with or without its mark, else GB18030. Text in GB18030 that is also valid UTF-8 does not occur:
/// two-byte Chinese would have to fall into pairs that spell no words.
fn decode(bytes: &[u8]) -> Result<String, TableError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    encoding_rs::GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| TableError::Unreadable("neither UTF-8 nor GB18030".to_owned()))
}
