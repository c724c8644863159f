//! One sheet with a table: typed cells, a filter, a head that stays, links, colours, and the limits of
//! Excel kept.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Url, Worksheet, XlsxError,
};

use crate::report::columns;

/// Characters that a cell holds.
const CELL: usize = 32_767;
/// Rows below the head.
const ROWS: usize = 1_048_575;
/// Links that a sheet holds, with some to spare.
const LINKS: usize = 65_000;
/// Columns beyond which a cell is wrapped.
const WIDEST: usize = 44;
/// Points of a line.
const LINE: f64 = 15.0;
/// Lines that a row shows; Excel's own limit is 409 points.
const LINES: usize = 27;

/// What stands in a cell.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A part of a whole.
    Share(usize, usize),
    /// `YYYY-MM-DD` as a day, anything shorter as it is.
    Date(String),
    /// Words that lead elsewhere: `internal:'Sheet'!A1`, or an address.
    Link(String, String),
    /// Words of which some are marked.
    Rich(Vec<(String, bool)>),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub(super) fn option(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    pub(super) fn count(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        Self::Number(count as f64)
    }

    pub(super) fn maybe(count: Option<usize>) -> Self {
        count.map_or(Self::Empty, Self::count)
    }

    /// Its words, where it has any.
    fn words(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Link(_, text) | Self::Date(text) => text.as_str().into(),
            Self::Rich(pieces) => pieces.iter().map(|it| it.0.as_str()).collect::<String>().into(),
            Self::Empty | Self::Number(_) | Self::Share(..) => "".into(),
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Number(_) | Self::Share(..) => 8,
            _ => self.words().lines().map(columns).max().unwrap_or(0),
        }
    }

    /// Lines that it takes in a column of that width.
    fn lines(&self, width: usize) -> usize {
        // Words are not cut: a line holds a little less than its columns.
        let room = width.saturating_sub(2).max(1);
        self.words().lines().map(|it| columns(it).div_ceil(room).max(1)).sum()
    }
}

/// How a word in a column is coloured.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tone {
    Bad,
    Doubtful,
    Note,
    Good,
    Quiet,
}

impl Tone {
    pub(super) fn format(self) -> Format {
        let (ink, ground) = match self {
            Self::Bad => (0x9C_0006, 0xFF_C7CE),
            Self::Doubtful => (0x7F_6000, 0xFF_EB9C),
            Self::Note => (0x1F_4E79, 0xDD_EBF7),
            Self::Good => (0x00_6100, 0xC6_EFCE),
            Self::Quiet => (0x59_5959, 0xED_EDED),
        };
        Format::new().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(ground))
    }
}

/// A column.
pub(super) struct Column<'a> {
    pub(super) head: &'a str,
    /// Words that are coloured.
    pub(super) tones: Vec<(String, Tone)>,
}

impl<'a> Column<'a> {
    pub(super) fn toned(head: &'a str, tones: Vec<(String, Tone)>) -> Self {
        Self { head, tones }
    }
}

/// What had to be left out of a sheet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cut {
    pub(super) cells: usize,
    pub(super) rows: usize,
    pub(super) links: usize,
}

impl Cut {
    pub(super) fn is_some(self) -> bool {
        self.cells + self.rows + self.links > 0
    }
}

/// The formats that cells share.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    percent: Format,
    date: Format,
    link: Format,
    marked: Format,
    plain: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let link = cell().set_font_color(Color::RGB(0x05_63C1)).set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(16),
            head: Format::new()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x1F_3864))
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap(),
            // What begins like a formula stays text, also when somebody edits the cell.
            text: cell().set_text_wrap().set_quote_prefix(),
            number: cell().set_num_format("#,##0.###"),
            percent: cell().set_num_format("0 %"),
            date: cell().set_num_format("yyyy-mm-dd"),
            link,
            marked: Format::new().set_bold().set_font_color(Color::RGB(0xC0_0000)),
            plain: Format::new(),
        }
    }
}

/// Writes a table from the first row on.
pub(super) fn table(
    sheet: &mut Worksheet,
    formats: &Formats,
    heads: &[Column<'_>],
    mut rows: Vec<Vec<Cell>>,
) -> Result<Cut, XlsxError> {
    let mut cut = Cut { rows: rows.len().saturating_sub(ROWS), ..Cut::default() };
    rows.truncate(ROWS);
    let mut widths: Vec<usize> = heads.iter().map(|it| columns(it.head) + 3).collect();
    for row in &rows {
        for (cell, width) in row.iter().zip(&mut widths) {
            *width = (*width).max(cell.width() + 2).min(WIDEST);
        }
    }
    for ((at, head), width) in (0_u16..).zip(heads).zip(&widths) {
        sheet.write_string_with_format(0, at, head.head, &formats.head)?;
        #[expect(clippy::cast_precision_loss, reason = "at most some tens")]
        sheet.set_column_width(at, (*width).max(6) as f64)?;
    }
    sheet.set_row_height(0, LINE * 1.5)?;
    let last = u16::try_from(heads.len().saturating_sub(1)).unwrap_or(0);
    let (mut count, mut links) = (0_u32, 0);
    for row in rows {
        count += 1;
        // Not every program makes room for wrapped words by itself.
        let lines = row.iter().zip(&widths).map(|(cell, width)| cell.lines(*width)).max();
        if let Some(lines @ 2..) = lines {
            #[expect(clippy::cast_precision_loss, reason = "at most some tens")]
            sheet.set_row_height(count, lines.min(LINES) as f64 * LINE)?;
        }
        for (at, cell) in (0_u16..).zip(row) {
            write(sheet, formats, (count, at), cell, &mut links, &mut cut)?;
        }
    }
    sheet.autofilter(0, 0, count, last)?;
    sheet.set_freeze_panes(1, 0)?;
    page(sheet)?;
    if count > 0 {
        for (at, head) in (0_u16..).zip(heads) {
            colour(sheet, (1, at, count, at), &head.tones)?;
        }
    }
    Ok(cut)
}

/// Printed on A4, across, as wide as the page, with the head on each.
pub(super) fn page(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Colours the cells of a range by the word in them, also after somebody has changed it.
pub(super) fn colour(
    sheet: &mut Worksheet,
    (top, left, bottom, right): (u32, u16, u32, u16),
    tones: &[(String, Tone)],
) -> Result<(), XlsxError> {
    for (word, tone) in tones {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word.as_str()))
            .set_format(tone.format());
        sheet.add_conditional_format(top, left, bottom, right, &rule)?;
    }
    Ok(())
}

/// Writes one cell; what does not fit is cut, and counted.
pub(super) fn write(
    sheet: &mut Worksheet,
    formats: &Formats,
    (row, column): (u32, u16),
    cell: Cell,
    links: &mut usize,
    cut: &mut Cut,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let text = bounded(&text, cut);
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, number, &formats.number)?;
        }
        Cell::Share(_, 0) => {}
        Cell::Share(part, whole) => {
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let share = part as f64 / whole as f64;
            sheet.write_number_with_format(row, column, share, &formats.percent)?;
        }
        Cell::Date(date) => match ExcelDateTime::parse_from_str(&date) {
            Ok(day) if date.len() == 10 => {
                sheet.write_datetime_with_format(row, column, &day, &formats.date)?;
            }
            _ => {
                sheet.write_string_with_format(row, column, date, &formats.text)?;
            }
        },
        Cell::Link(target, text) => {
            *links += 1;
            let text = bounded(&text, cut);
            if *links > LINKS {
                cut.links += 1;
                sheet.write_string_with_format(row, column, text, &formats.text)?;
            } else {
                let url = Url::new(target).set_text(text);
                sheet.write_url_with_format(row, column, url, &formats.link)?;
            }
        }
        Cell::Rich(pieces) => {
            let whole: usize = pieces.iter().map(|it| utf16(&it.0)).sum();
            let marked = pieces.iter().any(|it| it.1);
            if pieces.len() < 2 || !marked || whole > CELL {
                let text: String = pieces.into_iter().map(|it| it.0).collect();
                let text = bounded(&text, cut);
                if !text.is_empty() {
                    sheet.write_string_with_format(row, column, text, &formats.text)?;
                }
            } else {
                let of = |marked: bool| if marked { &formats.marked } else { &formats.plain };
                let pieces: Vec<(&Format, &str)> =
                    pieces.iter().map(|it| (of(it.1), it.0.as_str())).collect();
                sheet.write_rich_string_with_format(row, column, &pieces, &formats.text)?;
            }
        }
    }
    Ok(())
}

/// Excel counts characters as UTF-16 does.
fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The head of a text that is too long for a cell, with a mark.
fn bounded(text: &str, cut: &mut Cut) -> String {
    if utf16(text) <= CELL {
        return text.to_owned();
    }
    cut.cells += 1;
    let mut room = CELL - 2;
    let kept = text.chars().take_while(|it| {
        let fits = room >= it.len_utf16();
        room = room.saturating_sub(it.len_utf16());
        fits
    });
    kept.chain(" …".chars()).collect()
}
