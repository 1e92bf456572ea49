//! The effect of a decision on two companies: the interlocks that fall away if they are one.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use interlocks_graph::{Clock, CompanyIx};

use super::resolve::{CompanyProposal, CompanyResolution};

impl CompanyResolution<'_> {
    /// Returns the number of interlocks that fall away if the two records of a proposal are one company: that between the two, and
    /// one of each two with a third company. A link counts if it is possible at any time.
    pub fn impact(&self, proposal: &CompanyProposal) -> usize {
        let [a, b] = [proposal.a, proposal.b].map(|company| self.linked(company));
        usize::from(a.contains(&proposal.b)) + a.intersection(&b).count()
    }

    /// Returns proposals with their [impact](CompanyResolution::impact), the greatest first. Of equals, those come first that are
    /// the most uncertain, then the likeliest.
    pub fn by_impact<'p>(&self, proposals: &[&'p CompanyProposal]) -> Vec<(usize, &'p CompanyProposal)> {
        let mut ordered: Vec<(usize, &CompanyProposal)> =
            proposals.par_iter().map(|proposal| (self.impact(proposal), *proposal)).collect();
        ordered.sort_by_key(|(impact, proposal)| {
            let sum = proposal.thousandths;
            (Reverse(*impact), sum.unsigned_abs(), Reverse(sum), proposal.a, proposal.b)
        });
        ordered
    }

    /// Returns the companies that somebody links to one.
    fn linked(&self, company: CompanyIx) -> BTreeSet<CompanyIx> {
        let graph = self.graph;
        let mut found = BTreeSet::new();
        for person in graph.company_people(company).collect::<BTreeSet<_>>() {
            let own = graph.tenure_at(person, company);
            for (other, tenure) in graph.tenures(person) {
                let days = graph.linking_days(&own, &tenure);
                if other != company && Clock::Ever.holds(&days.certain, &days.possible, graph.as_of()).is_some() {
                    found.insert(other);
                }
            }
        }
        found
    }
}
