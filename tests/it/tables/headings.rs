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
fn amounts_and_parties_are_read_as_people_write_them() {
    let seats = "person,company,start\nAnna Quill,Northern Tin,2001\nAnna Quill,Western Rope,2002\n";
    for (deals, amount) in [
        ("Party A;Party B;Date;Amount\nNorthern Tin;Western Rope;03/2011;25.000.000,00 €\n", 25e6),
        ("buyer,supplier,date,value\nNorthern Tin,Western Rope,2011-03,\"$25,000,000\"\n", 25e6),
        ("id,parties,date,amount\nd,Northern Tin;Western Rope,2011-03,80 Mio. €\n", 80e6),
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
