//! Partners and employees of an auditor of the company.

use super::circumstance::{Circumstance, DirectorCheck, Explanation, Grade, Proof, Question};
use super::household::{Bond, Member};
use super::rule::AuditorYears;
use crate::wording::Years;
use interlocks_core::model::vocabulary::TieKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// Returns the auditor and the audited company of an audit tie, or `None` for another tie.
pub(crate) fn audit(graph: &BoardGraph, tie: TieIx) -> Option<(CompanyIx, CompanyIx)> {
    match graph.directed_tie(tie) {
        (TieKind::Auditor, Entity::Company(auditor), Entity::Company(audited)) => Some((auditor, audited)),
        _ => None,
    }
}

/// Adds positions at an auditor of the company.
pub(crate) fn auditors(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let graph = check.graph();
    let Some(years) = check.rule.auditor else { return };
    if !check.auditors {
        check.note(circumstances, Question::Auditor, Grade::NoData, check.days, || Explanation {
            text: "the data names no auditor".to_owned(),
            missing: vec![format!(
                "who audits {}, and whether {} or close family is, or within {} was, a {} there",
                check.name(check.company()),
                check.who(check.director),
                Years(years.years),
                if years.partners_only { "partner" } else { "partner or employee" }
            )],
            ..Explanation::default()
        });
        return;
    }
    for tie in graph.ties(Entity::Company(check.company())) {
        let Some((auditor, audited)) = audit(graph, tie) else { continue };
        if audited == check.company() {
            let audit = Audit { auditor, tie, days: UncertainDays::from_spell(&graph.tie_spell(tie)) };
            check.household().for_each(|member| at_auditor(check, circumstances, (member, &audit), years));
        }
    }
}

/// An audit of the company.
struct Audit {
    auditor: CompanyIx,
    tie: TieIx,
    days: UncertainDays,
}

/// Adds the positions of a member at an auditor. Current partners count; under some rules also the director as an employee. For
/// all others, and for the years before, most rules ask whether they worked on the audit.
fn at_auditor(
    check: &DirectorCheck<'_>,
    circumstances: &mut Vec<Circumstance>,
    (member, audit): (&Member, &Audit),
    AuditorYears { years: span, employees, all, partners_only }: AuditorYears,
) {
    let Audit { auditor, tie, ref days } = *audit;
    let years = Years(span);
    let executive = super::circumstance::executive_days(member.tenure_of(check.graph(), auditor).as_ref());
    let partner = member.bond_days(check.graph(), auditor, |bond| bond == Bond::Partner).join(&executive);
    let employee = member.bond_days(check.graph(), auditor, |bond| !partners_only && bond == Bond::Employee);
    let worked = partner.join(&employee).meet(days).lasting(span).meet(&member.days);
    let counts = if employees && member.is_director() { partner.join(&employee) } else { partner.clone() };
    let proof = || {
        let position = check.position_proof(member, auditor, BoardGraph::is_executive);
        position.into_iter().chain([Proof::Tie(tie)]).collect::<Vec<Proof>>()
    };
    let (who, firm) = (|| check.who(member), || check.name(auditor));
    let now = if all { worked.clone() } else { counts.meet(days).meet(&member.days) };
    check.note(circumstances, Question::Auditor, Grade::Counts, &now, || Explanation {
        text: format!(
            "{} {} of {}, the auditor of {}",
            who(),
            match (all, partners_only) {
                (true, true) => format!("is, or within {years} was, a partner"),
                (true, false) => format!("is, or within {years} was, a partner or employee"),
                (false, true) => "is a partner".to_owned(),
                (false, false) => "is a partner or employee".to_owned(),
            },
            firm(),
            check.name(check.company())
        ),
        proof: proof(),
        ..Explanation::default()
    });
    check.note(circumstances, Question::Auditor, Grade::MissingInput, &worked.without(&now), || Explanation {
        text: format!("{} is, or within {years} was, with {}, the auditor", who(), firm()),
        missing: vec![format!(
            "whether {} worked on the audit of {} at {} within {years}",
            who(),
            check.name(check.company()),
            firm()
        )],
        proof: proof(),
        ..Explanation::default()
    });
}
