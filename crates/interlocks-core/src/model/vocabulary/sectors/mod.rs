//! Sectors of the economy, as industries and their codes name them.
//!
//! A text may name several activities (*banking and insurance*), and each may leave open what it is: *financial services* may
//! be a bank. So an activity is a set of sectors, one of which it is, and a question has three answers.

mod codes;
mod parser;
#[cfg(test)]
mod tests;

use std::fmt;

pub use codes::CodeScheme;
use codes::Home;

use super::countries::CountryReading;

/// A sector. The financial ones are as fine as the laws on interlocks need, the others are the sections of ISIC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Sector {
    /// A central bank or monetary authority.
    CentralBank,
    /// A bank: it takes deposits and lends.
    Bank,
    /// A savings institution, building society or credit union: it takes deposits, and not every law calls it a bank.
    Savings,
    /// A trust company, which holds assets for others.
    TrustCompany,
    /// The holding company of banks or of other financial firms.
    BankHolding,
    /// Credit without deposits: leasing, factoring, consumer and mortgage finance.
    Credit,
    /// Insurance and reinsurance.
    Insurance,
    /// Pension funds.
    Pension,
    /// Agents and brokers of insurance, adjusters.
    InsuranceServices,
    /// Funds and other vehicles for investment.
    Fund,
    /// Management of the assets of others, and advice on them.
    AssetManagement,
    /// Brokers and dealers of securities, exchanges.
    Securities,
    /// Other financial services, such as payments.
    OtherFinancial,
    /// A holding company. What its firms do is open.
    Holding,
    /// Agriculture, forestry and fishing.
    Agriculture,
    /// Mining and extraction.
    Mining,
    /// Manufacturing.
    Manufacturing,
    /// Supply of electricity and gas.
    Energy,
    /// Water and waste.
    Water,
    /// Construction.
    Construction,
    /// Wholesale and retail trade.
    Trade,
    /// Transport and storage.
    Transport,
    /// Hotels and restaurants.
    Hospitality,
    /// Information and communication: software, media, telecommunications.
    Information,
    /// Real estate.
    RealEstate,
    /// Professional, scientific and technical services.
    Professional,
    /// Administrative and support services.
    Administrative,
    /// Public administration.
    Government,
    /// Education.
    Education,
    /// Health and social work.
    Health,
    /// Arts, entertainment and sport.
    Arts,
    /// Other services and organisations.
    OtherServices,
}

impl Sector {
    /// All sectors.
    pub const ALL: [Sector; 32] = {
        use Sector::*;
        [
            CentralBank,
            Bank,
            Savings,
            TrustCompany,
            BankHolding,
            Credit,
            Insurance,
            Pension,
            InsuranceServices,
            Fund,
            AssetManagement,
            Securities,
            OtherFinancial,
            Holding,
            Agriculture,
            Mining,
            Manufacturing,
            Energy,
            Water,
            Construction,
            Trade,
            Transport,
            Hospitality,
            Information,
            RealEstate,
            Professional,
            Administrative,
            Government,
            Education,
            Health,
            Arts,
            OtherServices,
        ]
    };

    /// Returns the name of the sector: `bank`, `real_estate`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sector::CentralBank => "central_bank",
            Sector::Bank => "bank",
            Sector::Savings => "savings",
            Sector::TrustCompany => "trust_company",
            Sector::BankHolding => "bank_holding",
            Sector::Credit => "credit",
            Sector::Insurance => "insurance",
            Sector::Pension => "pension",
            Sector::InsuranceServices => "insurance_services",
            Sector::Fund => "fund",
            Sector::AssetManagement => "asset_management",
            Sector::Securities => "securities",
            Sector::OtherFinancial => "other_financial",
            Sector::Holding => "holding",
            Sector::Agriculture => "agriculture",
            Sector::Mining => "mining",
            Sector::Manufacturing => "manufacturing",
            Sector::Energy => "energy",
            Sector::Water => "water",
            Sector::Construction => "construction",
            Sector::Trade => "trade",
            Sector::Transport => "transport",
            Sector::Hospitality => "hospitality",
            Sector::Information => "information",
            Sector::RealEstate => "real_estate",
            Sector::Professional => "professional",
            Sector::Administrative => "administrative",
            Sector::Government => "government",
            Sector::Education => "education",
            Sector::Health => "health",
            Sector::Arts => "arts",
            Sector::OtherServices => "other_services",
        }
    }
}

/// A set of sectors.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SectorSet(u32);

impl SectorSet {
    /// No sector.
    pub const NONE: SectorSet = SectorSet(0);
    /// All sectors.
    pub const ALL: SectorSet = SectorSet(u32::MAX);
    /// The sectors of finance. A holding company may be one of finance, and is not among them.
    pub const FINANCIAL: SectorSet = SectorSet((1 << Sector::Holding as u32) - 1);
    /// The sectors outside finance; no holding company.
    pub const NON_FINANCIAL: SectorSet = SectorSet(!((1 << (Sector::Holding as u32 + 1)) - 1));

    /// Returns the set of some sectors.
    pub const fn of(sectors: &[Sector]) -> SectorSet {
        let (mut bits, mut at) = (0, 0);
        while at < sectors.len() {
            bits |= 1 << sectors[at] as u32;
            at += 1;
        }
        SectorSet(bits)
    }

    /// Returns the sectors of either set.
    #[must_use]
    pub const fn or(self, other: SectorSet) -> SectorSet {
        SectorSet(self.0 | other.0)
    }

    /// Returns the sectors of both sets.
    #[must_use]
    pub const fn and(self, other: SectorSet) -> SectorSet {
        SectorSet(self.0 & other.0)
    }

    /// Returns `true` if there is no sector.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns `true` if all sectors are in another set.
    pub const fn is_within(self, other: SectorSet) -> bool {
        self.0 & !other.0 == 0
    }

    /// Returns the sectors, in the order of [`Sector::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Sector> {
        Sector::ALL.into_iter().filter(move |sector| self.0 >> *sector as u32 & 1 == 1)
    }

    /// Reads the names of the tables: sectors and groups of them, separated by `|`.
    fn from_names(names: &str) -> Option<SectorSet> {
        names.split('|').try_fold(SectorSet::NONE, |set, name| {
            let own = match name {
                "any" => SectorSet::ALL,
                "financial" => SectorSet::FINANCIAL,
                "nonfinancial" => SectorSet::NON_FINANCIAL,
                name => SectorSet::of(&[Sector::ALL.into_iter().find(|sector| sector.as_str() == name)?]),
            };
            Some(set.or(own))
        })
    }
}

impl fmt::Debug for SectorSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(*self))
    }
}

/// Returns the names of a set as the tables have them.
fn shown(set: SectorSet) -> String {
    if set == SectorSet::ALL {
        return "any".to_owned();
    }
    let mut names: Vec<&str> = Vec::new();
    for sector in set.iter() {
        let groups = [(SectorSet::FINANCIAL, "financial"), (SectorSet::NON_FINANCIAL, "nonfinancial")];
        let whole = groups.iter().find(|(group, _)| group.is_within(set) && SectorSet::of(&[sector]).is_within(*group));
        names.push(whole.map_or(sector.as_str(), |(_, name)| name));
    }
    names.dedup();
    names.join("|")
}

/// One activity: it is in one of these sectors. What a code means depends on the country of the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Activity {
    sectors: [SectorSet; Home::COUNT],
    is_known: bool,
}

impl Activity {
    /// An activity that no table has.
    const UNKNOWN: Activity = Activity { sectors: [SectorSet::ALL; Home::COUNT], is_known: false };

    /// Returns an activity that words name.
    const fn known(sectors: SectorSet) -> Activity {
        Activity { sectors: [sectors; Home::COUNT], is_known: true }
    }
}

/// The text of an industry or of its code, as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndustryReading {
    /// None if nothing is stated.
    activities: Vec<Activity>,
}

impl IndustryReading {
    /// Returns `true` if the text states something.
    pub fn is_stated(&self) -> bool {
        !self.activities.is_empty()
    }

    /// Returns `true` if the text, or one of the activities in it, is in no table.
    pub fn is_unknown(&self) -> bool {
        self.activities.iter().any(|activity| !activity.is_known)
    }

    /// Returns yes if a company of a country with this industry is in one of the sectors `yes`, no if it is certainly in none of
    /// them; `None` if that is open. A company that may only be in one of the sectors `open` is an open case.
    pub fn is(&self, country: CountryReading, yes: SectorSet, open: SectorSet) -> Option<bool> {
        let mut sets = self.sets(country).peekable();
        sets.peek()?;
        let mut answer = Some(false);
        for set in sets {
            if set.is_within(yes) {
                return Some(true);
            }
            if !set.and(yes.or(open)).is_empty() {
                answer = None;
            }
        }
        answer
    }

    /// Returns the activities of a company of a country, each with the sectors that it may be in.
    pub fn sets(&self, country: CountryReading) -> impl Iterator<Item = SectorSet> + '_ {
        let home = Home::of(country) as usize;
        self.activities.iter().map(move |activity| activity.sectors[home])
    }

    /// Returns the activities as tests write them: `bank+insurance|pension`.
    #[cfg(test)]
    fn shown(&self, country: CountryReading) -> String {
        if !self.is_stated() {
            return "unstated".to_owned();
        }
        let home = Home::of(country) as usize;
        let activity = |activity: &Activity| match activity.is_known {
            true => shown(activity.sectors[home]),
            false => "unknown".to_owned(),
        };
        self.activities.iter().map(activity).collect::<Vec<String>>().join("+")
    }
}

/// The readings of the two columns of a company that state its sector: its industry in words, and the code of it.
#[derive(Clone, Copy, Debug)]
pub struct SectorReading<'r> {
    /// The industry.
    pub industry: &'r IndustryReading,
    /// The code of the industry.
    pub code: &'r IndustryReading,
    /// The country of the company.
    pub country: CountryReading,
}

impl SectorReading<'_> {
    /// Returns `true` if the data states an industry or a code.
    pub fn is_stated(&self) -> bool {
        self.industry.is_stated() || self.code.is_stated()
    }

    /// Returns the answer of [`IndustryReading::is`] for both columns. If one leaves the answer open, the other decides; if they
    /// contradict each other, it is open.
    pub fn is(&self, yes: SectorSet, open: SectorSet) -> Option<bool> {
        let [industry, code] = [self.industry, self.code].map(|reading| reading.is(self.country, yes, open));
        match (industry, code) {
            (Some(a), Some(b)) => (a == b).then_some(a),
            (Some(answer), None) | (None, Some(answer)) => Some(answer),
            (None, None) => None,
        }
    }
}

/// Reads an industry, in words of many languages or as a code; `scheme` is the classification that the data states for codes.
///
/// A code is read by the classification that it names (`NACE K64.19`, `SIC 6021`) or that is stated. Otherwise it has all
/// meanings that its form and the country of the company allow.
///
/// ```
/// use interlocks_core::model::vocabulary::{CountryReading, Sector, SectorSet, read_industry};
/// let is_bank = |text: &str| {
///     read_industry(text, None).is(CountryReading::Unstated, SectorSet::of(&[Sector::Bank]), SectorSet::NONE)
/// };
/// assert_eq!(is_bank("Retail Banking"), Some(true));
/// assert_eq!(is_bank("SIC 6021"), Some(true));
/// assert_eq!(is_bank("Financial services"), None);
/// assert_eq!(is_bank("food bank"), Some(false));
/// // Banks in one classification, television in the other.
/// assert_eq!(is_bank("6020"), None);
/// ```
pub fn read_industry(text: &str, scheme: Option<CodeScheme>) -> IndustryReading {
    IndustryReading { activities: parser::activities(text, scheme) }
}
