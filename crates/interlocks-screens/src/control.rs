//! Control of a company: by more than half at each step, or as its parent.

use super::{Answer, DatedAnswer};
use interlocks_analysis::ownership::Owners;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, UncertainDays};

/// A share that only chains of majority holdings reach.
const CONTROL_ALONE: f64 = 100.0;

/// Returns the days on which an owner controls a company. An owner whose share is not stated may control it.
pub(crate) fn controls(graph: &BoardGraph, owner: Entity, company: CompanyIx) -> DatedAnswer {
    Owners::find(graph, company).map_or_else(DatedAnswer::default, |owners| controls_among(graph, &owners, owner))
}

/// Returns the days on which one company controls the other, or one owner controls both.
pub(crate) fn common_control(graph: &BoardGraph, a: CompanyIx, b: CompanyIx) -> DatedAnswer {
    let [of_a, of_b] = [a, b].map(|firm| Owners::find(graph, firm));
    let mut control = DatedAnswer::constant(Answer::No);
    for (owners, other) in [(&of_a, b), (&of_b, a)] {
        if let Some(owners) = owners {
            control = control.or(&controls_among(graph, owners, Entity::Company(other)));
        }
    }
    if let (Some(of_a), Some(of_b)) = (&of_a, &of_b) {
        for owner in of_a.all().filter(|owner| of_b.contains(*owner)) {
            control = control.or(&controls_among(graph, of_a, owner).and(&controls_among(graph, of_b, owner)));
        }
    }
    control
}

fn controls_among(graph: &BoardGraph, owners: &Owners<'_>, owner: Entity) -> DatedAnswer {
    if !owners.contains(owner) {
        return DatedAnswer::default();
    }
    let days = owners.ownership_spells(owner, CONTROL_ALONE).days;
    let (ties, _) = owners.chains(owner, &UncertainDays::always().possible);
    let stated = ties.iter().all(|tie| graph.tie_share(*tie).is_some());
    if stated { DatedAnswer::known(days) } else { DatedAnswer::partly_known(days) }
}
