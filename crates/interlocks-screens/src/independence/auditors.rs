//! Partners and employees of an auditor of the company (NYSE, Nasdaq).

use super::circumstance::{Circumstance, Grade, Look, Proof, Question, Words};
use super::household::{Bond, Member, bare};
use super::rule::Rule;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// The auditor and the audited company of a tie, where it is one of audit.
pub fn audit(graph: &BoardGraph, tie: TieIx) -> Option<(CompanyIx, CompanyIx)> {
    let (Entity::Company(from), Entity::Company(to)) = graph.tie_ends(tie) else { return None };
    match bare(graph.tie_kind(tie)).as_str() {
        "auditor" | "audits" => Some((from, to)),
        "audited-by" => Some((to, from)),
        _ => None,
    }
}

pub fn auditors(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    let graph = look.graph();
    if !look.auditors {
        look.note(found, (Question::Auditor, Grade::Open), look.days, || Words {
            text: "no auditor is in the data".to_owned(),
            missing: vec![format!(
                "who audits {}, and whether {} or close family is, or within {} years was, a partner or employee there",
                look.name(look.company()),
                look.who(look.director),
                look.rule.other_years(look.asked.rules)
            )],
            ..Words::default()
        });
        return;
    }
    for tie in graph.ties(Entity::Company(look.company())) {
        let Some((auditor, audited)) = audit(graph, tie) else { continue };
        if audited == look.company() {
            let days = UncertainDays::from_spell(&graph.tie_spell(tie));
            look.household().for_each(|member| at_auditor(look, found, member, (auditor, tie, &days)));
        }
    }
}

/// Partners at present count. So does, by the NYSE, the director as an employee. Of everybody else,
/// and of the years before, the rules ask whether they worked on the audit.
fn at_auditor(
    look: &Look<'_>,
    found: &mut Vec<Circumstance>,
    member: &Member,
    (auditor, tie, audits): (CompanyIx, TieIx, &UncertainDays),
) {
    let graph = look.graph();
    let executive = super::circumstance::executive(member.tenure_of(auditor));
    let partner = member.bound(graph, auditor, |bond| bond == Bond::Partner).join(&executive);
    let employee = member.bound(graph, auditor, |bond| bond == Bond::Employee);
    let counts = match look.rule {
        Rule::Nyse if member.is_director() => partner.join(&employee),
        _ => partner.clone(),
    };
    let proof = || {
        let position = look.position_proof(member, auditor, BoardGraph::is_executive);
        position.into_iter().chain([Proof::Tie(tie)]).collect::<Vec<Proof>>()
    };
    let (who, firm) = (|| look.who(member), || look.name(auditor));
    let now = counts.meet(audits).meet(&member.days);
    look.note(found, (Question::Auditor, Grade::Counts), &now, || Words {
        text: format!("{} is a partner or employee of {}, the auditor of {}", who(), firm(), look.name(look.company())),
        proof: proof(),
        ..Words::default()
    });
    let span = look.rule.other_years(look.asked.rules);
    let worked = partner.join(&employee).meet(audits).lasting(span).meet(&member.days);
    look.note(found, (Question::Auditor, Grade::Untold), &worked.without(&now), || Words {
        text: format!("{} is, or within {span} years was, with {}, the auditor", who(), firm()),
        missing: vec![format!(
            "whether {} worked on the audit of {} at {} within {span} years",
            who(),
            look.name(look.company()),
            firm()
        )],
        proof: proof(),
        ..Words::default()
    });
}
