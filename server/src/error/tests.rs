//! What a client is told of each failure, and what it is not.

use super::ApiError;
use crate::store::StoreError;
use crate::writer::WriteError;
use axum::http::header;
use axum::response::IntoResponse;
use robindesk_protocol::{Code, Problem};

async fn answered(error: ApiError) -> (u16, Option<String>, Problem) {
    let response = error.into_response();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    let status = response.status().as_u16();
    let retry = response.headers().get(header::RETRY_AFTER);
    let retry = retry.map(|v| v.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(response.into_body(), 65_536).await.unwrap();
    (status, retry, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn busy_says_when_to_come_back() {
    let (status, retry, problem) = answered(WriteError::Busy.into()).await;
    assert_eq!((status, retry.as_deref()), (503, Some("1")));
    assert_eq!(problem.code, Code::Unavailable);
    assert_eq!(answered(StoreError::Busy(String::new()).into()).await.0, 503);
}

#[tokio::test]
async fn a_full_disk_is_said_to_be_full() {
    assert_eq!(answered(WriteError::DiskFull.into()).await.0, 507);
}

#[tokio::test]
async fn only_a_write_whose_outcome_is_unknown_is_in_doubt() {
    for error in [WriteError::Busy, WriteError::DiskFull, WriteError::Internal(String::new())] {
        assert!(!ApiError::from(error).is_in_doubt());
    }
    let doubt = ApiError::from(WriteError::InDoubt(StoreError::Busy("the link broke".to_owned())));
    assert!(doubt.is_in_doubt());
    let (status, retry, _) = answered(doubt).await;
    assert_eq!((status, retry.as_deref()), (503, Some("1")));
}

#[tokio::test]
async fn what_is_internal_stays_inside() {
    let canary = "canary: /var/lib/robindesk is locked";
    let (status, _, problem) = answered(StoreError::Internal(canary.to_owned()).into()).await;
    assert_eq!(status, 500);
    assert!(!serde_json::to_string(&problem).unwrap().contains("canary"));
}

#[tokio::test]
async fn a_field_at_fault_is_named() {
    let (status, _, problem) = answered(ApiError::field("total_amount", "is missing")).await;
    assert_eq!((status, problem.status), (400, 400));
    assert_eq!(problem.errors[0].field, "total_amount");
    assert!(!problem.success);
}
