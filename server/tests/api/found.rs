//! What search finds of what was written: whatever it was written as, and in any script; on a desk
//! that is new and on one whose index of words is made anew.

use super::client::Client;
use super::desk::Desk;
use super::engine::on_each_engine;
use super::files::sent;
use robindesk_protocol::{Hit, SearchPage};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

async fn hits(who: &Client, q: &str) -> Vec<Hit> {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    who.get(&format!("/api/search?{query}")).await.data::<SearchPage>().hits
}

/// The pieces that are marked in what is found, hit by hit.
async fn marked(who: &Client, q: &str) -> Vec<String> {
    let marks = |hit: Hit| {
        let chars: Vec<char> = hit.snippet.text.chars().collect();
        let piece = |(from, to): &(usize, usize)| chars[*from..*to].iter().collect::<String>();
        hit.snippet.marks.iter().map(piece).collect::<Vec<_>>().join(" ")
    };
    hits(who, q).await.into_iter().map(marks).collect()
}

/// Drops the index of words, as if it were an older one, and opens the desk again.
async fn indexed_anew(desk: Desk) -> Desk {
    let mut conn = desk.running.app().store.connect().await.unwrap();
    conn.run("DROP TABLE message_index", vec![]).await.unwrap();
    conn.run("CREATE TABLE message_index (rowid BIGINT)", vec![]).await.unwrap();
    conn.run("DELETE FROM migrations WHERE version = 25", vec![]).await.unwrap();
    conn.close().await;
    desk.restart().await
}

on_each_engine! {
    async fn rejections_and_files_are_found_by_what_was_written(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let fields: [(&str, &[u8]); 2] = [("message_text", b"see this"), ("file", b"%PDF-1.7 x")];
        sent(&desk.brand_a, &fields).await;
        sent(&desk.brand_a, &fields[1..]).await;
        let no = json!({"status": "rejected", "rejection_message": "Kalender xylophonisch voll"});
        desk.creator_a.put("/api/orders/1/status", &no).await.data::<Value>();
        let written = async |desk: &Desk| {
            for (q, found) in [
                ("xylophonisch", &["xylophonisch"][..]),
                ("\"kalender xylophonisch voll\"", &["Kalender xylophonisch voll"]),
                ("rejected", &[]),
                ("acme reel", &["Acme Reel"]),
                ("zoe draft", &["Zoë draft", "Zoë draft"]),
                ("draft -see", &["draft"]),
                ("\"s draft\"", &["s draft", "s draft"]),
                ("see", &["see"]),
            ] {
                assert_eq!(marked(&desk.agents[0], q).await, found, "{q}");
                assert_eq!(marked(&desk.brand_a, q).await, found, "{q}");
            }
            assert_eq!(marked(&desk.creator_a, "voll").await, ["voll"]);
            assert!(marked(&desk.creator_a, "draft").await.is_empty());
            assert!(marked(&desk.brand_b, "voll").await.is_empty());
        };
        written(&desk).await;
        written(&indexed_anew(desk).await).await;
    }

    async fn words_of_any_script_are_found_whole(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        for text in ["Η ΟΔΟΣ εδώ", "κάθε οδός", "Der Congreſs", "हिन्दी में", "100 µg", "Tiếng Việt", "Йогурт отчёт", "한국어로"] {
            desk.brand_a.write(1, text, None).await;
        }
        let written = async |desk: &Desk| {
            for (q, found) in [
                ("ΟΔΟΣ", &["οδός", "ΟΔΟΣ"][..]),
                ("οδοσ", &["οδός", "ΟΔΟΣ"]),
                ("congress", &["Congreſs"]),
                ("CONGREſS", &["Congreſs"]),
                ("हिन्दी", &["हिन्दी"]),
                ("ह", &[]),
                ("हन", &[]),
                ("μg", &["µg"]),
                ("việt", &["Việt"]),
                ("tieng viet", &["Tiếng Việt"]),
                ("ОТЧЕТ", &["отчёт"]),
                ("한국", &["한국어로"]),
                ("한", &["한국어로"]),
            ] {
                assert_eq!(marked(&desk.agents[0], q).await, found, "{q}");
            }
        };
        written(&desk).await;
        written(&indexed_anew(desk).await).await;
    }

    async fn a_word_is_found_however_it_was_typed(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let texts = ["데이터 보고서.pdf", "データ.pdf", "Йогурт отчёт.pdf", "Tiếng Việt.pdf"];
        for text in texts {
            desk.brand_a.write(1, &text.nfd().collect::<String>(), None).await;
        }
        for text in texts {
            let apart: String = text.nfd().collect();
            for q in [text, &apart] {
                let found = marked(&desk.agents[0], q).await;
                assert_eq!(found, [&*apart], "{q}");
            }
        }
        desk.admin.put("/api/brands/1", &json!({"company_name": texts[3]})).await.data::<Value>();
        let called: String = "brand:Việt".nfd().collect();
        assert_eq!(hits(&desk.admin, &called).await.len(), 1);
    }

    async fn no_text_is_too_much_for_the_index(desk: Desk) {
        desk.brand_a.place(&Desk::new_order()).await;
        let (pointed, vowels) = ("א".to_owned() + &"\u{5b0}".repeat(2_000), "ᅡ".repeat(1_500));
        let numbers: Vec<String> = (0..11_000).map(|n| n.to_string()).collect();
        let full = |sign: &str| sign.repeat(65_536 / sign.len());
        for text in [
            &pointed,
            &format!("ᄀ{vowels}"),
            &format!("e{}", "\u{301}".repeat(32_000)),
            &format!("ক{}", "\u{9be}".repeat(20_000)),
            &full("QmFzZTY0"),
            &full("7"),
            &full("ﷺﷺ "),
            &full("北"),
            &full("b "),
            &numbers.join(" "),
        ] {
            desk.brand_a.write(1, text, None).await;
        }
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let written = async |desk: &Desk| {
            for whole in [&pointed, &format!("ᄀ{vowels}"), &full("QmFzZTY0")] {
                let found = marked(&desk.agents[0], &cut(whole, 200)).await;
                assert_eq!(found, [cut(whole, 160)], "as much of it as is shown");
            }
            for q in ["10999", "7 8 9"] {
                assert_eq!(marked(&desk.agents[0], &format!("\"{q}\"")).await, [q]);
            }
        };
        written(&desk).await;
        written(&indexed_anew(desk).await).await;
    }
}
