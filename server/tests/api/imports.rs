//! A marketplace that keeps itself in step by a file: what is new, what changed, and all or nothing.

use super::desk::{Bare, Desk};
use super::engine::on_each_engine;
use robindesk_protocol::{
    Amount, AuditPage, BrandAnswer, BrandId, CreatorId, CreatorPage, NewOrder, PackageAnswer,
    PackagePage,
};
use robindesk_server::Running;
use robindesk_server::ops::import::{ImportError, Imported, Outcome, import, read};

async fn taken(running: &Running, text: &str) -> Imported {
    let listing = read(text.as_bytes()).expect("a file that can be read");
    import(running.app(), listing).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn refused(running: &Running, text: &str) -> Vec<String> {
    let listing = read(text.as_bytes()).expect("a file that can be read");
    match import(running.app(), listing).await {
        Err(ImportError::Refused(faults)) => {
            faults.into_iter().map(|f| format!("{}: {}", f.field, f.message)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn outcome(created: u64, updated: u64, unchanged: u64) -> Outcome {
    Outcome { created, updated, unchanged }
}

const MARKET: &str = r#"{
  "packages": [
    {"creator_email": "TOM@tom.example", "title": " Film ", "price": 120.5, "currency": "KWD"},
    {"creator_email": "lena@lena.example", "title": "Story", "price": "300", "currency": "JPY"}
  ],
  "brands": [
    {"company_name": "Blue Kite", "contact": {"name": "Bea", "email": "Bea@kite.example"}},
    {"company_name": "Acme Co", "contact": {"name": "Ada", "email": "ada@acme.example"}}
  ],
  "creators": [{"name": "Tom", "email": "tom@tom.example", "bio": "Trails"}]
}"#;

on_each_engine! {
    async fn the_same_file_twice_changes_nothing_twice(desk: Desk) {
        let done = taken(&desk.running, MARKET).await;
        let once = Imported {
            brands: outcome(1, 0, 1),
            creators: outcome(1, 0, 0),
            packages: outcome(2, 0, 0),
        };
        assert_eq!(done, once);
        let done = taken(&desk.running, MARKET).await;
        let twice = Imported {
            brands: outcome(0, 0, 2),
            creators: outcome(0, 0, 1),
            packages: outcome(0, 0, 2),
        };
        assert_eq!(done, twice);
        let trail: AuditPage = desk.admin.get("/api/admin/audit").await.data();
        let made = trail.entries.iter().map(|e| e.action.as_str()).collect::<Vec<_>>();
        assert_eq!(made[..4], ["package.created", "package.created", "creator.created", "brand.created"]);
        assert!(trail.entries.iter().take(4).all(|entry| entry.actor.is_none()));

        // What was taken in can be ordered, at its exact price.
        let order = NewOrder {
            package_id: "3".parse().unwrap(),
            brand_id: BrandId(3),
            creator_id: CreatorId(3),
            total_amount: Amount::from("120.500"),
            ..Desk::new_order()
        };
        let placed = desk.admin.place(&order).await;
        assert_eq!((placed.order.currency.as_str(), placed.order.brand.company_name.as_str()),
            ("KWD", "Blue Kite"));
    }

    async fn what_changed_is_brought_up_to_date(desk: Desk) {
        taken(&desk.running, MARKET).await;
        let prices = "creator_email,title,price,currency,description\n\
            tom@tom.example,Film,99,USD,\nlena@lena.example,Story,300,JPY,A story\n";
        assert_eq!(taken(&desk.running, prices).await.packages, outcome(0, 2, 0));
        let package = desk.admin.get("/api/packages/3").await.data::<PackageAnswer>().package;
        assert_eq!((package.price.as_str(), package.currency.as_str()), ("99.00", "USD"));
        // An id lets everything else change; an empty cell leaves what was there.
        let brand = "id,company_name,contact_name,contact_email,contact_phone\n\
            3,Kite Ltd,Bea,bea@kite-ltd.example,+1 555 0123\n";
        assert_eq!(taken(&desk.running, brand).await.brands, outcome(0, 1, 0));
        let brand = brand.replace("+1 555 0123", "");
        assert_eq!(taken(&desk.running, &brand).await.brands, outcome(0, 0, 1));
        let kite = desk.admin.get("/api/brands/3").await.data::<BrandAnswer>().brand.brand;
        let contact = kite.contact.unwrap();
        assert_eq!(kite.company_name, "Kite Ltd");
        assert_eq!(contact.email.as_deref(), Some("bea@kite-ltd.example"));
        let title = "id,creator_id,title,price,currency\n3,3,Short film,99,USD\n";
        assert_eq!(taken(&desk.running, title).await.packages, outcome(0, 1, 0));
        let package = desk.admin.get("/api/packages/4").await.data::<PackageAnswer>().package;
        assert_eq!(package.description, "A story");
        let trail: AuditPage = desk.admin.get("/api/admin/audit?action=brand.updated").await.data();
        assert!(!desk.admin.get("/api/admin/audit").await.text.contains("555 0123"));
        assert_eq!(trail.paging.total, 1);
    }

    async fn one_wrong_line_and_nothing_is_taken_in(desk: Desk) {
        let text = "kind,id,company_name,contact_name,contact_email,name,email,creator_email,title,price,currency\n\
            brand,,Blue Kite,Bea,bea@kite.example,,,,,,\n\
            brand,,Kite,Bea,BEA@kite.example,,,,,,\n\
            brand,,Lena,Lena,lena@lena.example,,,,,,\n\
            brand,99,None,N,n@n.example,,,,,,\n\
            brand,,Odd,Odd,odd,,,,,,\n\
            creator,,,,,Bad,bad,,,,\n\
            creator,1,,,,Lena,kai@kai.example,,,,\n\
            package,,,,,,,bad,Silent,1,USD\n\
            package,,,,,,,nobody@n.example,Film,1,USD\n\
            package,,,,,,,kai@kai.example,Film,0.001,USD\n\
            package,2,,,,,,lena@lena.example,Film,1,USD\n\
            package,,,,,,,,Film,1,USD\n";
        let told = refused(&desk.running, text).await;
        assert_eq!(told, [
            "line 3: This brand is on line 2 already.",
            "line 4, contact_email: is the address of an account that is not a brand's",
            "line 5, id: there is no such brand",
            "line 6, contact_email: must be an e-mail address",
            "line 7, email: must be an e-mail address",
            "line 8: There is already an account for kai@kai.example.",
            "line 10, creator_email: there is no such creator, here or in the file",
            "line 11, price: USD has 2 decimal places",
            "line 12, id: is the package of another creator",
            "line 13, creator_email: is how a package names its creator; or creator_id, and not both",
        ]);
        let nothing = refused(&desk.running, &MARKET.replace("120.5", "-1")).await;
        assert_eq!(nothing.len(), 1, "{nothing:?}");
        let creators: CreatorPage = desk.admin.get("/api/creators").await.data();
        let packages: PackagePage = desk.admin.get("/api/packages").await.data();
        assert_eq!((creators.paging.total, packages.paging.total), (2, 2));
        let trail: AuditPage = desk.admin.get("/api/admin/audit?action=brand.created").await.data();
        assert_eq!(trail.paging.total, 0);
        // The numbers go on as if it had not been tried.
        taken(&desk.running, MARKET).await;
        assert_eq!(desk.admin.get("/api/brands/3").await.status, 200);
    }

    async fn a_title_that_is_there_twice_wants_an_id(desk: Desk) {
        let body = serde_json::json!({"creator_id": 1, "title": "Reel package", "price": 1, "currency": "USD"});
        assert_eq!(desk.admin.post("/api/packages", &body).await.status, 201);
        let text = "creator_id,title,price,currency\n1,Reel package,2,USD\n";
        let told = refused(&desk.running, text).await;
        assert!(told[0].starts_with("line 2, title: the creator has several of this title"));
        let text = "id,creator_id,title,price,currency\n3,1,Reel package,2,USD\n";
        assert_eq!(taken(&desk.running, text).await.packages, outcome(0, 1, 0));
    }

    async fn thousands_come_in_one_file(desk: Bare) {
        let heading = "kind,name,email,creator_email,title,price,currency\n".to_owned();
        let lines = (0..3_000).map(|n| {
            let address = format!("c{n}@many.example");
            let package = format!("package,,,{address},Reel,{n}.99,USD\r\n");
            format!("{package}creator,Creator {n},{address},,,,\r\n")
        });
        let text: String = std::iter::once(heading).chain(lines).collect();
        let done = taken(&desk.running, &text).await;
        assert_eq!((done.creators, done.packages), (outcome(3_000, 0, 0), outcome(3_000, 0, 0)));
        let done = taken(&desk.running, &text).await;
        assert_eq!((done.creators, done.packages), (outcome(0, 0, 3_000), outcome(0, 0, 3_000)));
    }
}
