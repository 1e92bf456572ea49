//! The deals of one contracting process.

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};
use interlocks_core::model::vocabulary::phrase;

use super::super::json_value::JsonValue;
use super::super::row_sink::{Position, RowSink, list};
use super::super::stated_dates::{is_readable, is_stated};
use super::Origin;
use super::fields::{AWARD, CONTRACT, objects_of};
use super::merge::Merged;
use super::organisation::Organisation;
use crate::columns::{Field, Table};

/// The deals of a process, with the organisations that are their parties.
#[derive(Debug, Default)]
pub(crate) struct Process {
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) deals: Vec<Deal>,
}

/// The row of a deal.
#[derive(Debug)]
pub(crate) struct Deal {
    pub(crate) origin: Origin,
    pub(crate) known: Vec<(Field, String)>,
    pub(crate) extra: Vec<(String, String)>,
}

/// An award, a contract, or both: a contract refers to its award, and the two are one deal.
#[derive(Clone, Copy, Debug)]
struct Agreement<'b> {
    award: Option<&'b JsonValue<'static>>,
    contract: Option<&'b JsonValue<'static>>,
}

impl Process {
    /// Reads the deals of a process. What cannot be one is counted.
    pub(crate) fn read(sink: &mut RowSink<'_>, merged: &Merged) -> Process {
        let (body, at) = (&merged.body, merged.origin.at);
        let awards = objects_of(body, "awards");
        let agreements = agreements(&merged.ocid, &awards, &objects_of(body, "contracts"));
        if agreements.is_empty() {
            sink.skip_unused("processes without an award or a contract", at);
            return Process::default();
        }
        let mut parties = Parties::new(sink, merged);
        let is_only = agreements.len() == 1;
        let mut deals = Vec::new();
        for (id, agreement) in agreements {
            if agreement.is_unsuccessful() {
                sink.skip_unused("awards with the status 'unsuccessful', which nobody won", at);
                continue;
            }
            if let Some(signatories) = parties.of(sink, at, agreement, is_only) {
                deals.push(agreement.deal(merged, id, &signatories));
            }
        }
        Process { organisations: parties.used(sink, at), deals }
    }
}

/// Returns the agreements of a process, with their ids: each award with its contract, each contract of an award that has
/// several, and each contract without an award.
fn agreements<'b>(
    ocid: &str,
    awards: &[&'b JsonValue<'static>],
    contracts: &[&'b JsonValue<'static>],
) -> Vec<(String, Agreement<'b>)> {
    // What has no id is known by its place in the list.
    let id = |value: &JsonValue<'_>, number: usize| match value.text_at("id") {
        "" => format!("#{}", number + 1),
        id => id.to_owned(),
    };
    let numbers: HashMap<&str, usize> =
        awards.iter().enumerate().map(|(number, award)| (award.text_at("id"), number)).collect();
    let mut of_award: Vec<Vec<usize>> = vec![Vec::new(); awards.len()];
    let mut without = Vec::new();
    for (number, contract) in contracts.iter().enumerate() {
        let stated = contract.text_at("awardID");
        // The only contract of a process is that of its only award.
        let is_only = stated.is_empty() && awards.len() == 1 && contracts.len() == 1;
        let award = if stated.is_empty() { is_only.then_some(0) } else { numbers.get(stated).copied() };
        match award.and_then(|award| of_award.get_mut(award)) {
            Some(list) => list.push(number),
            None => without.push(number),
        }
    }
    let mut all = Vec::new();
    for ((number, award), own) in awards.iter().enumerate().zip(&of_award) {
        let name = format!("{ocid}/award/{}", id(award, number));
        let contract = |number: &usize| contracts.get(*number).copied();
        match own.as_slice() {
            [] => all.push((name, Agreement { award: Some(award), contract: None })),
            [one] => all.push((name, Agreement { award: Some(award), contract: contract(one) })),
            several => all.extend(several.iter().filter_map(|number| {
                let contract = contract(number)?;
                let name = format!("{name}/contract/{}", id(contract, *number));
                Some((name, Agreement { award: Some(award), contract: Some(contract) }))
            })),
        }
    }
    all.extend(without.into_iter().filter_map(|number| {
        let contract = contracts.get(number).copied()?;
        let name = format!("{ocid}/contract/{}", id(contract, number));
        Some((name, Agreement { award: None, contract: Some(contract) }))
    }));
    all
}

impl<'b> Agreement<'b> {
    fn text(self, of: &str, key: &str) -> &'b str {
        let value = if of == "contract" { self.contract } else { self.award };
        value.map_or("", |value| value.text_at(key))
    }

    /// Returns `true` for an award that failed. Publishers name those who did not win as its suppliers.
    fn is_unsuccessful(self) -> bool {
        self.contract.is_none() && phrase(self.text("award", "status")) == "unsuccessful"
    }

    /// Returns the status of the deal in words that say it for every kind of deal, and where it is stated as such.
    fn status(self) -> (Cow<'b, str>, Option<&'static str>) {
        let [of_contract, of_award] = ["contract", "award"].map(|of| self.text(of, "status"));
        let is_active = phrase(of_award) == "active";
        // A contract that was concluded and has come to a close, in due time or before, was made.
        if phrase(of_contract) == "terminated" {
            return (Cow::Owned(format!("completed ({of_contract})")), None);
        }
        if !of_contract.is_empty() {
            return (Cow::Borrowed(of_contract), Some("contract"));
        }
        if !is_active && !of_award.is_empty() {
            return (Cow::Borrowed(of_award), Some("award"));
        }
        let is_signed = is_stated(self.text("contract", "dateSigned"));
        (
            Cow::Borrowed(if is_signed {
                "signed"
            } else if is_active {
                "awarded"
            } else {
                ""
            }),
            None,
        )
    }

    /// Returns the date of the deal, and where it is stated: the day on which the contract was signed, else that of the award.
    fn date(self) -> Option<(&'static str, &'static str, &'b str)> {
        let stated = [("contract", "dateSigned"), ("award", "date")].map(|(of, key)| (of, key, self.text(of, key)));
        let is_date = |text: &str| is_stated(text) && is_readable(text);
        let found = stated.into_iter().find(|date| is_date(date.2));
        found.or_else(|| stated.into_iter().find(|date| !date.2.is_empty()))
    }

    /// Returns the value of the deal, and where it is stated.
    fn value(self) -> Option<(&'static str, &'b JsonValue<'static>)> {
        let of = [("contract", self.contract), ("award", self.award)];
        let values = of.into_iter().filter_map(|(of, object)| Some((of, object?.get("value"))));
        values.into_iter().find(|(_, value)| !value.text_at("amount").is_empty())
    }

    /// Returns where the text of the deal is stated.
    fn text_of_deal(self) -> Option<(&'static str, &'static str)> {
        let texts = [("contract", "title"), ("award", "title"), ("contract", "description"), ("award", "description")];
        texts.into_iter().find(|(of, key)| !self.text(of, key).is_empty())
    }

    fn deal(self, merged: &Merged, id: String, signatories: &Signatories) -> Deal {
        let origin = match self.contract {
            Some(contract) => merged.origin_of("contracts", contract.text_at("id")),
            None => merged.origin_of("awards", self.text("award", "id")),
        };
        let text = match self.text_of_deal() {
            Some((of, key)) => self.text(of, key),
            None => merged.body.get("tender").text_at("title"),
        };
        let value = self.value();
        let amount = |key: &str| value.map_or("", |(_, value)| value.text_at(key)).to_owned();
        let known = vec![
            (Field::Id, id),
            (Field::Parties, list(signatories.companies.iter().map(String::as_str)).into_owned()),
            (Field::Kind, if self.contract.is_some() { "contract" } else { "award" }.to_owned()),
            (Field::Date, self.date().map_or("", |date| date.2).to_owned()),
            (Field::Amount, amount("amount")),
            (Field::Currency, amount("currency")),
            (Field::Status, self.status().0.into_owned()),
            (Field::Text, text.to_owned()),
            (Field::Source, list([merged.ocid.as_str(), merged.body.text_at("uri")]).into_owned()),
        ];
        let mut extra = self.further_columns(text);
        let body = &merged.body;
        extra.extend([
            ("tender.title".to_owned(), body.get("tender").text_at("title").to_owned()),
            ("natural_persons".to_owned(), signatories.persons.join("; ")),
            ("release".to_owned(), body.text_at("id").to_owned()),
            ("release_date".to_owned(), body.text_at("date").to_owned()),
        ]);
        // Many publishers give the tender, the award and the contract one title.
        extra.retain(|(_, shown)| !shown.is_empty() && *shown != text);
        Deal { origin, known, extra }
    }

    /// Returns what the award and the contract say beyond the fields of the deal.
    fn further_columns(self, text: &str) -> Vec<(String, String)> {
        let (date, of_status, of_text) = (self.date(), self.status().1, self.text_of_deal());
        let shown =
            |value: &JsonValue<'_>| ["amount", "currency"].map(|key| value.text_at(key)).join(" ").trim().to_owned();
        let of_deal = self.value().map(|(_, value)| shown(value));
        let mut extra = Vec::new();
        for (of, object, fields) in [("award", self.award, &AWARD), ("contract", self.contract, &CONTRACT)] {
            let Some(object) = object else { continue };
            let mut taken = vec![if of == "award" || self.award.is_none() { "id" } else { "awardID" }];
            taken.extend(date.filter(|date| date.0 == of).map(|date| date.1));
            taken.extend(of_text.filter(|stated| stated.0 == of).map(|stated| stated.1));
            taken.extend(of_status.filter(|stated| *stated == of).map(|_| "status"));
            let others = fields.others(object, &taken).into_iter().filter(|(_, other)| *other != text);
            extra.extend(others.map(|(key, text)| (format!("{of}.{key}"), text.to_owned())));
            for period in ["period", "contractPeriod"] {
                let texts = object.get(period).except(&[]);
                extra.extend(texts.into_iter().map(|(key, text)| (format!("{of}.{period}.{key}"), text)));
            }
            let value = shown(object.get("value"));
            if of_deal.as_deref() != Some(value.as_str()) {
                extra.push((format!("{of}.value"), value));
            }
        }
        extra
    }
}

/// The organisations of a process.
struct Parties<'b> {
    origin: Origin,
    ocid: &'b str,
    all: Vec<Organisation>,
    /// The number of those that the list of parties has; others are stated where they are referred to.
    listed: usize,
    is_used: Vec<bool>,
    by_local_id: HashMap<&'b str, usize>,
    /// By name, those whose name no other party has.
    by_name: HashMap<&'b str, Option<usize>>,
    /// The buyers of the process, unless a contract names its own.
    buyers: Vec<usize>,
}

impl<'b> Parties<'b> {
    fn new(sink: &mut RowSink<'_>, merged: &'b Merged) -> Parties<'b> {
        let body = &merged.body;
        let mut parties = Parties {
            origin: merged.origin,
            ocid: &merged.ocid,
            all: Vec::new(),
            listed: 0,
            is_used: Vec::new(),
            by_local_id: HashMap::new(),
            by_name: HashMap::new(),
            buyers: Vec::new(),
        };
        for value in objects_of(body, "parties") {
            let Some(number) = parties.add(value) else { continue };
            parties.by_local_id.entry(value.text_at("id")).or_insert(number);
            let same_name = parties.by_name.entry(value.text_at("name"));
            same_name.and_modify(|number| *number = None).or_insert(Some(number));
        }
        parties.listed = parties.all.len();
        let named = parties.resolve(body.get("buyer"));
        parties.buyers = named.into_iter().chain(parties.with_role("buyer")).collect();
        let managing = parties.resolve(body.get("tender").get("procuringEntity"));
        if parties.buyers.is_empty() {
            parties.buyers = managing.into_iter().chain(parties.with_role("procuring entity")).collect();
        } else if managing.is_some_and(|number| number >= parties.listed && !parties.is_buyer(number)) {
            sink.skip_unused("procuring entities that are not the buyer", merged.origin.at);
        }
        parties
    }

    /// Returns `true` if an organisation is a buyer, or the same company as one.
    fn is_buyer(&self, number: usize) -> bool {
        let id = |number: usize| self.all.get(number).map(|one| one.id.as_str());
        self.buyers.iter().any(|buyer| id(*buyer) == id(number))
    }

    fn add(&mut self, value: &JsonValue<'_>) -> Option<usize> {
        let organisation = Organisation::read(self.origin, self.ocid, value)?;
        self.all.push(organisation);
        self.is_used.push(false);
        Some(self.all.len() - 1)
    }

    fn with_role(&self, role: &str) -> Vec<usize> {
        let has_role = |number: &usize| self.all.get(*number).is_some_and(|one| one.has_role(role));
        (0..self.listed).filter(has_role).collect()
    }

    /// Returns the party that a reference names: by its local id, by its name if it states no id, or else as the reference
    /// itself describes it, which is the form of version 1.0.
    fn resolve(&mut self, reference: &JsonValue<'_>) -> Option<usize> {
        let (local, name) = (reference.text_at("id"), reference.text_at("name"));
        let listed = if local.is_empty() {
            let is_described = reference.get("identifier").is_object();
            if is_described { None } else { self.by_name.get(name).copied().flatten() }
        } else {
            self.by_local_id.get(local).copied()
        };
        if let Some(party) = listed.and_then(|number| self.all.get_mut(number)) {
            party.add_name(name);
        }
        listed.or_else(|| self.add(reference))
    }

    /// Returns the parties of an agreement; `None` if it has no buyer or no supplier that is a company, which is counted.
    fn of(
        &mut self,
        sink: &mut RowSink<'_>,
        at: Position,
        agreement: Agreement<'b>,
        is_only: bool,
    ) -> Option<Signatories> {
        let named =
            |object: Option<&'b JsonValue<'static>>| object.map_or(Vec::new(), |one| objects_of(one, "suppliers"));
        let buyer = agreement.contract.and_then(|contract| self.resolve(contract.get("buyer")));
        let buyers = buyer.map_or_else(|| self.buyers.clone(), |buyer| vec![buyer]);
        let references = [named(agreement.contract), named(agreement.award)].into_iter().find(|list| !list.is_empty());
        let mut suppliers: Vec<usize> =
            references.unwrap_or_default().into_iter().filter_map(|reference| self.resolve(reference)).collect();
        // In a process with one agreement, whoever is a supplier is that of the agreement.
        if suppliers.is_empty() && is_only {
            suppliers = self.with_role("supplier");
        }
        for (side, name) in [(&buyers, "buyer"), (&suppliers, "supplier")] {
            if side.is_empty() {
                sink.skip_unused(&format!("awards and contracts without a {name}"), at);
                return None;
            }
        }
        let mut signatories = Signatories::default();
        let [bought, sold] = [&buyers, &suppliers].map(|side| self.companies(side, &mut signatories.persons));
        if bought.is_empty() || sold.is_empty() {
            sink.skip_unused(
                "awards and contracts with natural persons, because the parties of a deal are companies",
                at,
            );
            return None;
        }
        if !signatories.persons.is_empty() {
            sink.skip_unused("natural persons among the parties of deals, because these are companies", at);
        }
        let parties: Vec<usize> = bought.into_iter().chain(sold).collect();
        let mut seen = HashSet::new();
        for company in parties.iter().filter_map(|number| self.all.get(*number)) {
            if seen.insert(company.id.as_str()) {
                signatories.companies.push(company.id.clone());
            }
        }
        let count = signatories.companies.len();
        if count > MAX_PARTIES {
            sink.reject(Table::Deals, at, format!("an award or contract has {count} parties, more than {MAX_PARTIES}"));
            return None;
        }
        if count < 2 {
            sink.skip_unused("awards and contracts whose buyer is their supplier", at);
            return None;
        }
        for number in parties {
            if let Some(used) = self.is_used.get_mut(number) {
                *used = true;
            }
        }
        Some(signatories)
    }

    /// Returns the companies of one side, and adds the names of natural persons.
    fn companies(&self, side: &[usize], persons: &mut Vec<String>) -> Vec<usize> {
        let mut companies = Vec::new();
        for number in side {
            match self.all.get(*number) {
                Some(one) if one.is_person => persons.push(one.name.clone()),
                Some(_) => companies.push(*number),
                None => {}
            }
        }
        companies
    }

    /// Returns the parties of deals. Others of the list of parties are counted, such as those that made a tender in vain.
    fn used(self, sink: &mut RowSink<'_>, at: Position) -> Vec<Organisation> {
        let listed = self.listed;
        let mut used = Vec::new();
        for (number, (organisation, is_used)) in self.all.into_iter().zip(self.is_used).enumerate() {
            if is_used {
                if organisation.has_only_local_id {
                    sink.skip_unused(
                        "local ids of organisations that state no id of a register; their names are their ids",
                        at,
                    );
                }
                used.push(organisation);
            } else if number < listed && !organisation.is_person {
                sink.skip_unused("items of 'parties' that are neither buyer nor supplier of a deal", at);
            }
        }
        used
    }
}

/// The most parties of a deal: a line could name millions of suppliers.
const MAX_PARTIES: usize = 10_000;

/// The parties of a deal.
#[derive(Debug, Default)]
struct Signatories {
    /// The ids of the companies.
    companies: Vec<String>,
    /// The names of natural persons.
    persons: Vec<String>,
}
