//! A small desk for the tests of the rules: one brand, one creator, one package, and as many agents
//! as a test wants.

use super::changes::Changes;
use super::command::{Account, AccountKind, Caller, Command, NewAccount, NewPackage, Request};
use super::decide::decide;
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::World;
use robindesk_protocol::{
    AccountStatus, Amount, Availability, BrandId, CreatorId, Currency, NewOrder, OrderId,
    PackageId, PlacedOrder, TicketId, Timestamp, UserId, UserType,
};

/// The world of a test, and its clock: each command comes a second after the one before.
pub struct Stage {
    pub world: World,
    pub changes: Changes,
    pub at: Timestamp,
}

impl Stage {
    /// A desk with so many available agents. Brand and creator are accounts 1 and 2.
    pub fn with_agents(count: usize) -> Self {
        let world = World { all_staff: true, ..World::default() };
        let mut stage = Self { world, changes: Changes::default(), at: Timestamp(1_000_000) };
        let brand = AccountKind::Brand { company_name: "Acme Co".to_owned() };
        stage.account("ada@acme.example", "Ada", brand);
        let creator = AccountKind::Creator { bio: "Reels about food".to_owned() };
        stage.account("lena@lena.example", "Lena Ortiz", creator);
        let package = NewPackage {
            creator: CreatorId(1),
            title: "Reel package".to_owned(),
            description: "One reel".to_owned(),
            price_minor: 25_000,
            currency: Currency::parse("USD").unwrap(),
        };
        stage.system(Command::CreatePackage(package)).unwrap();
        for n in 0..count {
            stage.agent(&format!("agent{n}@desk.example"), UserType::Agent);
        }
        stage
    }

    /// One more available member of staff.
    pub fn agent(&mut self, email: &str, user_type: UserType) -> UserId {
        let availability = Availability::Available;
        self.account(email, "Agent", AccountKind::Staff { user_type, availability })
    }

    fn account(&mut self, email: &str, name: &str, kind: AccountKind) -> UserId {
        let new = NewAccount {
            email: email.to_owned(),
            name: name.to_owned(),
            phone: None,
            password_hash: None,
            status: AccountStatus::Active,
            kind,
        };
        self.system(Command::CreateAccount(new)).unwrap().into_account().unwrap().id
    }

    /// The account as it signs in.
    pub fn as_account(&self, id: UserId) -> Account {
        let user = &self.world.users[&id];
        Account {
            id,
            name: user.name.clone(),
            user_type: user.user_type,
            brand_id: user.brand_id,
            creator_id: user.creator_id,
            from: None,
        }
    }

    pub fn system(&mut self, command: Command) -> Result<Reply, Rejection> {
        self.request(Caller::System, command)
    }

    pub fn by(&mut self, id: UserId, command: Command) -> Result<Reply, Rejection> {
        let account = self.as_account(id);
        self.asked_by(account, command)
    }

    /// As an account that was let in as this.
    pub fn asked_by(&mut self, account: Account, command: Command) -> Result<Reply, Rejection> {
        self.request(Caller::Account(account), command)
    }

    fn request(&mut self, by: Caller, command: Command) -> Result<Reply, Rejection> {
        self.at = self.at.plus_ms(1_000);
        let request = Request { at: self.at, by, key: None, command };
        self.decide(&request)
    }

    /// Decides a request, and holds every rejection to its promise: nothing was touched.
    pub fn decide(&mut self, request: &Request) -> Result<Reply, Rejection> {
        let (head, tickets) = (self.world.head.clone(), self.world.tickets.clone());
        let outcome = decide(&mut self.world, &mut self.changes, request);
        if outcome.is_err() {
            assert_eq!((&head, &tickets), (&self.world.head, &self.world.tickets), "{request:?}");
        }
        outcome
    }

    /// The brand's usual order.
    pub fn new_order() -> NewOrder {
        NewOrder {
            package_id: PackageId(1),
            brand_id: BrandId(1),
            creator_id: CreatorId(1),
            total_amount: Amount::from("250.00"),
            currency: None,
            quantity: None,
            additional_instructions: None,
        }
    }

    /// Places the brand's usual order.
    pub fn place(&mut self) -> PlacedOrder {
        match self.by(BRAND, Command::PlaceOrder(Self::new_order())).unwrap() {
            Reply::Placed(placed) => *placed,
            other => panic!("an order was wanted, not {other:?}"),
        }
    }

    /// Order 1 and its ticket.
    pub fn one_order(&mut self) -> (OrderId, TicketId) {
        let placed = self.place();
        (placed.order.id, placed.ticket.id)
    }
}

/// The brand's account on every stage.
pub const BRAND: UserId = UserId(1);
/// The creator's account on every stage.
pub const CREATOR: UserId = UserId(2);
/// The first agent, where there is one.
pub const AGENT: UserId = UserId(3);
