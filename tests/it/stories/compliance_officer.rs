//! A compliance officer screens boards every night and is told what is new.

use super::{file, rows};
use crate::cli::ran;

const OLD: &str = "person,company,role,start,end
ann,acme,director,2001,
ann,beta,director,2002,
";

#[test]
fn a_missing_input_is_named_instead_of_guessed() {
    let verdicts = rows(&["screen", "datasets/bigtech-boards", "clayton8", "--company", "nextdoor", "--at", "2023-06"]);
    assert!(!verdicts.is_empty());
    for row in verdicts.iter().filter(|row| row["verdict"] == "unknown") {
        assert!(!row["missing"].as_array().unwrap().is_empty(), "{row}");
    }
}

#[test]
fn a_nightly_job_tells_what_is_new_and_ends_with_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let deals = "id,date,kind,parties\nd1,2010-01-01,contract,acme;beta\n";
    for (name, seats) in [("old", OLD.to_owned()), ("new", format!("{OLD}bo,acme,ceo,2005,\nbo,beta,director,2006,\n"))]
    {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        file(&folder.path().join(name), "seats.csv", &seats);
        file(&folder.path().join(name), "deals.csv", deals);
    }
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let list = file(folder.path(), "clients.txt", "# whom we follow\nacme\n");

    let news = rows(&["watch", &path("new"), "--list", &list, "--since", &path("old"), "--each-rule"]);
    let finding = news.iter().find(|row| row["what"] == "conflict").unwrap();
    assert_eq!((&finding["change"], &finding["people"][0]["id"]), (&"added".into(), &"bo".into()));
    assert_eq!(finding["cause"][0]["kind"], "seat", "each line says which row caused it");

    let watch = |new: &str| {
        ran(&["watch", &path(new), "--list", &list, "--since", &path("old"), "--fail-on", "high", "-f", "json"]).0
    };
    assert_eq!((watch("old"), watch("new")), (0, 4));
}
