//! Where a request comes from, as far as we may believe it (`api.md`, Conventions).

use crate::state::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The client's address: the peer's, or what a proxy that the configuration trusts says.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        // There is always a peer on a socket; only tests that call the router have none.
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self(believed(peer, &parts.headers, &app.settings.trusted_proxies)))
    }
}

/// Goes back along `X-Forwarded-For` from its end for as long as the one who wrote it is trusted.
fn believed(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut address = peer.to_canonical();
    let values = headers.get_all("x-forwarded-for");
    let values: Vec<&str> = values.iter().filter_map(|v| v.to_str().ok()).collect();
    let mut hops = values.iter().flat_map(|v| v.split(',')).collect::<Vec<_>>();
    while trusted.contains(&address) {
        match hops.pop().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) {
            Some(before) => address = before.to_canonical(),
            None => break,
        }
    }
    address
}

/// An IPv6 caller owns its whole /64, so that is what counts.
pub fn neighbourhood(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::believed;
    use axum::http::HeaderMap;
    use std::net::IpAddr;

    fn seen(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let trusted: Vec<IpAddr> = trusted.iter().map(|ip| ip.parse().unwrap()).collect();
        believed(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(seen("203.0.113.7", "10.0.0.1", &[]), "203.0.113.7");
        assert_eq!(seen("203.0.113.7", "10.0.0.1", &["127.0.0.1"]), "203.0.113.7");
    }

    #[test]
    fn a_trusted_proxy_is_believed_about_its_own_peer_alone() {
        let proxies = ["127.0.0.1", "10.0.0.2"];
        assert_eq!(seen("127.0.0.1", "198.51.100.2", &proxies), "198.51.100.2");
        assert_eq!(seen("127.0.0.1", "6.6.6.6, 198.51.100.2", &proxies), "198.51.100.2");
        assert_eq!(seen("127.0.0.1", "6.6.6.6, 198.51.100.2, 10.0.0.2", &proxies), "198.51.100.2");
        assert_eq!(seen("127.0.0.1", "nonsense", &proxies), "127.0.0.1");
    }
}
