//! Committees of boards that set the pay of executives.

use super::fold::fold;
use super::links::phrase;
use super::tables::{COMMITTEES, find};

/// Beginnings and parts of words for pay, folded. A committee for pay and something else sets pay, whatever its name.
const PAY: &[&str] = &[
    "compensat",
    "kompensas",
    "kompenzac",
    "remunera",
    "renumerat",
    "retribuc",
    "retribuz",
    "vergutung",
    "verguetung",
    "entlohnung",
    "beloning",
    "bezoldig",
    "ersattning",
    "vederlag",
    "godtgj",
    "palkits",
    "palkkio",
    "tasusta",
    "javadalm",
    "wynagrodz",
    "odmenov",
    "ucret",
    "αμοιβ",
    "αποδοχ",
    "вознагражд",
    "винагор",
    "報酬",
    "薪酬",
    "보상",
    "보수",
    "human resources",
    "human capital",
    "talent",
    "personalausschuss",
    "prasidialausschuss",
];

/// Returns `true` if one of the committees of a seat sets the pay of executives.
///
/// Committees are separated by `;`. A committee for pay and something else sets pay; `pay` must be a whole word (not
/// `payments`). `board` or `full board` means that the whole board does it.
///
/// ```
/// use interlocks_core::model::vocabulary::sets_pay;
/// assert!(sets_pay("audit; Nomination and Remuneration") && sets_pay("Comité des rémunérations") && sets_pay("board"));
/// assert!(!sets_pay("audit") && !sets_pay("payments"));
/// ```
pub fn sets_pay(committees: &str) -> bool {
    committees.split([';', '|']).any(|committee| {
        let (name, folded) = (phrase(committee), fold(committee));
        find(COMMITTEES, &name).is_some()
            || PAY.iter().any(|part| folded.contains(part))
            || name.split(' ').any(|word| word == "pay" || word == "hr")
    })
}

/// Parts of the names of audit committees, without marks and in lower case.
const AUDIT: &[&str] = &[
    "audit",
    "prufungsausschuss",
    "pruefungsausschuss",
    "controllo e rischi",
    "controllo interno",
    "revisionsudvalg",
    "revisionsutskott",
    "revisjonsutvalg",
    "komitet audytu",
    "аудит",
    "監査",
    "审计",
    "審計",
    "감사위원",
];

/// Returns `true` if one of the committees of a seat is an audit committee.
///
/// ```
/// use interlocks_core::model::vocabulary::is_audit_committee;
/// assert!(is_audit_committee("pay; Audit and Risk") && is_audit_committee("Prüfungsausschuss"));
/// assert!(!is_audit_committee("nomination") && !is_audit_committee(""));
/// ```
pub fn is_audit_committee(committees: &str) -> bool {
    let folded = fold(committees);
    AUDIT.iter().any(|part| folded.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committees_that_set_pay_are_known_by_their_names() {
        for name in [
            "compensation",
            "Compensation Committee",
            "Nomination and Remuneration",
            "leadership development and compensation",
            "Human Resources",
            "HUMAN-RESOURCES",
            "Talent and Culture",
            "pay",
            "executive pay committee",
            "HR committee",
            "Vergütungsausschuss",
            "VERGUETUNGSAUSSCHUSS",
            "Comité des rémunérations",
            "Comisión de Retribuciones",
            "Comitato per la remunerazione",
            "remuneratiecommissie",
            "Ersättningsutskottet",
            "Komitet wynagrodzeń",
            "報酬委員会",
            "audit; remuneration",
            "full board",
            "Board",
        ] {
            assert!(sets_pay(name), "{name}");
        }
        for name in
            ["", "audit", "nomination", "payments", "board risk committee", "governance;audit", "chair", "three"]
        {
            assert!(!sets_pay(name), "{name}");
        }
    }
}
