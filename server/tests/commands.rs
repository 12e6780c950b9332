//! The binary as a self-hoster meets it: exit codes, what goes to stdout and what does not, and a
//! server that starts without any configuration and stops when it is told to.

mod commands {
    mod backups;
    mod basics;
    mod checks;
    mod home;
    mod imports;
    mod tls;
}
