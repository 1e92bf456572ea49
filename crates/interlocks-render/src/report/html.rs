//! The page as HTML: one file, no script, nothing from the network.
//!
//! The page has a content security policy that forbids everything from outside. It allows the one style sheet by its
//! checksum, so text of the data could not add a style even if it were not escaped.

use std::fmt::Write;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use super::{Block, Span, Table, is_web_address};
use crate::svg::xml::escape;
use crate::text::displayable;

const STYLE: &str = "
:root{color-scheme:light}
body{margin:0 auto;max-width:66rem;padding:1.5rem;color:#1c2026;background:#fff;font:1rem/1.5 'Noto Sans','Helvetica Neue',Arial,sans-serif}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.35rem;margin:2.4rem 0 .6rem;padding-top:.8rem;border-top:2px solid #1c2026}
h3{font-size:1.05rem;margin:1.6rem 0 .4rem}
p,ul{margin:.5rem 0;max-width:50rem}
a{color:#00508a}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0}
.drawing{margin:1rem 0;overflow-x:auto}
.drawing svg{display:block;max-width:100%;height:auto}
.table{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;font-size:.86rem;line-height:1.4;width:100%}
caption{text-align:left;font-weight:600;padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #c9ced4}
thead th{border-bottom:1.5px solid #4a515b}
td{overflow-wrap:anywhere;min-width:3.4rem}
code,pre{font-family:'Noto Sans Mono','DejaVu Sans Mono',Consolas,monospace;font-size:.86em;overflow-wrap:anywhere}
pre{background:#f2f4f6;border:1px solid #c9ced4;padding:.7rem;white-space:pre-wrap}
footer{margin-top:2.5rem;border-top:1px solid #c9ced4;color:#4a515b;font-size:.9rem}
:focus-visible{outline:3px solid #00508a}
@media print{body{max-width:none;padding:0;font-size:9.5pt}nav{display:none}h2,h3,caption{break-after:avoid}tr,.drawing{break-inside:avoid}.table,.drawing{overflow:visible}a{color:inherit}@page{margin:16mm}}
";

/// The document.
pub(crate) fn page(title: &str, blocks: &[Block]) -> String {
    let title = clean(title);
    let sum = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{sum}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1><bdi>{title}</bdi></h1>\n<p>What the data says about their boards and deals. Each finding is a lead to check, not an accusation.</p>\n</header>\n"
    );
    navigation(&mut out, blocks);
    out.push_str("<main>\n");
    let mut open = false;
    for block in blocks {
        if let Block::Section { anchor, title } = block {
            if open {
                out.push_str("</section>\n");
            }
            open = true;
            let (anchor, title) = (clean(anchor), clean(title));
            let _ = writeln!(out, "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{title}</h2>");
        } else {
            write_block(&mut out, block);
        }
    }
    if open {
        out.push_str("</section>\n");
    }
    out.push_str(
        "</main>\n<footer>\n<p>Each finding is a lead to check, not an accusation.</p>\n</footer>\n</body>\n</html>\n",
    );
    out
}

/// Text for a page: on one line, without characters that reorder or hide text, escaped.
fn clean(text: &str) -> String {
    escape(&displayable(text))
}

fn navigation(out: &mut String, blocks: &[Block]) {
    out.push_str("<nav aria-label=\"Contents\">\n<ul>\n");
    for block in blocks {
        if let Block::Section { anchor, title } = block {
            let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", clean(anchor), clean(title));
        }
    }
    out.push_str("</ul>\n</nav>\n");
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Section { .. } => {}
        Block::Heading(title) => _ = writeln!(out, "<h3>{}</h3>", clean(title)),
        Block::Paragraph(line) => _ = writeln!(out, "<p>{}</p>", spans(line)),
        Block::List(lines) => {
            out.push_str("<ul>\n");
            for line in lines {
                let _ = writeln!(out, "<li>{}</li>", spans(line));
            }
            out.push_str("</ul>\n");
        }
        Block::Table(table) => write_table(out, table),
        Block::Drawing(svg) => _ = write!(out, "<div class=\"drawing\">\n{svg}</div>\n"),
        Block::Listing(text) => {
            let lines: Vec<String> = text.lines().map(clean).collect();
            let _ = writeln!(out, "<pre>{}</pre>", lines.join("\n"));
        }
    }
}

fn spans(line: &[Span]) -> String {
    let mut out = String::new();
    for span in line {
        let _ = match span {
            Span::Text(text) => write!(out, "{}", spaced(text)),
            Span::Strong(text) => write!(out, "<strong>{}</strong>", spaced(text)),
            Span::Code(text) => write!(out, "<code>{}</code>", clean(text)),
            Span::Leads { to, text } => write!(out, "<a href=\"#{}\">{}</a>", clean(to), clean(text)),
            Span::Address(address) if is_web_address(address) => {
                let address = clean(address);
                write!(out, "<a href=\"{address}\" rel=\"noreferrer noopener\">{address}</a>")
            }
            Span::Address(address) => write!(out, "{}", clean(address)),
        };
    }
    out
}

/// Cleans text as [`clean`] does, but keeps a space at either end, because the line may have another piece there.
fn spaced(text: &str) -> String {
    let space = |there: bool| if there && !text.trim().is_empty() { " " } else { "" };
    format!("{}{}{}", space(text.starts_with(' ')), clean(text), space(text.ends_with(' ')))
}

fn write_table(out: &mut String, table: &Table) {
    let caption = clean(&table.caption);
    let _ = writeln!(
        out,
        "<div class=\"table\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n<caption>{caption}</caption>\n<thead>\n<tr>"
    );
    for column in &table.columns {
        let _ = writeln!(out, "<th scope=\"col\">{}</th>", clean(column));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for (number, row) in table.rows.iter().enumerate() {
        match table.anchors {
            Some(anchor) => _ = write!(out, "<tr id=\"{anchor}-{}\">", number + 1),
            None => out.push_str("<tr>"),
        }
        for cell in row {
            let _ = write!(out, "<td><bdi>{}</bdi></td>", spans(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_as_the_standard_does() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(BASE64_STANDARD.encode(bytes), text);
        }
    }
}
