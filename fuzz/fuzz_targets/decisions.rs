//! A file of decisions on identity is applied to data or refused, and what it makes of the data answers every question.
#![no_main]

use interlocks::dataset::Dataset;
use libfuzzer_sys::fuzz_target;

const PEOPLE: &str = "id,name,birth\na,Ann,1960\nb,ANN,1960-05\nc,Cy,\nd,Di,1970\n";
const SEATS: &str = "person,company,start,end\na,x,2001,2003\nb,x,2002,2004\nb,y,2002,\nc,y,,\nd,z,2001,\na,z,2003,\n";
const TIES: &str = "from,to,kind,from_type,to_type\na,b,sibling,person,person\nc,x,owns,person,company\nd,x,owns,person,company\n";
const DEALS: &str = "id,date,parties\nd1,2003,x;y\nd2,2004,y;z\n";

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("people", PEOPLE), ("seats", SEATS), ("ties", TIES), ("deals", DEALS)] {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).expect("a file");
    }
    std::fs::write(folder.path().join("same.csv"), bytes).expect("a file");
    if let Ok(data) = Dataset::open(folder.path()) {
        let again = interlocks::dataset::Decisions::from_json(&data.decisions.to_json());
        assert_eq!(again.as_ref(), Some(&data.decisions));
        interlocks_fuzz::ask(data);
    }
});
