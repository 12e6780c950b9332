//! What files say, and what is wrong with them, on which line.

use super::{ImportError, read};
use crate::desk::import::Import;
use robindesk_protocol::Amount;

/// Everything that is wrong, as it is told.
fn wrong(text: &str) -> Vec<String> {
    match read(text.as_bytes()) {
        Err(ImportError::Refused(faults)) => {
            faults.into_iter().map(|f| format!("{}: {}", f.field, f.message)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn good(text: &str) -> Import {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}")).import
}

const JSON: &str = r#"{
  "brands": [
    {"company_name": "Acme Co", "contact": {"name": "Ada", "email": "ada@acme.example"}}
  ],
  "creators": [{"name": "Lena", "email": "lena@lena.example", "bio": "Reels"}],
  "packages": [
    {"creator_email": "lena@lena.example", "title": "Reel", "price": 250.10, "currency": "USD"},
    {"id": "7", "creator_id": 1, "title": "Story", "price": "3", "currency": "JPY"}
  ]
}"#;

#[test]
fn json_and_csv_say_the_same() {
    let csv = "kind,id,company_name,contact_name,contact_email,name,email,bio,creator_email,\
        creator_id,title,price,currency\r\n\
        brand,,Acme Co,Ada,ada@acme.example,,,,,,,,\r\n\
        creator,,,,,Lena,lena@lena.example,Reels,,,,,\r\n\
        ,,,,,,,,,,,,\r\n\
        package,,,,,,,,lena@lena.example,,Reel,250.10,USD\r\n\
        Package,7,,,,,,,,1,Story,3,JPY\r\n";
    let (json, csv) = (good(JSON), good(csv));
    let lines = |import: &Import| {
        let brands = import.brands.iter().map(|line| line.number);
        let creators = import.creators.iter().map(|line| line.number);
        let packages = import.packages.iter().map(|line| line.number);
        brands.chain(creators).chain(packages).collect::<Vec<_>>()
    };
    assert_eq!(lines(&json), [3, 5, 7, 8]);
    assert_eq!(lines(&csv), [2, 3, 5, 6]);
    let items = |import: Import| {
        let packages: Vec<_> = import.packages.into_iter().map(|line| line.item).collect();
        (import.brands[0].item.clone(), import.creators[0].item.clone(), packages)
    };
    assert_eq!(items(json), items(csv));
}

#[test]
fn a_file_of_one_kind_is_known_by_its_heading_whatever_its_separator() {
    let brands =
        good("\u{feff}Company_Name;contact_name;contact_email\nA, B & C;Ada;a@a.example\n");
    assert_eq!(brands.brands[0].item.company_name, "A, B & C");
    let creators = good("email\tname\nl@l.example\tLena\n");
    assert_eq!(creators.creators[0].item.bio, None);
    let text = "title,description,price,currency,creator_email\n\
        Reel,\"Two lines,\nand a \"\"quote\"\"\",0.30,USD,l@l.example\nStory,,1,USD,l@l.example\n";
    let packages = good(text).packages;
    assert_eq!(packages[0].item.description.as_deref(), Some("Two lines,\nand a \"quote\""));
    assert_eq!(packages[0].item.price, Amount::from("0.30"));
    assert_eq!((packages[1].number, &packages[1].item.description), (4, &None));
    assert_eq!(good("name,email\n"), Import::default());
    assert_eq!(good("{}"), Import::default());
}

#[test]
fn every_mistake_in_a_table_is_told_with_its_line_and_column() {
    let text = "kind,id,name,email,title\n\
        creator,x,Lena,,\n\
        creator,,Lena,l@l.example,Reel\n\
        agent,,A,a@a.example,\n\
        creator,,Lena\n\
        ,,Lena,l@l.example,\n";
    assert_eq!(
        wrong(text),
        [
            "line 2, id: must be an id: a whole number from 1",
            "line 2, email: is missing",
            "line 3, title: is no column of a creator; it has: name, email, id, phone, bio",
            "line 4, kind: must be brand, creator or package",
            "line 5: has 3 columns and the heading 5; is a quote missing?",
            "line 6, kind: is missing",
        ]
    );
    let one = |text: &str| wrong(text).join("|");
    assert!(one("").starts_with("line 1: the file is empty"));
    assert!(
        one("name,mail\n").contains("\"mail\" is not a known column of a creator; known: name")
    );
    assert!(one("title,price\nReel,1\n").contains("the column currency of a package is missing"));
    assert!(one("name,email,name\n").contains("the column name is there twice"));
    assert!(one("company_name,title\n").contains("in a column kind"));
    let bad = "title,price,currency,creator_id\nReel,1,usd,1\n";
    assert_eq!(one(bad), "line 2, currency: must be a currency code, such as USD");
}

#[test]
fn every_mistake_in_json_is_told_with_its_line_and_field() {
    let text = "{\"creators\": [\n {\"name\": \"Lena\"},\n {\"name\": \"L\",\n  \"email\": 7},\n \
        {\"name\": \"K\", \"email\": \"k@k.example\", \"bios\": \"\"}, 5]}";
    assert_eq!(
        wrong(text),
        [
            "line 2, email: is missing",
            "line 4, email: must be a string",
            "line 5, bios: is not a known field; known: id, name, email, bio, phone",
            "line 5, the item: must be a JSON object",
        ]
    );
    let one = |text: &str| wrong(text).join("|");
    assert!(one("{\n\"brand\": []}").starts_with("line 2, brand: is not a known field"));
    assert!(one("{\n\"brands\": [\n").starts_with("line 3"));
    assert!(one("[]").starts_with("line 1, the file: must be a JSON object"), "{}", one("[]"));
    assert!(one("{}\n{}").starts_with("line 2: there is more"));
    let bytes = b"name,email\nZo\xe9,z@z.example\n";
    let told = read(bytes).unwrap_err().to_string();
    assert_eq!(told, "nothing was imported\n  line 2: is no UTF-8; save the file as UTF-8");
}
