//! Networks: the case in every format that tools for drawing and measuring have, written by hand as their
//! documentation says, and what is odd in each.

use std::collections::BTreeMap;
use std::fmt::Write;

use interlocks::dataset::{DataFormat, Dataset, Table};
use interlocks::model::{Ending, Seat};

use super::{case, problems, read, seats, shared_boards};

/// The cells of a seat that formats with attributes can hold.
fn cells(seat: &Seat) -> Vec<(&'static str, String)> {
    let mut cells = vec![("role", seat.role.clone())];
    cells.push(("start", seat.start.map_or(String::new(), |date| date.to_string())));
    cells.push(("end", seat.end.date().map_or(String::new(), ToString::to_string)));
    for (name, yes) in [("board", seat.board == Some(true)), ("executive", seat.executive)] {
        cells.push((name, if yes { "yes" } else { "no" }.to_owned()));
    }
    cells.retain(|cell| !cell.1.is_empty());
    cells
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Everybody of the case: id, name and kind.
fn everybody(case: &Dataset) -> Vec<(String, String, &'static str)> {
    let people = case.iter_people().map(|person| (person.id, person.name, "person"));
    people.chain(case.iter_companies().map(|firm| (firm.id, firm.name, "company"))).collect()
}

fn graphml(case: &Dataset) -> String {
    let mut text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
        <key id=\"d0\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"><default>person</default></key>\n\
        <key id=\"d1\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n"
            .to_owned();
    for name in ["role", "start", "end", "board", "executive"] {
        writeln!(text, "<key id=\"e-{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"string\"/>").unwrap();
    }
    text += "<graph id=\"G\" edgedefault=\"undirected\">\n";
    for (id, name, kind) in everybody(case) {
        write!(text, "<node id=\"{id}\">").unwrap();
        if kind == "company" {
            text += "<data key=\"d0\">company</data>";
        }
        writeln!(text, "<data key=\"d1\">{}</data></node>", escaped(&name)).unwrap();
    }
    for (at, seat) in case.iter_seats().enumerate() {
        // Either end may come first where there is no direction.
        let (a, b) = if at % 2 == 0 { (&seat.person, &seat.company) } else { (&seat.company, &seat.person) };
        write!(text, "<edge source=\"{a}\" target=\"{b}\">").unwrap();
        for (name, cell) in cells(&seat) {
            write!(text, "<data key=\"e-{name}\">{}</data>", escaped(&cell)).unwrap();
        }
        text += "</edge>\n";
    }
    text + "</graph></graphml>\n"
}

fn gexf(case: &Dataset) -> String {
    let mut text = "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\
        <graph mode=\"dynamic\" defaultedgetype=\"undirected\" timeformat=\"date\">\
        <attributes class=\"node\"><attribute id=\"0\" title=\"kind\" type=\"string\"/></attributes><attributes class=\"edge\">".to_owned();
    let names = ["role", "start", "end", "board", "executive"];
    for (id, name) in names.iter().enumerate() {
        write!(text, "<attribute id=\"{id}\" title=\"{name}\" type=\"string\"/>").unwrap();
    }
    text += "</attributes><nodes>";
    for (id, name, kind) in everybody(case) {
        write!(
            text,
            "<node id=\"{id}\" label=\"{}\"><attvalues><attvalue for=\"0\" value=\"{kind}\"/></attvalues>\
            <viz:color r=\"1\" g=\"2\" b=\"3\"/></node>",
            escaped(&name)
        )
        .unwrap();
    }
    text += "</nodes><edges>";
    for (at, seat) in case.iter_seats().enumerate() {
        write!(
            text,
            "<edge id=\"{at}\" source=\"{}\" target=\"{}\" weight=\"1.0\" start=\"1900-01-01\"><attvalues>",
            seat.person, seat.company
        )
        .unwrap();
        for (name, cell) in cells(&seat) {
            let id = names.iter().position(|known| *known == name).unwrap();
            write!(text, "<attvalue for=\"{id}\" value=\"{}\"/>", escaped(&cell)).unwrap();
        }
        text += "</attvalues></edge>";
    }
    text + "</edges></graph></gexf>"
}

fn gml(case: &Dataset) -> String {
    let mut text = "Creator \"desk\"\ngraph [\n  multigraph 1\n".to_owned();
    let mut numbers = BTreeMap::new();
    for (number, (id, name, kind)) in everybody(case).into_iter().enumerate() {
        writeln!(
            text,
            "  node [\n    id {number}\n    label \"{}\"\n    kind \"{kind}\"\n    slug \"{id}\"\n  ]",
            escaped(&name)
        )
        .unwrap();
        numbers.insert((kind, id), number);
    }
    for seat in case.iter_seats() {
        let (a, b) = (numbers[&("person", seat.person.clone())], numbers[&("company", seat.company.clone())]);
        write!(text, "  edge [\n    source {a}\n    target {b}\n").unwrap();
        for (name, cell) in cells(&seat) {
            writeln!(text, "    {name} \"{}\"", escaped(&cell)).unwrap();
        }
        text += "  ]\n";
    }
    text + "]\n"
}

/// The same pairs, by how many share them and when: ids are numbers in GML.
fn without_ids(lines: Vec<String>) -> Vec<String> {
    let mut answers: Vec<String> = lines.iter().map(|line| line[line.find("] [").unwrap()..].to_owned()).collect();
    answers.sort();
    answers
}

#[test]
fn the_case_in_formats_with_attributes_has_the_same_pairs() {
    let case = case();
    for (word, text) in [("graphml", graphml(&case)), ("gexf", gexf(&case)), ("gml", gml(&case))] {
        assert_eq!(DataFormat::from_bytes(text.as_bytes()), word.parse().ok(), "{word}");
        let data = read(text.as_bytes(), word);
        let answers: Vec<String> = problems(&data).into_iter().filter(|problem| !problem.contains("(viz)")).collect();
        assert_eq!(answers, Vec::<String>::new(), "{word}");
        assert_eq!((data.rows(Table::People), data.rows(Table::Companies)), (8, 6));
        assert!(data.iter_people().any(|person| person.name == "Reed Hastings"));
        assert_eq!(without_ids(shared_boards(data)), without_ids(shared_boards(self::case())), "{word}");
    }
}

/// The seats without dates, which Pajek and UCINET have not for every line.
fn without_dates(case: &Dataset) -> Dataset {
    let rows: String = case
        .iter_seats()
        .map(|seat| {
            format!("{{\"type\": \"seat\", \"person\": \"{}\", \"company\": \"{}\"}}\n", seat.person, seat.company)
        })
        .collect();
    read(rows.as_bytes(), "jsonl")
}

#[test]
fn the_case_in_formats_of_two_modes_has_the_same_pairs() {
    let case = case();
    let (people, firms): (Vec<String>, Vec<String>) =
        (case.iter_people().map(|person| person.id).collect(), case.iter_companies().map(|firm| firm.id).collect());
    let number = |list: &[String], id: &str| list.iter().position(|known| known == id).unwrap() + 1;
    let mut pajek = format!("*Network boards\n*Vertices {} {}\n", people.len() + firms.len(), people.len());
    for (at, id) in people.iter().chain(&firms).enumerate() {
        writeln!(pajek, " {} \"{id}\" 0.{at} 0.5 0.5 ellipse ic Red", at + 1).unwrap();
    }
    let mut lists = pajek.clone() + "*Edgeslist\n";
    let mut matrix = pajek.clone() + "*Matrix\n";
    pajek += "% lines\n*Edges\n";
    let (mut edges, mut nodes) = (String::new(), String::new());
    let mut cells = vec![vec!["0"; firms.len()]; people.len()];
    for seat in case.iter_seats() {
        let (a, b) = (number(&people, &seat.person), number(&firms, &seat.company));
        writeln!(pajek, "{a} {} 1", people.len() + b).unwrap();
        writeln!(lists, "{a} {}", people.len() + b).unwrap();
        writeln!(edges, "{} {}", seat.person, seat.company).unwrap();
        writeln!(nodes, "{a} {b}").unwrap();
        cells[a - 1][b - 1] = "1";
    }
    let rows: Vec<String> = cells.iter().map(|row| row.join(" ")).collect();
    matrix += &rows.join("\n");
    let size = format!("NR={}, NC = {}", people.len(), firms.len());
    let labels = format!("ROW LABELS:\n{}\nCOLUMN LABELS:\n{}", people.join(","), firms.join("\n"));
    let embedded: String = people.iter().zip(&rows).map(|(id, row)| format!("{id} {row}\n")).collect();
    let texts = [
        ("pajek", pajek),
        ("pajek", lists),
        ("pajek", matrix),
        ("ucinet", format!("DL {size}\nFORMAT = FULLMATRIX DIAGONAL PRESENT\n{labels}\nDATA:\n{}\n", rows.join("\n"))),
        (
            "ucinet",
            format!("dl {size} row labels embedded column labels embedded\ndata:\n{}\n{embedded}", firms.join(" ")),
        ),
        ("ucinet", format!("dl {size} format=edgelist2 labels embedded data:\n{edges}")),
        ("ucinet", format!("dl {size}\nformat = nodelist2\n{labels}\ndata:\n{nodes}")),
        ("edges", format!("Source;Target;Type\n{}", edges.replace(' ', ";").replace('\n', ";Undirected\n"))),
    ];
    let wide = people
        .iter()
        .zip(&cells)
        .fold(format!("person,{}\n", firms.join(",")), |table, (id, row)| table + &format!("{id},{}\n", row.join(",")));
    let joined = firms.iter().fold("company,directors\n".to_owned(), |table, firm| {
        let there: Vec<String> =
            case.iter_seats().filter(|seat| seat.company == *firm).map(|seat| seat.person).collect();
        table + &format!("{firm},{}\n", there.join(";"))
    });
    let texts = texts.into_iter().chain([("wide", wide), ("wide", joined)]);
    let pairs = |data: Dataset| -> Vec<String> {
        shared_boards(data).iter().map(|line| line.split("] [").next().unwrap().to_owned()).collect()
    };
    for (word, text) in texts {
        assert_eq!(DataFormat::from_bytes(text.as_bytes()), word.parse().ok(), "{text}");
        let data = read(text.as_bytes(), word);
        let answers: Vec<String> = problems(&data)
            .into_iter()
            .filter(|problem| {
                !(problem.contains("shapes and colours")
                    || problem.contains("does not say which")
                    || problem.contains("repeat earlier ones"))
            })
            .collect();
        assert_eq!(answers, Vec::<String>::new(), "{text}");
        assert_eq!(pairs(data), pairs(without_dates(&case)), "{text}");
    }
}

#[test]
fn times_of_pajek_are_spells_where_they_are_years() {
    let text = "*Vertices 4 2\n1 \"Ann\" [1-*]\n2 Bob\n3 \"Ann\"\n4 \"Bell, Inc.\"\n*Arcs :2 \"lunches with\"\n1 3 2.5 l \"why\" [1996-2000,2004-*]\n\
        2 4 1 [5-7]\n9 1\n*Partition sector\n*Vertices 4\n1\n1\n7\n8\n*Hierarchy x\n1\n";
    let data = read(text.as_bytes(), "pajek");
    assert_eq!(seats(&data), ["Ann@Ann (3)  1996 2000", "Ann@Ann (3)  2004", "Bob@Bell, Inc."]);
    let extra = |name: &str| {
        data.iter_seats()
            .filter_map(|seat| seat.extra.iter().find(|cell| cell.0 == name).map(|cell| cell.1.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!((extra("weight"), extra("relation")), (vec!["2.5".to_owned(); 2], vec!["lunches with".to_owned(); 3]));
    assert_eq!((extra("start_unread"), extra("end_unread")), (vec!["5".to_owned()], vec!["7".to_owned()]));
    let firms: Vec<_> = data.iter_companies().collect();
    assert_eq!(
        (firms[0].name.as_str(), firms[0].industry.as_str()),
        ("Ann", "7"),
        "a partition is an attribute, and may have a field"
    );
    let answers = problems(&data);
    for part in [
        "label that are neither role nor kind of tie",
        "relation that are neither role nor kind of tie",
        "start: not a date",
        "end: not a date",
        "numbers of two vertices, from 1 to 4",
        "*hierarchy",
    ] {
        assert_eq!(answers.iter().filter(|answer| answer.contains(part)).count(), 1, "{part}: {answers:?}");
    }
    assert_eq!(answers.len(), 6, "{answers:?}");
}

#[test]
fn networks_of_one_mode_are_companies_with_ties() {
    let text = "*Vertices 3\n1 a\n2 b\n3 c\n*Edges\n1 2 3\n2 3 1\n";
    for (word, text) in [
        ("pajek", text),
        ("ucinet", "dl n=3\nlabels:\na,b,c\ndata:\n0 3 0\n0 0 1\n0 0 0\n"),
        ("edges", "source,target,weight,kind\na,b,3,linked\nb,c,1,linked\n"),
    ] {
        let data = read(text.as_bytes(), word);
        assert_eq!((data.rows(Table::Companies), data.rows(Table::Ties), data.rows(Table::Seats)), (3, 2, 0), "{word}");
        assert!(
            data.ties[0].extra.contains(&("weight".to_owned(), "3".to_owned())),
            "{word}: {:?}",
            data.ties[0].extra
        );
        assert!(problems(&data)[0].contains("all were read as companies"), "{:?}", problems(&data));
    }
}

#[test]
fn spells_of_gexf_are_dates() {
    let edge = |inside: &str| {
        format!(
            "<gexf><graph timeformat='date'><nodes><node id='a' label='Ann'><attvalues><attvalue for='kind' value='person'/></attvalues></node>\
            <node id='b' label='Bell'><attvalues><attvalue for='kind' value='company'/></attvalues></node></nodes><edges>{inside}</edges></graph></gexf>"
        )
    };
    let answers = |inside: &str| seats(&read(edge(inside).as_bytes(), "gexf"));
    // The last day of an edge is one on which it is there; the day of leaving is the next.
    assert_eq!(
        answers("<edge id='1' source='a' target='b' start='2001-02-03' end='2004-12-31'/>"),
        ["a@b  2001-02-03 2005-01-01"]
    );
    assert_eq!(
        answers("<edge source='a' target='b' start='2001-02-03' endopen='2004-12-31'/>"),
        ["a@b  2001-02-03 2004-12-31"]
    );
    assert_eq!(
        answers(
            "<edge source='a' target='b'><spells><spell start='2001' end='2002'/><spell start='2004-01-01T00:00:00'/></spells></edge>"
        ),
        ["a@b  2001 2002", "a@b  2004-01-01"]
    );
    let odd = read(
        edge("<edge source='a' target='b' start='0.5' end='7.0' weight='2'/><edge source='a' target=''/>").as_bytes(),
        "gexf",
    );
    let extra: Vec<String> = odd.seat(0).extra.iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(extra, ["weight=2", "start_unread=0.5", "end_unread=7.0"]);
    assert_eq!(problems(&odd).len(), 3);
    assert!(matches!(odd.seat(0).end, Ending::Unknown));
}

#[test]
fn what_networks_cannot_tell_is_counted() {
    let text = "<graphml><key id='k' for='edge' attr.name='share'/><graph><node id='a'><data key='kind'>person</data><port name='p'/></node>\
        <node id='b'><data key='kind'>company</data><data key='y'><y:Shape xmlns:y='x'><y:Fill/></y:Shape></data></node>\
        <edge source='a' target='b'><data key='kind'>owns</data><data key='k'>12.5</data></edge><hyperedge/></graph></graphml>";
    let data = read(text.as_bytes(), "graphml");
    assert_eq!((data.ties[0].kind.as_str(), data.ties[0].share), ("owns", Some(12.5)));
    let answers = problems(&data);
    assert_eq!(answers.len(), 4, "{answers:?}");
    for (word, text, part) in [
        ("graphml", "<graphml><graph><node id='a'>", "x:1:1: not XML"),
        (
            "graphml",
            "<!DOCTYPE g [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><graphml><key id='k'><default>&e;</default></key></graphml>",
            "is not one of the five entities of XML",
        ),
        ("gml", "graph [ node [ id 1", "the file ends before all brackets"),
        ("gml", "graph [ [ ] ]", "a value has no key"),
        ("ucinet", "dl n=x data:\n1", "must be followed by a number"),
        ("ucinet", "dl n=2 format=blockmatrix data:\n1", "is not supported"),
        ("ucinet", "dl n=2", "the line DATA: is missing"),
        ("edges", "x,y\n1,2\n", "the columns source and target are missing"),
    ] {
        let format = word.parse::<DataFormat>().unwrap();
        let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let refused = Dataset::read(stream, "x", format, &Default::default()).unwrap_err().to_string();
        assert!(refused.contains(part), "{word}: {refused}");
    }
    let deep = "graph [ ".repeat(100_000);
    let stream = Box::new(std::io::Cursor::new(deep.into_bytes()));
    let refused = Dataset::read(stream, "x", "gml".parse::<DataFormat>().unwrap(), &Default::default()).unwrap_err();
    assert!(refused.to_string().contains("brackets are nested more than"));
}
