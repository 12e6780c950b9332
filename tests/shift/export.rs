//! An admin takes the numbers away as files.

use crate::screen::Screen;
use crate::service::{Service, names_in};
use robindesk_protocol::Stats;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_lie_where_the_screen_says_whole_and_over_nothing() {
    let service = Service::open().await;
    let admin = service.seeded.admin.clone();
    let machine = service.machine("admin", &admin, service.addr()).await;
    let folder = machine.folders.downloads.clone();
    let mut screen = Screen::open(machine, (200, 40));
    screen.until("● live").await;
    screen.keys("4");
    screen.until("as of").await;
    // Held: both exports are of one moment, and so of one name.
    screen.keys("space X");
    screen.until(&format!("exported to {}: robindesk-stats-", folder.display())).await;
    let names = names_in(&folder);
    let [csv, json] = &names[..] else { panic!("{names:?}") };
    assert!(screen.shown().contains(&format!("{csv} and .json")), "{}", screen.shown());
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (table, text) = (read(csv), read(json));
    let stats: Stats = serde_json::from_str(&text).unwrap();
    assert_eq!(stats.orders.total, 60);
    assert!(table.contains("\r\norders,ever,total,60\r\n") && table.ends_with("\r\n"));
    assert!(table.lines().all(|line| line.split(',').count() == 4), "{table}");
    for agent in &stats.agents {
        let row = format!("agent {} {},now,open,{}", agent.agent.id, agent.agent.name, agent.open);
        assert!(table.lines().any(|line| line == row), "{row} is not in\n{table}");
    }

    let stem = csv.strip_suffix(".csv").unwrap();
    assert_eq!(json.strip_suffix(".json"), Some(stem));
    std::fs::write(folder.join(csv), "hers").unwrap();
    screen.keys("X");
    screen.until(&format!("{stem} (2).csv and .json")).await;
    assert_eq!((read(csv), read(json)), ("hers".to_owned(), text.clone()));
    let again = |ending| read(&format!("{stem} (2).{ending}"));
    assert!((again("csv"), again("json")) == (table, text));

    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "not a folder").unwrap();
    screen.keys("X");
    let why = "that is a file, not a folder";
    let told = format!("the export could not be written to {}: {why}", folder.display());
    screen.until(&told).await;
    screen.close().await;
    service.stop().await;
}
