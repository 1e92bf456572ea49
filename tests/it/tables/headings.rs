//! Headings: in one word, in other languages, chosen, and not used.

use super::{PAIR, pairs, run};

/// A table of two seats of one person with these headings for person, company, role, start and end.
fn table(headings: &str) -> String {
    let rows =
        ["Anna Quill,Northern Tin,director,2003-05-01,2009-04-30", "Anna Quill,Western Rope,director,2005-01-01,"];
    format!("{headings}\n{}\n", rows.join("\n"))
}

#[test]
fn headings_of_databases_and_of_other_languages_are_known() {
    for headings in [
        "directorname,companyname,rolename,datestartrole,dateendrole",
        "DirectorName,CompanyName,RoleName,DateStartRole,DateEndRole",
        "fullname,companyname,role,starttime,endtime",
        "name,company,title,from,to",
        "Director Name,Company Name,Job Title,Start Date,End Date",
        "person_name,company_name,position,appointed_on,resigned_on",
        "Name,Gesellschaft,Funktion,von,bis",
        "Mandatsträger,Unternehmen,Position,Beginn,Ende",
        "nom,société,fonction,date de début,date de fin",
        "Administrateur,Dénomination sociale,Mandat,Début,Fin",
        "nombre,empresa,cargo,fecha de inicio,fecha de fin",
        "nome,società,carica,data inizio,data fine",
        "naam,onderneming,functie,begindatum,einddatum",
        "имя,организация,должность,дата начала,дата окончания",
        "姓名,公司名称,职务,任职日期,离任日期",
        "director,board,role,start,end",
    ] {
        assert_eq!(pairs(&table(headings)), [PAIR], "{headings}");
    }
}

#[test]
fn ids_and_first_and_last_names_go_together() {
    let ids = "companyid,directorid,directorname,companyname,rolename,datestartrole,dateendrole\n\
               11,501,Anna Quill,Northern Tin,Director,2003-05-01,2009-04-30\n\
               12,501,Anna Quill,Western Rope,Director,2005-01-01,\n";
    assert_eq!(pairs(ids), [PAIR]);
    for headings in
        ["Vorname;Nachname;Firma;von", "first_name;last_name;company;start", "prénom;nom de famille;société;depuis"]
    {
        let table = format!("{headings}\nAnna;Quill;Northern Tin;2001\nAnna;Quill;Western Rope;2002\n");
        assert_eq!(pairs(&table), [PAIR], "{headings}");
    }
}

#[test]
fn chosen_columns_are_honoured_or_refused() {
    let panel = "who,firm,yr\nAnna Quill,Northern Tin,2003\nAnna Quill,Western Rope,2006\n";
    let columns = |columns: &str| run(&[("panel.csv", panel)], &["pairs", "panel.csv", "--columns", columns]);
    let answered = columns("person=who,company=firm,start=yr,end=yr");
    assert_eq!((answered.code, answered.pairs().len()), (0, 0), "{}", answered.told);
    for (wish, word) in [
        ("person=who,company=compny", "'compny'"),
        ("person=who,company=firm,end=year", "'year'"),
        ("person=who,company=firm,share=yr", "'yr'"),
        ("person=who,company=firm,start=yr,start=who", "two were chosen"),
    ] {
        let answered = columns(wish);
        assert_eq!(answered.code, 2, "{wish}: {}", answered.told);
        assert!(answered.told.contains(word), "{wish}: {}", answered.told);
    }
    // The columns that there are are listed, in other formats too.
    assert!(columns("person=who,company=compny").told.contains("who, firm, yr"));
    let json = r#"[{"who": "Anna Quill", "firm": "Northern Tin"}]"#;
    let answered = run(&[("x.json", json)], &["check", "x.json", "--columns", "person=who,company=firm,end=left"]);
    assert!(
        answered.code == 2 && answered.told.contains("firm, who") || answered.told.contains("who, firm"),
        "{}",
        answered.told
    );
    let names = "given,family,company\nAnna,Quill,Northern Tin\nAnna,Quill,Western Rope\n";
    let wish = "person=given,person=family";
    let answered = run(&[("n.csv", names)], &["pairs", "n.csv", "--columns", wish]);
    assert_eq!(answered.pairs(), [format!("{PAIR} (possible)")], "{}", answered.told);
}

#[test]
fn options_that_do_nothing_and_endings_that_lie_are_refused() {
    let seats = "person,company,start\nAnna Quill,Northern Tin,2001\nAnna Quill,Western Rope,2001\n";
    for args in [
        &["build", "s.csv", "-o", "x.ilk", "--at", "2013"][..],
        &["build", "s.csv", "-o", "x.ilk", "-f", "csv"],
        &["search", "s.csv", "--during", "2001..2002"],
        &["pairs", "s.csv", "-o", "x.xlsx"],
        &["people", "s.csv", "-o", "x.parquet"],
    ] {
        let folder = super::folder_of(&[("s.csv", seats)]);
        // Without -f, which names a format for any ending.
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_interlocks"))
            .current_dir(folder.path())
            .args(args)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{args:?}");
    }
}

#[test]
fn rows_above_the_header_are_found_or_told() {
    let rows = "Anna Quill,Northern Tin,2001\nAnna Quill,Western Rope,2001\n";
    let titled = format!("Our boards\n,,\nperson,company,start\n{rows}");
    assert_eq!(pairs(&titled), [PAIR]);
    // A title that looks like a header.
    let misleading = format!("person,company,end\nperson,company,start\n{rows}");
    let answered = run(&[("s.csv", &misleading)], &["pairs", "s.csv", "--skip-rows", "1"]);
    assert_eq!(answered.pairs(), [PAIR], "{}", answered.told);
    let lists = "directors,company\ncompany,directors\nNorthern Tin,Anna Quill; Ben Orr\nWestern Rope,Anna Quill\n";
    let answered = run(&[("s.csv", lists)], &["pairs", "s.csv", "--skip-rows", "1"]);
    assert_eq!(answered.pairs(), [format!("{PAIR} (possible)")], "{}", answered.told);
}

#[test]
fn columns_and_files_that_are_not_used_are_named() {
    let seats = "person,company,strat\nAnna Quill,Northern Tin,2003\n";
    let deals = "id,date,parties\nd,2003,Northern Tin;Western Rope\n";
    let files = [("x/seats.csv", seats), ("x/deal.csv", deals)];
    let checked = run(&files, &["check", "x"]);
    assert_eq!(checked.results["unused"]["columns"][0]["names"][0], "strat");
    assert!(checked.results["unused"]["files"][0].as_str().unwrap().ends_with("deal.csv"));
    let answered = run(&files, &["conflicts", "x"]);
    assert!(answered.has_note("strat (seats.csv)") && answered.has_note("deal.csv"), "{:?}", answered.notes);
    // A data package describes what its maker knows of.
    let package =
        r#"{"resources": [{"path": "seats.csv", "schema": {"fields": [{"name": "strat"}]}}, {"path": "deal.csv"}]}"#;
    let described = run(&[&files[..], &[("x/datapackage.json", package)]].concat(), &["pairs", "x"]);
    assert!(described.notes.iter().all(|note| !note.contains("not used")), "{:?}", described.notes);
    for (name, text) in [
        ("s.jsonl", r#"{"person": "Anna Quill", "company": "Northern Tin", "strat": "2003"}"#),
        ("s.json", r#"[{"person": "Anna Quill", "company": "Northern Tin", "strat": "2003"}]"#),
        ("s.tsv", "person\tcompany\tstrat\nAnna Quill\tNorthern Tin\t2003\n"),
        ("w.csv", "company,directors,strat\nNorthern Tin,Anna Quill,2003\n"),
    ] {
        let answered = run(&[(name, text)], &["pairs", name]);
        assert!(answered.has_note("strat"), "{name}: {:?}", answered.notes);
    }
}

#[test]
fn an_answer_says_what_would_have_had_to_be_there() {
    let seats = "person,company,role,start\nAnna Quill,Northern Tin,CFO,2001\nAnna Quill,Western Rope,director,2001\n";
    let answered = run(&[("s.csv", seats)], &["pairs", "s.csv"]);
    assert_eq!(answered.pairs().len(), 0);
    assert!(answered.has_note("1 executive of one company"), "{:?}", answered.notes);
    assert!(answered.has_note("its newest day") && answered.told.contains("its newest day"), "{:?}", answered.notes);
    let answered = run(&[("s.csv", seats)], &["conflicts", "s.csv"]);
    assert!(answered.has_note("no deals"), "{:?}", answered.notes);
    let ends =
        "person,company,start,end\nAnna Quill,Northern Tin,2001,9999-12-31\nAnna Quill,Western Rope,2001,unbekannt\n";
    let answered = run(&[("s.csv", ends)], &["pairs", "s.csv"]);
    assert!(answered.has_note("1 end such as 9999-12-31"), "{:?}", answered.notes);
    // Somebody on very many boards is named, with the way out.
    let hub: String = (0..300).map(|number| format!("NOMINEE LTD,C{number},2001\n")).collect();
    let hub = format!("person,company,start\n{hub}");
    let answered = run(&[("s.csv", &hub)], &["pairs", "s.csv"]);
    assert!(answered.has_note("1 person sits on more than 250 boards (up to 300)"), "{:?}", answered.notes);
    assert_eq!(run(&[("s.csv", &hub)], &["pairs", "s.csv", "--max-boards", "20"]).pairs().len(), 0);
    // An end that nobody knows is no seat that still runs.
    assert_eq!(
        run(&[("s.csv", ends)], &["pairs", "s.csv", "--at", "2001-12-31"]).pairs(),
        [format!("{PAIR} (possible)")]
    );
}

#[test]
fn a_search_finds_people_companies_and_deals_in_any_order_of_words() {
    let seats = "person,company,start\n\"Quill, Anna\",Northern Tin,2001\n\"Quill, Anna\",Western Rope,2002\nBen Orr,Northern Tin,2003-05-06\n";
    let deals = "id,parties,date,text\nd1,Northern Tin;Western Rope,2011-03,sale of rope\n";
    let search = |words: &[&str]| {
        let args = [&["search", "s.csv", "--with", "d.csv"], words].concat();
        let answered = run(&[("s.csv", seats), ("d.csv", deals)], &args);
        let rows = answered.results.as_array().cloned().unwrap_or_default();
        rows.iter()
            .map(|row| format!("{} {}", row["kind"].as_str().unwrap(), row["id"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(search(&["anna", "quill"]), ["person Quill, Anna"]);
    assert_eq!(search(&["ROPE"]), ["company Western Rope", "deal d1"]);
    assert_eq!(search(&[]).len(), 5);
    assert_eq!(search(&["nobody"]).len(), 0);
}

#[test]
fn amounts_and_parties_are_read_as_people_write_them() {
    let seats = "person,company,start\nAnna Quill,Northern Tin,2001\nAnna Quill,Western Rope,2002\n";
    for (deals, amount) in [
        ("Party A;Party B;Date;Amount\nNorthern Tin;Western Rope;03/2011;25.000.000,00 €\n", 25e6),
        ("buyer,supplier,date,value\nNorthern Tin,Western Rope,2011-03,\"$25,000,000\"\n", 25e6),
        ("id,parties,date,amount\nd,Northern Tin;Western Rope,2011-03,80 Mio. €\n", 80e6),
        ("Kunde;Lieferant;Datum;Betrag\nNorthern Tin;WESTERN ROPE;1.3.2011;2,5 Mrd. EUR\n", 2.5e9),
        ("Company A,Company B,Date,Amount\nNorthern Tin,Western Rope,1 March 2011,\"2,500,000,000\"\n", 2.5e9),
        ("Vertragspartei A;Vertragspartei B;Datum;Betrag\nNorthern Tin;Western Rope;1.3.2011;2,5 Mrd. EUR\n", 2.5e9),
        ("Käufer;Verkäufer;Datum;Betrag\nNorthern Tin;Western Rope;1.3.2011;2,5 Mrd. EUR\n", 2.5e9),
    ] {
        let args = ["conflicts", "seats.csv", "--with", "deals.csv"];
        let answered = run(&[("seats.csv", seats), ("deals.csv", deals)], &args);
        assert_eq!(answered.results.as_array().map(Vec::len), Some(1), "{deals}: {}", answered.told);
        let folder = super::folder_of(&[("seats.csv", seats), ("deals.csv", deals)]);
        super::run_in(folder.path(), &["convert", "seats.csv", "out.json", "--to", "json", "--with", "deals.csv"]);
        let text = std::fs::read_to_string(folder.path().join("out.json")).unwrap_or_default();
        let written: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(written["deals"][0]["amount"], amount, "{deals}: {text}");
    }
}
