//! Pages as they are read.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod text;

use paper::{Align, Around, Column, Length, Made, Orientation, Sheet, Style, Table, mm, tenths};

fn around(watermark: Option<&str>) -> Around {
    Around {
        title: "清单".into(),
        author: "账房".into(),
        language: "zh-CN",
        made: Some(Made { day: (2026, 11, 15), time: (12, 0, 0), offset: 480 }),
        running: "清单，续".into(),
        foot: "第 7 号".into(),
        page: Box::new(|number, all| format!("{number} / {all}")),
        missing: Box::new(|codes| format!("缺字 {}", codes.join("、"))),
        watermark: watermark.map(str::to_owned),
    }
}

fn table(rows: Vec<[&str; 3]>) -> Table {
    let columns = vec![
        Column::own("编号", Align::Left, mm(30)),
        Column::shared("名称", mm(20)),
        Column::own("金额", Align::Right, mm(60)),
    ];
    let rows = rows.into_iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    Table { columns, rows, sums: vec!["合计".into(), String::new(), "1,234.00".into()], size: tenths(70) }
}

fn made(table: &Table, watermark: Option<&str>) -> Vec<u8> {
    let mut sheet = Sheet::new(Orientation::Portrait).unwrap();
    sheet.put(sheet.left(), sheet.width(), Style::new(tenths(170)).strong(), "清单");
    sheet.skip(mm(10));
    sheet.table(table);
    sheet.finish(&around(watermark)).unwrap()
}

#[test]
fn a_long_table_has_its_headings_and_its_number_on_every_page() {
    let rows = vec![["CS-1", "云端进销存", "12.50"]; 200];
    let pdf = made(&table(rows), Some("草稿"));
    let pages = text::pages(&pdf);
    assert!(pages.len() > 2);
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains("编号\n名称\n金额\n"), "{page}");
        assert!(page.contains(&format!("第 7 号\n{number} / {}\n", pages.len())), "{page}");
        assert!(page.starts_with("草稿\n"), "{page}");
        assert_eq!(page.contains("清单，续"), number > 1);
    }
    let rows: usize = pages.iter().map(|page| page.matches("CS-1\n云端进销存\n12.50\n").count()).sum();
    assert_eq!(rows, 200);
    // Ordinary rows: well over thirty on a page, the first one too.
    assert!(pages[0].matches("CS-1").count() >= 40, "{}", pages[0].matches("CS-1").count());
    assert!(pages.last().unwrap().contains("合计\n1,234.00"));
    assert_eq!(pdf, made(&table(vec![["CS-1", "云端进销存", "12.50"]; 200]), Some("草稿")));
}

#[test]
fn nothing_is_cut_off() {
    let long = "面向制造业的一体化供应链协同与质量追溯管理平台企业版（含三年质保与现场培训）".repeat(6);
    let pages =
        text::pages(&made(&table(vec![["CS2610181819B4LVSCS2610181819B4LVSCS26101818", &long, "1"]]), None));
    let all: String = pages.concat().split_whitespace().collect();
    assert!(all.contains(&long) && all.contains("CS2610181819B4LVSCS2610181819B4LVSCS26101818"), "{all}");
}

#[test]
fn what_the_font_lacks_is_seen_and_said() {
    let pages = text::pages(&made(&table(vec![["1", "𠮷野家😀😀科技🈚", "1"]]), None));
    // Whoever copies the text gets what was meant; whoever reads it is told.
    assert!(pages[0].contains("𠮷野家😀😀科技🈚"), "{}", pages[0]);
    assert!(pages[0].contains("缺字 U+1F600 ×2、U+1F21A\n"), "{}", pages[0]);
    let none = text::pages(&made(&table(vec![["1", "𠮷野家", "1"]]), None));
    assert!(!none[0].contains("缺字"), "{}", none[0]);
}

#[test]
fn columns_share_what_is_left() {
    let face = paper::Face::load().unwrap();
    let width: Length = Orientation::Portrait.width();
    let ordinary = table(vec![["CS-1", "云端进销存", "12.50"]]);
    let huge = table(vec![["CS-1", "云端进销存", &"9".repeat(120)]]);
    assert!(ordinary.fits(&face, width) && !huge.fits(&face, mm(60)));
}
