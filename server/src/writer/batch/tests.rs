//! What one transaction holds together.

use super::{Begun, Done, commit};
use crate::desk::command::{
    Account, AccountKind, Caller, Command, NewAccount, NewMessage, NewPackage, Request,
    TicketChange,
};
use crate::desk::reply::Reply;
use crate::desk::stage::Stage;
use crate::store::Store;
use crate::writer::memory::Memory;
use robindesk_protocol::{
    AccountStatus, Audience, Availability, CreatorId, Currency, SetAccountStatus, TicketId,
    TicketStatus, Timestamp, User, UserType,
};

/// A desk on a database of its own, whose writes are made one by one.
struct Desk {
    store: Store,
    memory: Memory,
    at: Timestamp,
    _folder: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("desk.db").display());
        let store = Store::open(&url).await.unwrap();
        Self { store, memory: Memory::default(), at: Timestamp(1_000_000), _folder: folder }
    }

    async fn commit(&mut self, by: Caller, command: Command) -> Done {
        self.at = self.at.plus_ms(1_000);
        let conn = self.store.connect_to_write().await.unwrap();
        let mut begun = Begun::on(conn, false).await.unwrap();
        let request = Request { at: self.at, by, key: None, command };
        commit(&mut begun, &mut self.memory, &[request], None).await.unwrap()
    }

    async fn system(&mut self, command: Command) -> Reply {
        self.commit(Caller::System, command).await.outcomes.pop().unwrap().unwrap()
    }

    async fn account(&mut self, name: &str, kind: AccountKind) -> User {
        let new = NewAccount {
            email: format!("{name}@desk.example"),
            name: name.to_owned(),
            phone: None,
            password_hash: None,
            status: AccountStatus::Active,
            kind,
        };
        self.system(Command::CreateAccount(new)).await.into_account().unwrap()
    }

    async fn agent(&mut self, name: &str) -> User {
        let (user_type, availability) = (UserType::Agent, Availability::Available);
        self.account(name, AccountKind::Staff { user_type, availability }).await
    }

    /// A brand, and its ticket 1.
    async fn one_order(&mut self) -> User {
        let brand = AccountKind::Brand { company_name: "Acme Co".to_owned() };
        let brand = self.account("ada", brand).await;
        self.account("lena", AccountKind::Creator { bio: String::new() }).await;
        let package = NewPackage {
            creator: CreatorId(1),
            title: "Reel".to_owned(),
            description: String::new(),
            price_minor: 25_000,
            currency: Currency::parse("USD").unwrap(),
        };
        self.system(Command::CreatePackage(package)).await;
        self.system(Command::PlaceOrder(Stage::new_order())).await;
        brand
    }
}

fn as_account(user: &User) -> Caller {
    Caller::Account(Account::of(user))
}

fn a_word() -> Command {
    Command::PostMessage(NewMessage {
        ticket: TicketId(1),
        text: "Are you there?".to_owned(),
        audience: Some(Audience::Brand),
        client_id: None,
        file: None,
    })
}

#[tokio::test]
async fn a_message_that_puts_a_ticket_in_line_hands_it_out_in_the_same_transaction() {
    let mut desk = Desk::new().await;
    let first = desk.agent("maya").await;
    let brand = desk.one_order().await;
    let change = TicketChange::Status(TicketStatus::Resolved);
    desk.system(Command::UpdateTicket { ticket: TicketId(1), change }).await;
    let change = SetAccountStatus { status: AccountStatus::Suspended, version: None };
    desk.system(Command::SetAccountStatus { agent: first.id, change }).await;
    let second = desk.agent("jonas").await;
    let mut done = desk.commit(as_account(&brand), a_word()).await;
    assert!(done.left.is_none() && done.outcomes.remove(0).is_ok());
    let ticket = crate::store::read::tickets::one(&desk.store, TicketId(1), second.id).await;
    assert_eq!(ticket.unwrap().unwrap().agent.map(|agent| agent.id), Some(second.id));
    assert_eq!(crate::store::read::tickets::waiting(&desk.store).await.unwrap(), 0);
}

#[tokio::test]
async fn who_was_suspended_after_a_request_was_let_in_does_nothing_with_it() {
    let mut desk = Desk::new().await;
    let agent = desk.agent("maya").await;
    desk.one_order().await;
    let let_in = as_account(&agent);
    assert!(desk.commit(let_in.clone(), a_word()).await.outcomes.remove(0).is_ok());
    let change = SetAccountStatus { status: AccountStatus::Suspended, version: None };
    desk.system(Command::SetAccountStatus { agent: agent.id, change }).await;
    let done = desk.commit(let_in, a_word()).await;
    assert!(done.outcomes[0].is_err() && done.events.is_empty());
}
