//! Words, dates and names as real files have them: understood, or said not to be.

use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs the program on a table or JSON lines; returns the exit code, the JSON answer and the messages.
fn asked(args: &[&str], format: &str, data: &str) -> (i32, Value, String) {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_interlocks"))
        .args([&args[..1], &["-", "--from", format, "-f", "json"], &args[1..]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(data.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), answer["results"].clone(), message)
}

/// Two companies that Ann shares if her role at the first is on the board.
fn boards(role: &str) -> String {
    format!("person,company,role,start\nAnn,Acme,\"{role}\",2001\nAnn,Beta,director,2001\n")
}

#[test]
fn a_role_makes_a_certain_pair_a_possible_one_or_none() {
    let certain =
        ["NED", "Aufsichtsratsmitglied", "administratrice", "Członek Rady Nadzorczej", "社外取締役", "Vorstand"];
    let none =
        ["Director of Marketing", "Vertriebsleiter", "commissaire aux comptes", "Director (Non Board)", "observer"];
    let possible = ["Finance Director", "alternate director", "Wizard", "Zauberer", "巫師"];
    for (roles, expected) in [(&certain[..], Some(true)), (&none, None), (&possible, Some(false))] {
        for role in roles {
            let (code, pairs, message) = asked(&["pairs"], "csv", &boards(role));
            let found = pairs.get(0).map(|pair| pair["certain"] == true);
            assert_eq!((code, found), (0, expected), "{role}: {message}");
            let is_told = message.contains("does not say whether it is on the board");
            assert_eq!(is_told, expected == Some(false), "{role}: {message}");
        }
    }
}

#[test]
fn a_doubtful_seat_is_certain_nowhere() {
    let data = concat!(
        r#"{"type":"seat","person":"ann","company":"acme","role":"wizard","start":"2001-01-01"}"#,
        "\n",
        r#"{"type":"seat","person":"ann","company":"beta","role":"director","start":"2001-01-01"}"#,
        "\n",
        r#"{"type":"deal","id":"d","date":"2005-05-05","parties":["acme","beta"]}"#,
        "\n"
    );
    for (args, is_certain) in [
        (&["pairs"][..], "certain"),
        (&["pairs", "--undated"], "certain"),
        (&["conflicts"], "certain"),
        (&["people", "--min", "2"], "boards_certain"),
        (&["path", "acme", "beta"], "certain"),
    ] {
        let args: Vec<&str> = args.to_vec();
        let (code, found, message) = asked(&args, "jsonl", data);
        assert_eq!(code, 0, "{args:?}: {message}");
        let rows = found.as_array().unwrap();
        assert!(!rows.is_empty(), "{args:?}");
        assert!(rows.iter().all(|row| row.get(is_certain) != Some(&Value::Bool(true))), "{args:?}: {found}");
        let (_, found, _) = asked(&[&args[..], &["--certain"]].concat(), "jsonl", data);
        assert_eq!(found.as_array().map(Vec::len), Some(0), "{args:?} --certain: {found}");
    }
}

#[test]
fn a_table_of_roles_and_a_column_decide() {
    let folder = tempfile::tempdir().unwrap();
    let table = |text: &str| {
        let path = folder.path().join("roles.csv");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let certain = |roles: &str, data: &str| {
        let (_, pairs, _) = asked(&["pairs", "--roles", roles], "csv", data);
        pairs.get(0).map(|pair| pair["certain"] == true)
    };
    assert_eq!(certain(&table("role,board\nWIZARD,yes\n"), &boards("wizard")), Some(true));
    assert_eq!(certain(&table("role;board;executive\nwizard;no;yes\n"), &boards("wizard")), None);
    assert_eq!(certain(&table("role,board\n*,yes\n"), &boards("wizard")), Some(true));
    // What the words say is not "unknown".
    assert_eq!(certain(&table("role,board\n*,yes\n"), &boards("company secretary")), None);
    let with_column = "person,company,role,board\nAnn,Acme,wizard,yes\nAnn,Beta,wizard,yes\n";
    assert_eq!(certain(&table("role,board\nwizard,no\n"), with_column), Some(false));
    let (code, _, message) = asked(&["pairs", "--roles", &table("role,board\nx,maybe\n")], "csv", &boards("x"));
    assert!(code == 2 && message.contains("line 2: board: 'maybe' is not yes or no"), "{message}");
    let (_, checked, _) = asked(&["check", "--roles"], "csv", &boards("wizard"));
    assert_eq!(checked["roles"][1]["board"], Value::Null, "{checked}");
}

#[test]
fn dates_in_other_spellings_give_the_same_answer() {
    let table = |start: &str, end: &str| {
        format!(
            "person,company,start,end\nAnn,Acme,\"{start}\",\"{end}\"\nAnn,Beta,2001-01-02,\nBob,Acme,2001-01-01,2001-12-31\n"
        )
    };
    let (_, expected, _) = asked(&["pairs"], "csv", &table("2001-06-23", ""));
    assert_eq!(expected[0]["certain"], true);
    for start in [
        "23.6.2001",
        "23/06/2001",
        "06/23/2001",
        "23-Jun-2001",
        "23 juin 2001",
        "June 23, 2001",
        "20010623",
        "2001-06-23T00:00:00Z",
    ] {
        for end in ["", "present", "heute", "NA", "-", "9999-12-31"] {
            let (code, found, message) = asked(&["pairs"], "csv", &table(start, end));
            assert_eq!((code, &found), (0, &expected), "{start}, {end}: {message}");
        }
    }
}

#[test]
fn the_column_or_an_option_settles_day_and_month() {
    let table =
        |other: &str| format!("person,company,start\nann,acme,05/06/2011\nann,beta,{other}\nbob,beta,2012-01-01\n");
    let start = |other: &str, more: &[&str]| {
        let (_, found, message) = asked(&[&["pairs"], more].concat(), "csv", &table(other));
        (found[0]["people"][0]["possible"][0]["from"].clone(), message.contains("--date-order"))
    };
    assert_eq!(start("2011-01-01", &[]), (Value::from("2011-05-06"), true));
    assert_eq!(start("13/01/2011", &[]), (Value::from("2011-06-05"), false));
    assert_eq!(start("01/13/2011", &[]), (Value::from("2011-05-06"), false));
    assert_eq!(start("2011-01-01", &["--date-order", "dmy"]), (Value::from("2011-06-05"), false));
    assert_eq!(start("2011-01-01", &["--date-order", "mdy"]), (Value::from("2011-05-06"), false));
}

#[test]
fn a_date_nobody_can_read_is_unknown_in_every_table() {
    let data = concat!(
        r#"{"type":"person","id":"ann","name":"Ann","birth":"long ago"}"#,
        "\n",
        r#"{"type":"person","id":"bob","name":"Bob","birth":"12.3.1950"}"#,
        "\n",
        r#"{"type":"seat","person":"bob","company":"acme","start":"May 1940"}"#,
        "\n",
        r#"{"type":"seat","person":"ann","company":"acme","start":"soon","end":"later"}"#,
        "\n",
        r#"{"type":"tie","from":"ann","to":"acme","kind":"owner","start":"whenever"}"#,
        "\n",
        r#"{"type":"deal","id":"d","date":"one day","parties":["acme"]}"#,
        "\n"
    );
    let (code, checked, _) = asked(&["check"], "jsonl", data);
    assert_eq!((code, &checked["errors"], &checked["seats"], &checked["ties"]), (0, &0.into(), &2.into(), &1.into()));
    let problems = checked["problems"].to_string();
    for cell in ["long ago", "soon", "later", "whenever", "one day"] {
        assert!(problems.contains(&format!("'{cell}' is not a date")), "{problems}");
    }
    assert!(problems.contains("1950-03-12"), "the seat is before the birth of Bob: {problems}");
}

#[test]
fn text_of_other_encodings_loses_no_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seats.csv");
    let path = path.to_str().unwrap();
    let latin = |text: &str| text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect::<Vec<u8>>();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let table = "person,company,start\nJörg Kühn,Größe AG,2001\nJörg Kühn,Café S.A.,2001\nAnna Quill,Größe AG,2001\n";
    for (bytes, more, is_told) in [
        (table.as_bytes().to_vec(), &[][..], false),
        (latin(table), &[], true),
        (latin(table), &["--encoding", "latin1"], false),
        ([vec![0xff, 0xfe], wide(table)].concat(), &[], false),
    ] {
        std::fs::write(path, bytes).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_interlocks"))
            .args([&["pairs", path, "-f", "csv"], more].concat())
            .output()
            .unwrap();
        let (rows, message) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(
            rows.contains("Café S.A.,Café S.A.,Größe AG,Größe AG,1,") && rows.contains("Jörg Kühn"),
            "{rows} {message}"
        );
        assert_eq!(message.contains("was read as windows-1252"), is_told, "{message}");
    }
    let refused =
        Command::new(env!("CARGO_BIN_EXE_interlocks")).args(["pairs", path, "--encoding", "klingon"]).output().unwrap();
    assert!(
        refused.status.code() == Some(2) && String::from_utf8_lossy(&refused.stderr).contains("is not an encoding")
    );
}

#[test]
fn what_stands_before_the_header_is_skipped() {
    let rows = "Anna,Acme,2001\nAnna,Beta,2001\n";
    let (_, expected, _) = asked(&["pairs"], "csv", &format!("person,company,start\n{rows}"));
    assert_eq!(expected[0]["certain"], true);
    for (before, separator, is_told) in [
        ("sep=;\n", ";", false),
        ("\"sep=,\"\r\n", ",", false),
        ("Boards of listed firms\n", ",", true),
        ("Boards of listed firms,,\nSource: reports; 2010,,\n,,\n", ",", true),
        ("Vorstände 2010\n\n", ";", true),
    ] {
        let table = format!("person,company,start\n{rows}").replace(',', separator);
        let (code, found, message) = asked(&["pairs"], "csv", &format!("{before}{table}"));
        assert_eq!((code, &found), (0, &expected), "{before}: {message}");
        assert_eq!(message.contains("before the header"), is_told, "{before}: {message}");
    }
    let (_, checked, _) = asked(&["check"], "csv", "Title\nperson,company,start,end\nAnna,Acme,2005,2001\n");
    assert!(checked.is_null() || checked["problems"][1]["line"] == 3, "{checked}");
    let (code, _, message) = asked(&["check"], "csv", "a,b\nc,d\n");
    assert!(code == 3 && message.contains("the header has a, b"), "{message}");
}

#[test]
fn nobody_is_no_person() {
    for name in ["Vacant", "TBC", "N/A", "unbesetzt", "poste vacant", "欠員", "-"] {
        let data = format!("person,company\n{name},Acme\n{name},Beta\nAnn,Acme\nAnn,Beta\n");
        let (_, checked, message) = asked(&["check"], "csv", &data);
        assert_eq!((&checked["people"], &checked["seats"]), (&1.into(), &2.into()), "{name}: {message}");
        assert!(checked["problems"].to_string().contains("stands for no person"), "{checked}");
    }
    let (_, checked, _) = asked(&["check"], "csv", "person,company\nx,Acme\nNil Total,Acme\n");
    assert_eq!(checked["people"], 2);
}
