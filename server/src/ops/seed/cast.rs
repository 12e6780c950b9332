//! Who is in a marketplace and what they sell, from the lists in `assets/seed`.

use super::Plan;
use robindesk_protocol::{Amount, Currency};

const STAFF: &str = include_str!("../../../../assets/seed/staff.txt");
const BRANDS: &str = include_str!("../../../../assets/seed/brands.txt");
const CREATORS: &str = include_str!("../../../../assets/seed/creators.txt");
const PACKAGES: &str = include_str!("../../../../assets/seed/packages.txt");

/// Somebody with an account, and what the account's kind adds: a company or a bio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub email: String,
    pub about: String,
}

/// What a creator offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which of the creators, counted from 0.
    pub creator: usize,
    pub title: String,
    pub description: String,
    pub price_minor: i64,
    pub currency: Currency,
}

/// Everybody and everything that is there before the first order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    pub agents: Vec<Person>,
    pub admin: Person,
    pub super_admin: Person,
    pub brands: Vec<Person>,
    pub creators: Vec<Person>,
    pub offers: Vec<Offer>,
}

impl Cast {
    /// The cast for a plan. Lists that are too short are gone through again, with numbers.
    pub fn of(plan: &Plan) -> Self {
        let staff = |n| {
            numbered(STAFF, n, |[name, handle], number| Person {
                name: format!("{name}{}", spaced(number)),
                email: format!("{handle}{number}@robindesk.example"),
                about: String::new(),
            })
        };
        let owner = |name: &str, handle: &str| Person {
            name: name.to_owned(),
            email: format!("{handle}@robindesk.example"),
            about: String::new(),
        };
        Self {
            agents: (0..plan.agents).map(staff).collect(),
            admin: owner("Carmen Ibarra", "carmen.ibarra"),
            super_admin: owner("Robin Falk", "robin.falk"),
            brands: (0..plan.brands).map(brand).collect(),
            creators: (0..plan.creators).map(creator).collect(),
            offers: (0..plan.packages).map(|n| offer(n, plan.creators)).collect(),
        }
    }

    /// The e-mail of everybody.
    pub fn emails(&self) -> impl Iterator<Item = &str> {
        let staff = self.agents.iter().chain([&self.admin, &self.super_admin]);
        staff.chain(&self.brands).chain(&self.creators).map(|person| person.email.as_str())
    }
}

fn brand(n: usize) -> Person {
    numbered(BRANDS, n, |[company, contact, email], number| Person {
        name: contact.to_owned(),
        email: email.replacen('@', &format!("{number}@"), 1),
        about: format!("{company}{}", spaced(number)),
    })
}

fn creator(n: usize) -> Person {
    numbered(CREATORS, n, |[name, handle, bio], number| Person {
        name: format!("{name}{}", spaced(number)),
        email: format!("{handle}{number}@creators.example"),
        about: bio.to_owned(),
    })
}

fn offer(n: usize, creators: usize) -> Offer {
    numbered(PACKAGES, n, |[title, currency, price, description], _| {
        let currency = Currency::parse(currency).expect("the list has currencies");
        Offer {
            creator: n % creators.max(1),
            title: title.to_owned(),
            description: description.to_owned(),
            price_minor: Amount::from(price).minor(currency).expect("the list has prices"),
            currency,
        }
    })
}

/// Line `n` of a list, cut at its bars; the second time through it is number 2, and so on.
fn numbered<const N: usize, T>(
    list: &'static str,
    n: usize,
    made: impl Fn([&'static str; N], &str) -> T,
) -> T {
    let lines: Vec<&str> = list.lines().filter(|line| !line.is_empty()).collect();
    let mut parts = lines[n % lines.len()].split(" | ");
    let fields = std::array::from_fn(|_| parts.next().expect("each line has all its parts"));
    let round = n / lines.len() + 1;
    let number = if round == 1 { String::new() } else { round.to_string() };
    made(fields, &number)
}

fn spaced(number: &str) -> String {
    if number.is_empty() { String::new() } else { format!(" {number}") }
}

#[cfg(test)]
mod tests {
    use super::{Cast, Plan};
    use robindesk_protocol::Timestamp;
    use std::collections::HashSet;

    #[test]
    fn everybody_has_an_address_of_their_own() {
        let plan = Plan {
            agents: 100,
            brands: 200,
            creators: 300,
            packages: 500,
            ..Plan::demo(Timestamp(0))
        };
        let cast = Cast::of(&plan);
        let emails: HashSet<&str> = cast.emails().collect();
        assert_eq!(emails.len(), 100 + 2 + 200 + 300);
        assert!(emails.iter().all(|e| e.is_ascii() && e.contains('@')));
    }

    #[test]
    fn a_demo_has_several_currencies() {
        let cast = Cast::of(&Plan::demo(Timestamp(0)));
        let currencies: HashSet<&str> = cast.offers.iter().map(|o| o.currency.as_str()).collect();
        assert!(["USD", "EUR", "JPY", "KWD"].iter().all(|c| currencies.contains(c)));
        assert_eq!(cast.agents[0].email, "maya.rivera@robindesk.example");
    }
}
