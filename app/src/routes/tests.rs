//! Addresses that are ours, and the ways back that a role may take.

use super::*;

#[test]
fn an_address_of_another_site_is_not_ours() {
    for path in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/é",
        "/\r\nx",
        "",
    ] {
        assert!(!is_own(path), "{path:?}");
    }
    assert!(is_own("/clients/1?past=2"));
}

#[test]
fn the_way_back_leads_only_where_the_role_has_a_page() {
    let session = "/clients/1/sessions/2/cancel";
    for path in ["/today", "/clients?x=1", session] {
        assert!(is_for(Role::Therapist, path), "{path}");
        assert!(!is_for(Role::Client, path), "{path}");
    }
    assert!(is_for(Role::Staff, "/demo/mail/x.eml"));
    assert!(!is_for(Role::Therapist, "/nothing"));
    assert!(!is_for(Role::Therapist, "/today/more"));
}

#[test]
fn a_clock_that_was_not_moved_is_told_of_once() {
    let page = "/clients/1?past=2&clock=2026-03-29T01%3A30";
    assert_eq!(with_clock(page, None), "/clients/1?past=2");
    assert_eq!(with_clock("/today?clock=x", None), "/today");
    let again = with_clock(page, Some("never & ever"));
    assert_eq!(again, "/clients/1?past=2&clock=never%20%26%20ever");
}

#[test]
fn the_sign_in_page_takes_the_way_back_along() {
    assert_eq!(
        sign_in(Some("/clients/1?past=2")),
        "/sign-in?next=/clients/1%3Fpast%3D2"
    );
    assert_eq!(sign_in(Some("//evil.example")), SIGN_IN);
    assert_eq!(sign_in(Some("/sign-in?next=/")), SIGN_IN);
}
