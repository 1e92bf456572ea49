//! The reasons for a pair of companies: each feature with its weight, which add up to the sum.

use interlocks_graph::{CompanyIx, Entity};

use super::identifiers::Kind;
use super::resolve::{CompanyProposal, CompanyResolution};
use super::weights::Level;
use crate::explain::{Begin, Common, Explained, Reason, Record, SharedPerson, bits, one_in};
use crate::resolve::Band;

impl CompanyResolution<'_> {
    /// Returns a proposal with its reasons.
    pub fn explain(&self, proposal: &CompanyProposal) -> Explained {
        let id = |company: CompanyIx| self.graph.id(Entity::Company(company));
        let record = |company: CompanyIx| Record {
            id: id(company),
            name: self.graph.name(Entity::Company(company)).into_owned(),
            begin: Begin::Founded(self.graph.company(company).founded),
        };
        let shared = self.directors.shared_people(proposal.a.index(), proposal.b.index());
        let shared = shared.into_iter().map(|(a, b)| {
            let id = |person| self.graph.id(Entity::Person(person));
            SharedPerson { name: self.graph.name(Entity::Person(a)).into_owned(), a: id(a), b: id(b) }
        });
        Explained {
            a: record(proposal.a),
            b: record(proposal.b),
            band: proposal.band,
            probability: (proposal.probability * 10_000.0).round() / 10_000.0,
            bits: bits(proposal.thousandths),
            impact: None,
            features: self.reasons(proposal),
            vetoes: proposal.vetoes.clone(),
            ambiguous_with: proposal.ambiguous_with.iter().map(|company| id(*company)).collect(),
            cluster: Some(proposal)
                .filter(|proposal| proposal.band == Band::Merge)
                .and_then(|proposal| self.clusters.get(&proposal.a))
                .map(|company| id(*company)),
            common: Common::People(shared.collect()),
        }
    }

    fn reasons(&self, proposal: &CompanyProposal) -> Vec<Reason> {
        let prior = format!("{} pairs of records is of one company", one_in(self.prior.log2()));
        let mut reasons = vec![Reason::new("prior", prior, self.prior_thousandths)];
        for feature in &proposal.compared.features {
            let own = feature.level.weight();
            let name = feature.kind.map_or(own.feature, Kind::as_str);
            let level = if feature.is_other_name && is_found(feature.level) {
                format!("{}, by another name", own.text)
            } else {
                own.text.to_owned()
            };
            let reason = Reason::new(name, level, feature.weight);
            reasons.push(match feature.value {
                Some((0, share)) => Reason { frequency: Some(one_in(share)), ..reason },
                Some((value, share)) => {
                    reason.with_value(Some(self.companies.texts.text(value).to_owned()), Some(share))
                }
                None => reason,
            });
        }
        let told = self.prior_thousandths + proposal.compared.sum();
        if proposal.thousandths != told {
            let text = "a record fits others, which are other companies";
            reasons.push(Reason::new("alternatives", text, proposal.thousandths - told));
        }
        reasons
    }
}

/// Returns `true` for a name that both have, as far as it goes.
fn is_found(level: Level) -> bool {
    !matches!(level, Level::NameDifferent)
}
