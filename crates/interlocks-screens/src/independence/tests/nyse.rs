use super::{Data, check, seats, ties};

const RULE: &str = "nyse-303a02";
const ACME: &str = "US,yes";

#[test]
fn employment_and_family_count_for_three_years_to_the_day() {
    let left = seats("ann,acme,ceo,2005-01-01,2012-06-01, | ann,acme,director,2005-01-01,,");
    let year = seats("ann,acme,ceo,2005-01-01,2012, | ann,acme,director,2005-01-01,,");
    let son = |seats| Data { seats, ties: "bob,ann,son-of,,,", ..Data::default() };
    let wife = |seats| Data { seats, ties: "ann,bob,spouse,2010-01-01,2014-01-01,", ..Data::default() };
    check(
        ACME,
        RULE,
        &[
            (seats(""), "2013-01-01", "unknown"),
            (seats(""), "2009-01-01", "no candidate"),
            // An executive makes no row; the look-back begins on the day of leaving.
            (left, "2012-05-31", "no candidate"),
            (left, "2012-06-01", "breach employee=yes"),
            (left, "2015-05-31", "breach employee=yes"),
            (left, "2015-06-01", "unknown"),
            // Known to the year: possible where only some days of it lie within three years.
            (year, "2013-01-01", "breach employee=yes"),
            (year, "2014-12-31", "breach employee=yes"),
            (year, "2015-01-01", "breach? employee=yes"),
            (year, "2015-12-30", "breach? employee=yes"),
            (year, "2015-12-31", "unknown"),
            (ties("ann,acme,employee-of,2008,2012-06-01,"), "2015-05-31", "breach employee=yes"),
            (ties("ann,acme,employee-of,2008,2012-06-01,"), "2015-06-01", "unknown"),
            (son("bob,acme,cfo,2009-01-01,2012-06-01,"), "2012-01-01", "breach family=yes"),
            (son("bob,acme,cfo,2009-01-01,2012-06-01,"), "2015-05-31", "breach family=yes"),
            (son("bob,acme,cfo,2009-01-01,2012-06-01,"), "2015-06-01", "unknown"),
            (son("bob,acme,director,2009-01-01,2012-06-01,"), "2012-01-01", "unknown"),
            // A marriage that is over counts no more.
            (wife("bob,acme,cfo,2009-01-01,,"), "2013-12-31", "breach family=yes"),
            (wife("bob,acme,cfo,2009-01-01,,"), "2014-01-01", "unknown"),
            (Data { seats: "bob,acme,cfo,2009,,", ties: "ann,bob,cousin,,,", ..Data::default() }, "2013", "unknown"),
            (ties("none"), "2013-01-01", "unknown employee=unknown family=unknown"),
        ],
    );
}

#[test]
fn an_executive_on_the_pay_committee_of_an_employer_counts_while_executive() {
    let both = "ann,corp,ceo,2011-01-01,2013-01-01,";
    let cid = "cid,acme,cfo,2008-01-01,2015-03-01,";
    let data = |there: &str| format!("{both} | {cid} | {there}");
    let pay = data("cid,corp,director,2010-01-01,2012-06-01,compensation");
    let audit = data("cid,corp,director,2010-01-01,2012-06-01,audit");
    let none = data("cid,corp,director,2010-01-01,2012-06-01,");
    let others = data("cid,corp,director,2010-01-01,2012-06-01, | dot,corp,director,2010-01-01,,remuneration");
    let apart = data("cid,corp,director,2005-01-01,2010-12-31,compensation");
    let year = data("cid,corp,director,2010,2012,compensation");
    let son = format!("bob,corp,ceo,2011-01-01,2013-01-01, | {cid} | cid,corp,director,2010,,compensation");
    let family = Data { seats: &son, ties: "bob,ann,son,,,", ..Data::default() };
    check(
        ACME,
        RULE,
        &[
            (seats(&pay), "2010-12-31", "unknown"),
            (seats(&pay), "2011-01-01", "breach pay-committee=yes"),
            (seats(&pay), "2012-12-31", "breach pay-committee=yes"),
            // Three years from the last day on which both were so, and while Cid is an executive.
            (seats(&pay), "2015-02-28", "breach pay-committee=yes"),
            (seats(&pay), "2015-03-01", "unknown"),
            (seats(&audit), "2012-01-01", "unknown pay-committee=unknown"),
            (seats(&none), "2012-01-01", "unknown pay-committee=unknown"),
            // Where a pay committee is stated, Cid is known not to be on it.
            (seats(&others), "2012-01-01", "unknown"),
            (seats(&apart), "2012-01-01", "unknown"),
            (seats(&year), "2011-12-31", "breach pay-committee=yes"),
            (seats(&year), "2014-12-31", "breach pay-committee=yes"),
            (seats(&year), "2015-02-01", "breach? pay-committee=yes"),
            (family, "2012-01-01", "breach pay-committee=yes"),
            (seats(&format!("{both} | cid,corp,director,2010,,compensation")), "2012-01-01", "unknown"),
        ],
    );
}

#[test]
fn payments_above_a_million_and_two_per_cent_count_for_three_years() {
    let at = "ann,corp,cfo,2010-01-01,,";
    let paid = |deals, accounts| Data { seats: at, deals, accounts, ..Data::default() };
    let big = "corp,2012,100000000,USD";
    let small = "corp,2012,10000000,USD";
    let family = |seats| Data {
        seats,
        ties: "bob,ann,brother,,,",
        deals: "d,2012-05-01,supply,acme;corp,1000001,USD",
        accounts: small,
    };
    let one = |amount: &str| format!("d,2012-05-01,supply,acme;corp,{amount},USD");
    let (floor, above, share, over) = (one("1000000"), one("1000001"), one("2000000"), one("2000001"));
    let year = |date: &str| format!("d,{date},supply,acme;corp,3000000,USD");
    let (vague, early) = (year("2012-07/2013-06"), year("2012"));
    let two = "d,2012-05-01,supply,acme;corp,600000,USD | e,2012-09-01,supply,acme;corp,600000,USD";
    let apart = "d,2012-05-01,supply,acme;corp,600000,USD | e,2013-09-01,supply,acme;corp,600000,USD";
    let maybe = "d,2012-05-01,supply,acme;corp,600000,USD | e,2012-10/2013-02,supply,acme;corp,600000,USD";
    check(
        ACME,
        RULE,
        &[
            (paid(&floor, small), "2013-01-01", "unknown"),
            (paid(&floor, ""), "2013-01-01", "unknown"),
            (paid(&above, small), "2013-01-01", "breach payments=yes"),
            (paid(&above, ""), "2013-01-01", "unknown payments=unknown"),
            (paid(&above, big), "2013-01-01", "unknown"),
            (paid(&share, big), "2013-01-01", "unknown"),
            (paid(&over, big), "2013-01-01", "breach payments=yes"),
            (paid(&over, "corp,2011,100000000,USD"), "2013-01-01", "unknown payments=unknown"),
            (paid(&over, "corp,2012,100000000,EUR"), "2013-01-01", "unknown payments=unknown"),
            // A year counts once it is over, and through the three years after it.
            (paid(&over, big), "2012-04-30", "unknown"),
            (paid(&over, big), "2012-05-01", "watch payments=yes"),
            (paid(&over, big), "2012-12-31", "watch payments=yes"),
            (paid(&over, big), "2015-12-31", "breach payments=yes"),
            (paid(&over, big), "2016-01-01", "unknown"),
            (paid("d,2012-05-01,supply,acme;corp,,", big), "2013-01-01", "unknown payments=unknown"),
            (paid("d,2012-05-01,supply,acme;corp,9000000,EUR", big), "2013-01-01", "unknown payments=unknown"),
            (paid("d,2012-05-01,supply,acme;other,9000000,USD", big), "2013-01-01", "unknown"),
            (paid("none", big), "2013-01-01", "unknown payments=unknown"),
            (Data { deals: "none", ..Data::default() }, "2013-01-01", "unknown"),
            // The year of payment is not settled: certain only where every choice comes out so.
            (paid(&early, small), "2013-01-01", "breach payments=yes"),
            (paid(&vague, "corp,2012,9,USD | corp,2013,9,USD"), "2013-06-30", "breach? payments=yes"),
            (paid(&vague, "corp,2012,9,USD | corp,2013,9,USD"), "2014-01-01", "breach payments=yes"),
            (paid(&vague, "corp,2012,9,USD | corp,2013,9,USD"), "2015-12-31", "breach payments=yes"),
            (paid(&vague, "corp,2012,9,USD | corp,2013,9,USD"), "2016-01-01", "breach? payments=yes"),
            // Payments of one year add up.
            (paid(two, small), "2013-01-01", "breach payments=yes"),
            (paid(two, small), "2012-08-31", "unknown"),
            (paid(two, small), "2012-09-01", "watch payments=yes"),
            (paid(apart, "corp,2012,9,USD | corp,2013,9,USD"), "2014-01-01", "unknown"),
            (paid(maybe, small), "2013-06-01", "breach? payments=yes"),
            // Family counts as an executive; the director as an employee, too.
            (family("bob,corp,cfo,2010-01-01,,"), "2013-01-01", "breach payments=yes"),
            (family("bob,corp,director,2010-01-01,,"), "2013-01-01", "unknown"),
            (Data { seats: "ann,corp,director,2010-01-01,,", ..paid(&over, big) }, "2013-01-01", "unknown"),
            (
                Data { seats: "", ties: "ann,corp,employee-of,2010,,", ..paid(&over, big) },
                "2013-01-01",
                "breach payments=yes",
            ),
            // Payments to a firm that the director has left do not count.
            (
                Data { seats: "ann,corp,cfo,2010-01-01,2013-06-01,", ..paid(&over, big) },
                "2013-05-31",
                "breach payments=yes",
            ),
            (Data { seats: "ann,corp,cfo,2010-01-01,2013-06-01,", ..paid(&over, big) }, "2013-06-01", "unknown"),
        ],
    );
}

#[test]
fn partners_and_employees_of_the_auditor_do_not_count_as_independent() {
    let audits = "corp,acme,auditor-of,2008-01-01,,";
    let with = |tie: &str| format!("{audits} | {tie}");
    let partner = with("ann,corp,partner-of,2009-01-01,2012-06-01,");
    let employee = with("ann,corp,employee-of,2009-01-01,2012-06-01,");
    let son = with("bob,ann,son,,, | bob,corp,employee-of,2009-01-01,2012-06-01,");
    let father = with("bob,ann,father,,, | bob,corp,partner,2009-01-01,2012-06-01,");
    check(
        ACME,
        RULE,
        &[
            (ties(audits), "2012-01-01", "unknown"),
            (ties(&partner), "2012-05-31", "breach auditor=yes"),
            // Afterwards it depends on the work done.
            (ties(&partner), "2012-06-01", "unknown auditor=unknown"),
            (ties(&partner), "2015-05-31", "unknown auditor=unknown"),
            (ties(&partner), "2015-06-01", "unknown"),
            (ties(&employee), "2012-05-31", "breach auditor=yes"),
            (ties(&employee), "2012-06-01", "unknown auditor=unknown"),
            (ties(&son), "2012-05-31", "unknown auditor=unknown"),
            (ties(&son), "2015-06-01", "unknown"),
            (ties(&father), "2012-05-31", "breach auditor=yes"),
            (ties(&father), "2015-05-31", "unknown auditor=unknown"),
            (ties("other,corp,auditor-of,2008,, | ann,other,partner,2009,,"), "2012-01-01", "unknown"),
            (ties("acme,corp,audited-by,2008,, | ann,corp,partner,2009,,"), "2012-01-01", "breach auditor=yes"),
        ],
    );
}
