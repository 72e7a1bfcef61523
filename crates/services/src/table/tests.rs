use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{MAX_ROWS, Table, TableError};

fn cells(table: &Table, header: &str) -> Vec<(u32, String)> {
    table.rows().map(|row| (row.line, row.get(header).to_owned())).collect()
}

#[test]
fn csv_in_both_encodings_reads_the_same() {
    let text = "工号, 日期 ,班次\n\nw001,2026-11-24,早班\nw002,2026-11-25\n";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &marked, &gb18030] {
        let table = Table::read("排班.CSV", bytes).unwrap();
        assert_eq!(cells(&table, "班次"), [(3, "早班".to_owned()), (4, String::new())]);
        assert_eq!(cells(&table, "日期")[1].1, "2026-11-25");
        assert_eq!(table.missing(&["工号", "窗口"]), ["窗口"]);
    }
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let refused = |name, bytes: &[u8]| Table::read(name, bytes).unwrap_err();
    assert_eq!(refused("a.pdf", b"x"), TableError::UnknownKind);
    assert_eq!(refused("a.csv", b"\n \n"), TableError::Empty);
    assert_eq!(refused("a.csv", "\n工号,姓名\n,\n".as_bytes()), TableError::Empty, "a header alone");
    assert_eq!(refused("a.xlsx", b""), TableError::Empty, "no workbook either, but that is not what is wrong with it");
    assert_eq!(refused("a.csv", &vec![b'a'; super::MAX_BYTES + 1]), TableError::TooLarge);
    assert_eq!(refused("a.csv", "a\n".repeat(MAX_ROWS + 2).as_bytes()), TableError::TooManyRows);
    assert!(matches!(refused("a.csv", b"\xFF\xFF\xFF"), TableError::Unreadable(_)));
    assert!(matches!(refused("a.xlsx", b"not a workbook"), TableError::Unreadable(_)));
}

#[test]
fn columns_of_one_name_are_named_to_who_reads_them() {
    let table = Table::read("a.csv", "工号,备注,工号,备注,日期\nw001,x,w002,y,\n".as_bytes()).unwrap();
    assert_eq!(table.twice(&["日期", "工号"]), ["工号"]);
    assert_eq!(table.others(&["工号"]), ["备注", "日期"]);
}

/// A workbook with one sheet, of the given rows' XML.
fn workbook(rows: &str, styles: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        ("xl/styles.xml", format!(r#"<styleSheet xmlns="{MAIN}">{styles}</styleSheet>"#)),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn workbooks_give_dates_and_numbers_as_text() {
    let styles = r#"<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>"#;
    let rows = r#"
        <row r="2"><c r="A2" t="inlineStr"><is><t>工号</t></is></c><c r="B2" t="inlineStr"><is><t>日期</t></is></c>
          <c r="C2" t="inlineStr"><is><t> 身份证号 </t></is></c></row>
        <row r="4"><c r="A4"><v>1001</v></c><c r="B4" s="1"><v>46350</v></c><c r="C4"><v>110105194912310029</v></c>
          <c r="XFD4"><v>1</v></c></row>"#;
    let table = Table::read("a.xlsx", &workbook(rows, styles)).unwrap();
    assert_eq!(cells(&table, "工号"), [(4, "1001".to_owned())]);
    assert_eq!(cells(&table, "日期"), [(4, "2026-11-24".to_owned())]);
    assert!(cells(&table, "身份证号")[0].1.contains('e'), "an inexact number must not look like what was typed");
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    let bytes = workbook(&" ".repeat(70 * 1024 * 1024), "");
    assert!(bytes.len() < super::MAX_BYTES);
    assert_eq!(Table::read("a.xlsx", &bytes).unwrap_err(), TableError::TooLarge);
}
