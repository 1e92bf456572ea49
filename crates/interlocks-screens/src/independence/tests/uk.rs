use super::{Data, check, seats, ties};

const RULE: &str = "uk-code-10";
const ACME: &str = "GB,yes";

#[test]
fn employees_count_for_five_years_and_tenure_after_nine() {
    let left = seats("ann,acme,ceo,2005-01-01,2006-06-01, | ann,acme,director,2005-01-01,,");
    let year = seats("ann,acme,ceo,2005-01-01,2006, | ann,acme,director,2005-01-01,,");
    let vague = seats("ann,acme,director,2010,,");
    let again = seats("ann,acme,director,2003-01-01,2005-01-01, | ann,acme,director,2010-01-01,,");
    let executive = seats("ann,acme,executive director,2005-01-01,2008-01-01, | ann,acme,director,2008-01-01,,");
    let unstated = seats("ann,acme,director,,2030-01-01,");
    let settled = seats("ann,acme,director,,2015-01-01, | ann,acme,director,2015-01-01,,");
    check(
        ACME,
        RULE,
        &[
            (seats(""), "2013-01-01", "unknown"),
            (left, "2006-05-31", "no candidate"),
            (left, "2006-06-01", "breach employee=yes"),
            (left, "2011-05-31", "breach employee=yes"),
            (left, "2011-06-01", "unknown"),
            (year, "2010-12-31", "breach employee=yes"),
            (year, "2011-06-01", "breach? employee=yes"),
            (year, "2011-12-31", "unknown"),
            // Nine years to the day are not more than nine.
            (seats(""), "2019-01-01", "unknown"),
            (seats(""), "2019-01-02", "breach tenure=yes"),
            (vague, "2019-01-01", "unknown"),
            (vague, "2019-01-02", "breach? tenure=yes"),
            (vague, "2019-12-31", "breach? tenure=yes"),
            (vague, "2020-01-01", "breach tenure=yes"),
            // The first appointment counts, after a break and as an executive, too.
            (again, "2012-01-01", "unknown"),
            (again, "2012-01-02", "breach tenure=yes"),
            (executive, "2014-01-01", "unknown"),
            (executive, "2014-01-02", "breach tenure=yes"),
            (unstated, "2015-01-01", "unknown? tenure=unknown"),
            // The first seat began the day before its end at the latest.
            (settled, "2023-12-31", "unknown tenure=unknown"),
            (settled, "2024-01-01", "breach tenure=yes"),
        ],
    );
}

#[test]
fn business_counts_of_executives_and_owners_and_is_watched_of_directors() {
    let deals = "d,2011-06-01,supply,acme;corp,,";
    let with = |seats| Data { seats, deals, ..Data::default() };
    let tied = |ties| Data { ties, deals, ..Data::default() };
    let ceo = "ann,corp,ceo,2009-01-01,,";
    let left = "ann,corp,ceo,2005-01-01,2010-01-01,";
    check(
        ACME,
        RULE,
        &[
            (with(ceo), "2011-05-31", "unknown"),
            (with(ceo), "2011-06-01", "breach business-relationship=yes"),
            (with(ceo), "2014-06-01", "breach business-relationship=yes"),
            (with(ceo), "2014-06-02", "unknown"),
            (with(left), "2012-12-31", "breach business-relationship=yes"),
            (with(left), "2013-01-01", "unknown"),
            (with("ann,corp,director,2009-01-01,,"), "2012-01-01", "watch business-relationship=yes"),
            (with("ann,corp,observer,2009-01-01,,"), "2012-01-01", "unknown"),
            (with("ann,other,ceo,2009-01-01,,"), "2012-01-01", "unknown"),
            (tied("ann,corp,owner-of,2009,,1"), "2012-01-01", "breach business-relationship=yes"),
            (tied("ann,corp,partner,2009,,"), "2012-01-01", "breach business-relationship=yes"),
            (tied("ann,corp,employee-of,2009,,"), "2012-01-01", "watch business-relationship=yes"),
            (
                Data { deals: "d,2011,supply,acme;corp,,", ..with(ceo) },
                "2011-06-01",
                "breach? business-relationship=yes",
            ),
            (
                Data { deals: "d,2011,supply,acme;corp,,", ..with(ceo) },
                "2014-01-01",
                "breach business-relationship=yes",
            ),
            (
                Data { deals: "d,2011,supply,acme;corp,,", ..with(ceo) },
                "2014-06-01",
                "breach? business-relationship=yes",
            ),
            (Data { deals: "none", ..with(ceo) }, "2012-01-01", "unknown business-relationship=unknown"),
            (Data { deals: "none", ..with("") }, "2012-01-01", "unknown"),
        ],
    );
}

#[test]
fn cross_directorships_count_and_shared_boards_are_watched() {
    let ann = "ann,corp,ceo,2011-01-01,2013-01-01,";
    let cid = "cid,acme,executive director,2008-01-01,,";
    let data = |there: &str| format!("{ann} | {cid} | {there}");
    let cross = data("cid,corp,director,2012-01-01,2012-06-01,");
    let year = data("cid,corp,director,2011,2012-06-01,");
    let officer = format!("{ann} | cid,acme,cfo,2008-01-01,, | cid,corp,director,2012-01-01,,");
    let third =
        "ann,corp,director,2011-01-01,2013-01-01, | cid,acme,director,2008-01-01,, | cid,corp,director,2012-01-01,,";
    let later = third.replace("cid,corp,director,2012-01-01", "cid,corp,director,2013-01-01");
    let both = "ann,corp,director,2011-01-01,, | cid,acme,ceo,2008-01-01,, | cid,corp,director,2012-01-01,,";
    let board = format!("{ann} | cid,acme,director,2008-01-01,, | cid,corp,director,2012-01-01,,");
    check(
        ACME,
        RULE,
        &[
            (seats(&cross), "2011-12-31", "unknown"),
            (seats(&cross), "2012-01-01", "breach cross-directorship=yes"),
            (seats(&cross), "2012-05-31", "breach cross-directorship=yes"),
            (seats(&cross), "2012-06-01", "unknown"),
            (seats(&year), "2011-06-01", "breach? cross-directorship=yes"),
            (seats(&year), "2012-01-01", "breach cross-directorship=yes"),
            // An officer who is not on the board is not a director.
            (seats(&officer), "2012-03-01", "unknown"),
            (seats(&board), "2012-03-01", "unknown"),
            (seats(third), "2011-12-31", "unknown"),
            (seats(third), "2012-01-01", "watch cross-directorship=yes"),
            (seats(third), "2013-01-01", "unknown"),
            (seats(&later), "2013-01-01", "unknown"),
            (seats(both), "2012-03-01", "unknown"),
            (seats(&data("cid,other,director,2012-01-01,,")), "2012-03-01", "unknown"),
        ],
    );
}

#[test]
fn family_and_significant_shareholders_count_while_they_are_so() {
    let son = |seats| Data { seats, ties: "bob,ann,son,,,", ..Data::default() };
    let owner = |ties, seats| Data { seats, ties, ..Data::default() };
    let ceo = "ann,corp,ceo,2009-01-01,2013-01-01,";
    check(
        ACME,
        RULE,
        &[
            (son("bob,acme,cfo,2009-01-01,2012-06-01,"), "2012-05-31", "breach family=yes"),
            (son("bob,acme,cfo,2009-01-01,2012-06-01,"), "2012-06-01", "unknown"),
            (son("bob,acme,director,2009-01-01,2012-06-01,"), "2012-05-31", "breach family=yes"),
            (son("bob,acme,observer,2009-01-01,,"), "2012-05-31", "unknown"),
            (
                owner("corp,acme,owner-of,2010-01-01,2012-06-01,3", ceo),
                "2012-05-31",
                "breach significant-shareholder=yes",
            ),
            (owner("corp,acme,owner-of,2010-01-01,2012-06-01,3", ceo), "2012-06-01", "unknown"),
            (owner("corp,acme,owner-of,2010-01-01,,3", ceo), "2013-01-01", "unknown"),
            (owner("corp,acme,owner-of,2010-01-01,,2.99", ceo), "2012-01-01", "unknown"),
            (
                owner("corp,acme,owner-of,2010-01-01,,", ceo),
                "2012-01-01",
                "unknown employee=unknown significant-shareholder=unknown",
            ),
            (
                owner("corp,acme,parent-of,2010-01-01,,", ceo),
                "2012-01-01",
                "breach employee=yes significant-shareholder=yes",
            ),
            (owner("corp,acme,owner-of,2012,,5", ceo), "2012-06-01", "breach? significant-shareholder=yes"),
            (
                owner("corp,acme,owner-of,2010,,5", "ann,corp,director,2009,,"),
                "2012-01-01",
                "watch significant-shareholder=yes",
            ),
            (
                owner("corp,acme,owner-of,2010,,5 | ann,corp,representative-of,2010,,", ""),
                "2012-01-01",
                "breach significant-shareholder=yes",
            ),
            (owner("ann,acme,shareholder-of,2010,,3", ""), "2012-01-01", "breach significant-shareholder=yes"),
            (owner("ann,acme,shareholder-of,2010,,1", ""), "2012-01-01", "unknown"),
            (owner("bob,acme,shareholder-of,2010,,10", ""), "2012-01-01", "unknown"),
            (ties("none"), "2012-01-01", "unknown employee=unknown family=unknown significant-shareholder=unknown"),
        ],
    );
}
