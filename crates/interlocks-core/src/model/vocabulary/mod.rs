//! The words of data: free text is read into closed lists once, when it is loaded.
//!
//! The tables are in `vocabulary/` of this crate. Case, accents and punctuation never matter. A word that no table has is
//! *unknown*, never silently a "no".

mod amounts;
mod committees;
mod company_details;
mod company_names;
mod countries;
mod dates;
mod deal_status;
mod fold;
mod legal_forms;
mod links;
mod remarks;
mod roles;
mod sectors;
mod tables;
mod ties;
mod values;

pub use amounts::{WrittenAmount, read_amount};
pub use committees::{is_audit_committee, sets_pay};
pub use company_details::CompanyDetail;
pub use company_names::{CompanyForm, CompanyName};
pub use countries::{Country, CountryReading, Jurisdiction, read_country};
pub use dates::{DateOrder, WrittenDate, date_order, read_date};
pub use deal_status::{DealStatus, read_deal_status};
pub use fold::fold;
pub use legal_forms::has_legal_form;
pub use links::{LinkReading, phrase, read_entity_kind, read_link};
pub use remarks::{Remark, read_remark, stated_day};
pub use roles::{RoleReading, is_in_control_body, is_independent, read_role};
pub use sectors::{CodeScheme, IndustryReading, Sector, SectorReading, SectorSet, read_industry};
pub use tables::lines_from;
pub use ties::{TieKind, TieReading, read_tie};
pub use values::{is_company_status, is_no_value, is_nobody};
