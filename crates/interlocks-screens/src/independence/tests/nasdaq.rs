use super::{Data, check, seats, ties};

const RULE: &str = "nasdaq-5605";
const ACME: &str = "US,yes";

#[test]
fn employment_family_and_auditors_count_for_three_years_to_the_day() {
    let left = seats("ann,acme,ceo,2005-01-01,2012-06-01, | ann,acme,director,2005-01-01,,");
    let year = seats("ann,acme,ceo,2005-01-01,2012, | ann,acme,director,2005-01-01,,");
    let sister = Data { seats: "bob,acme,cfo,2009-01-01,2012-06-01,", ties: "bob,ann,brother,,,", ..Data::default() };
    let audits = |tie: &str| format!("corp,acme,auditor-of,2008-01-01,, | {tie}");
    let (partner, employee) =
        (audits("ann,corp,partner-of,2009-01-01,2012-06-01,"), audits("ann,corp,employee-of,2009-01-01,2012-06-01,"));
    check(
        ACME,
        RULE,
        &[
            (seats(""), "2013-01-01", "unknown"),
            (left, "2012-05-31", "no candidate"),
            (left, "2012-06-01", "breach employee=yes"),
            (left, "2015-05-31", "breach employee=yes"),
            (left, "2015-06-01", "unknown"),
            (year, "2014-12-31", "breach employee=yes"),
            (year, "2015-01-01", "breach? employee=yes"),
            (year, "2015-12-31", "unknown"),
            (sister, "2015-05-31", "breach family=yes"),
            (sister, "2015-06-01", "unknown"),
            (ties(&partner), "2012-05-31", "breach auditor=yes"),
            (ties(&partner), "2012-06-01", "unknown auditor=unknown"),
            (ties(&partner), "2015-06-01", "unknown"),
            // Unlike a partner, an employee counts only by work on the audit.
            (ties(&employee), "2012-05-31", "unknown auditor=unknown"),
            (ties("none"), "2013-01-01", "unknown employee=unknown family=unknown"),
        ],
    );
}

#[test]
fn somebody_of_the_company_on_the_pay_committee_counts_while_the_director_is_executive_there() {
    let ann = "ann,corp,ceo,2011-01-01,2015-03-01,";
    let cid = "cid,acme,cfo,2008-01-01,2012-06-01,";
    let data = |there: &str| format!("{ann} | {cid} | {there}");
    let pay = data("cid,corp,director,2008-01-01,,compensation");
    let none = data("cid,corp,director,2008-01-01,,");
    let early = data("cid,corp,director,2005-01-01,2010-06-01,compensation");
    let year = data("cid,corp,director,2005,2011,compensation");
    check(
        ACME,
        RULE,
        &[
            (seats(&pay), "2010-12-31", "unknown"),
            (seats(&pay), "2011-01-01", "breach pay-committee=yes"),
            (seats(&pay), "2012-06-01", "breach pay-committee=yes"),
            (seats(&pay), "2015-02-28", "breach pay-committee=yes"),
            (seats(&pay), "2015-03-01", "unknown"),
            (seats(&none), "2012-01-01", "unknown pay-committee=unknown"),
            // Tenure before Ann became an executive counts for three years.
            (seats(&early), "2011-01-01", "breach pay-committee=yes"),
            (seats(&early), "2013-05-31", "breach pay-committee=yes"),
            (seats(&early), "2013-06-01", "unknown"),
            (seats(&year), "2013-12-31", "breach pay-committee=yes"),
            (seats(&year), "2014-06-01", "breach? pay-committee=yes"),
            (seats(&year), "2014-12-31", "unknown"),
            // Cid was an executive of Acme before, and not while on the committee.
            (seats(&data("cid,corp,director,2013-01-01,,compensation")), "2014-01-01", "unknown"),
        ],
    );
}

#[test]
fn payments_above_a_fixed_sum_and_five_per_cent_of_the_recipient_count_from_the_same_year() {
    let paid = |deals, accounts| Data { seats: "ann,corp,cfo,2010-01-01,,", deals, accounts, ..Data::default() };
    let one = |amount: &str| format!("d,2012-05-01,supply,acme;corp,{amount},USD");
    let (floor, above, share, over) = (one("200000"), one("200001"), one("500000"), one("500001"));
    let both = "corp,2012,10000000,USD | acme,2012,10000000,USD";
    let tiny = "corp,2012,1000,USD | acme,2012,1000,USD";
    let apart = "corp,2012,1000,USD | acme,2012,10000000,USD";
    let owner = |tie| Data { seats: "", ties: tie, ..paid(&over, both) };
    let two = "d,2012-05-01,supply,acme;corp,150000,USD | e,2012-09-01,supply,acme;corp,150000,USD";
    let year = one("500001").replace("2012-05-01", "2012");
    check(
        ACME,
        RULE,
        &[
            (paid(&floor, tiny), "2012-06-01", "unknown"),
            (paid(&floor, ""), "2012-06-01", "unknown"),
            (paid(&above, tiny), "2012-06-01", "breach payments=yes"),
            (paid(&above, ""), "2012-06-01", "unknown payments=unknown"),
            (paid(&above, both), "2012-06-01", "unknown"),
            (paid(&share, both), "2012-06-01", "unknown"),
            (paid(&over, both), "2012-06-01", "breach payments=yes"),
            // Which of the two was paid decides.
            (paid(&above, apart), "2012-06-01", "unknown payments=unknown"),
            (paid(&over, apart), "2012-06-01", "breach payments=yes"),
            (paid(&over, "corp,2012,1000,USD"), "2012-06-01", "unknown payments=unknown"),
            // From the day of payment to the end of the third year after.
            (paid(&over, both), "2012-04-30", "unknown"),
            (paid(&over, both), "2012-05-01", "breach payments=yes"),
            (paid(&over, both), "2015-12-31", "breach payments=yes"),
            (paid(&over, both), "2016-01-01", "unknown"),
            (paid(&year, both), "2012-06-01", "breach? payments=yes"),
            (paid(&year, both), "2013-01-01", "breach payments=yes"),
            (paid(two, tiny), "2012-08-31", "unknown"),
            (paid(two, tiny), "2012-09-01", "breach payments=yes"),
            (paid("d,2012-05-01,supply,acme;corp,,", both), "2012-06-01", "unknown payments=unknown"),
            (paid("d,1980/2034,supply,acme;corp,500001,USD", both), "2012-06-01", "unknown payments=unknown"),
            (paid("none", both), "2012-06-01", "unknown payments=unknown"),
            // Partners and controlling owners count, employees do not.
            (owner("ann,corp,partner-of,2010,,"), "2012-06-01", "breach payments=yes"),
            (owner("ann,corp,owner-of,2010,,51"), "2012-06-01", "breach payments=yes"),
            (owner("ann,corp,owner-of,2010,,50"), "2012-06-01", "unknown"),
            (owner("ann,corp,employee-of,2010,,"), "2012-06-01", "unknown"),
        ],
    );
}
