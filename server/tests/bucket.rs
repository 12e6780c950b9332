//! Files in a bucket: the real server, and a storage that speaks as much of S3 as is needed.

mod bucket {
    #[expect(dead_code, reason = "the ledger also kills servers and brings folders of its own")]
    #[path = "../ledger/process.rs"]
    mod process;
    mod storage;

    mod files;
}
